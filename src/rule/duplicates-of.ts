import { applyChange, type Named } from '../catalog/replay.ts';
import type { Catalog } from '../facts/catalog.ts';
import type { Change } from '../facts/change.ts';
import { showName } from '../facts/names.ts';

/** What a change would make that is there already, as people say it: `column isbn of book`. None where it tolerates that. */
export function duplicatesOf(change: Change, before: Catalog): readonly string[] {
  return applyChange(before, change).duplicate.map(phrase);
}

const words = {
  schema: 'schema', relation: 'a table, view, index or sequence named', column: 'column', constraint: 'constraint', type: 'a type named',
  enumValue: 'value', routine: 'function', trigger: 'trigger', policy: 'policy', extension: 'extension',
} as const satisfies Record<Named['kind'], string>;

function phrase({ kind, name, owner }: Named): string {
  return `${words[kind]} ${name}${owner === null ? '' : ` of ${showName(owner)}`}`;
}
