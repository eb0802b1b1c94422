import { showName } from '../facts/names.ts';
import type { NamedKind } from './kinds.ts';
import type { NamedThing } from './named-things.ts';

/** A kind as a sentence begins with it. */
export const kindWords = {
  schema: 'Schema', table: 'Table', partition: 'Partition', view: 'View', materializedView: 'Materialized view', column: 'Column',
  enum: 'Enum', enumValue: 'Value', domain: 'Domain', compositeType: 'Composite type', index: 'Index', uniqueIndex: 'Unique index',
  primaryKey: 'Primary key', foreignKey: 'Foreign key', unique: 'Unique constraint', check: 'Check', exclusion: 'Exclusion constraint',
  policy: 'Policy', sequence: 'Sequence', routine: 'Routine', trigger: 'Trigger', migration: 'Migration',
} as const satisfies Record<NamedKind, string>;

/** `Column of book`, `Table`. */
export function whatIs({ kind, owner, table }: NamedThing): string {
  if (kind === 'enumValue') return `${kindWords[kind]} of the enum ${table ?? ''}`;
  return owner === null || isItsOwner(kind) ? kindWords[kind] : `${kindWords[kind]} of ${showName(owner)}`;
}

/** Tables and views belong to nothing but themselves. */
export function isItsOwner(kind: NamedKind): boolean {
  return kind === 'table' || kind === 'partition' || kind === 'view' || kind === 'materializedView';
}
