import type { Migration } from '../../facts/history.ts';
import { showName, type ObjectName } from '../../facts/names.ts';
import type { Statement } from '../../facts/statement.ts';
import type { Origin } from '../../text/span.ts';
import { showDifference, type Difference, type DifferingObject } from '../difference.ts';
import type { NamedKind } from '../replay.ts';

/** What stands against what on one side of a conflict. */
export interface ConflictSide {
  readonly migration: Migration;
  readonly statement: Statement;
  /** The words of the change. */
  readonly origin: Origin;
}

export type ConflictingSide = 'ours' | 'theirs';

/** One thing on which two branches do not agree. */
export interface Conflict {
  readonly kind:
    /** Both make something of the name; alike or not, the second fails. */
    | 'bothMake'
    /** Both change the same column, enum, policy, sequence or function. */
    | 'bothChange'
    /** Both drop or rename the same. */
    | 'bothRemove'
    /** One drops or renames what the other uses. */
    | 'removed'
    /** After one of them Postgres refuses the other, for another reason. */
    | 'refused'
    /** Both run, but which goes first decides what comes out. */
    | 'order';
  /** What it is about; of a refusal what the refused change works on. */
  readonly object: { readonly kind: NamedKind | DifferingObject; readonly name: string; readonly owner: ObjectName | null };
  /** Of `removed`: who removes it; of `refused`: who is refused. Null: both do the same. */
  readonly by: ConflictingSide | null;
  /** Of `refused`: why Postgres refuses it. */
  readonly reason: string | null;
  /** Of `order`: `before` if ours goes first, `after` if theirs does. */
  readonly outcome: Difference | null;
  readonly ours: ConflictSide;
  readonly theirs: ConflictSide;
}

/** A conflict in one sentence; `names` says what the sides are called: `this branch`, `origin/main`. */
export function showConflict({ kind, object, by, reason, outcome }: Conflict, names: Readonly<Record<ConflictingSide, string>>): string {
  const thing = showObject(object);
  const [one, other] = by === 'theirs' ? [names.theirs, names.ours] : [names.ours, names.theirs];
  switch (kind) {
    case 'bothMake': return `both make ${thing}`;
    case 'bothChange': return `both change ${thing}`;
    case 'bothRemove': return `both drop or rename ${thing}`;
    case 'removed': return `${one} drops or renames ${thing}, which ${other} uses`;
    case 'refused': return `after ${other} Postgres refuses what ${one} does to ${thing}: ${reason ?? ''}`;
    case 'order': {
      const sides = { before: `if ${names.ours} goes first`, after: `if ${names.theirs} goes first` };
      return `which goes first decides: ${outcome === null ? thing : showDifference(outcome, sides)}`;
    }
    default: return kind satisfies never;
  }
}

function showObject({ kind, name, owner }: Conflict['object']): string {
  const word = words[kind];
  if (owner === null) return `${word} ${name}`;
  if (kind === 'column') return `${word} ${showName(owner)}.${name}`;
  return kind === 'enumValue' ? `${word} '${name}' of ${showName(owner)}` : `${word} ${name} of ${showName(owner)}`;
}

const words: Readonly<Record<Conflict['object']['kind'], string>> = {
  schema: 'schema', relation: 'relation', column: 'column', constraint: 'constraint', type: 'type', enumValue: 'the value',
  routine: 'function', trigger: 'trigger', policy: 'policy', extension: 'extension', table: 'table', index: 'index', enum: 'enum',
  domain: 'domain', compositeType: 'composite type', sequence: 'sequence', view: 'view',
};
