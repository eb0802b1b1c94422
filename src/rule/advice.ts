import { applyChange } from '../catalog/replay.ts';
import type { Catalog } from '../facts/catalog.ts';
import type { ChangeOf, NewConstraint } from '../facts/change.ts';
import type { Runner } from '../facts/deploy.ts';
import type { Migration } from '../facts/history.ts';
import { keyOf } from '../facts/names.ts';
import type { Origin } from '../text/span.ts';
import { quoted } from '../facts/quoted-name.ts';

export function quotedList(names: readonly string[]): string {
  return names.map(quoted).join(', ');
}

/**
 * Where a statement goes that must not share a transaction with the one before it, as the words before the statement.
 * With Drizzle’s migrator nothing less than another deploy will do: all that is pending is one transaction.
 */
export function laterDeploy(runner: Runner): string {
  switch (runner) {
    case 'drizzle': return 'in a later deploy (all that is pending is one transaction here)';
    case 'sluice': return 'in a migration behind it';
    case 'neon-http': return 'in the next statement';
    default: return runner satisfies never;
  }
}

/** Where a statement runs that refuses a transaction, as the words before the statement. */
export function outsideTransaction(runner: Runner): string {
  switch (runner) {
    case 'drizzle':
      return 'With sluice migrate and runner: "sluice" (Drizzle’s migrator opens a transaction: it fails), in a migration of its own';
    case 'sluice': return 'In a migration of its own';
    case 'neon-http': return 'In place of it';
    default: return runner satisfies never;
  }
}

/** The author's own words. */
export function wordsOf({ span }: Origin, { sql }: Migration): string {
  return sql?.text.slice(span.start, span.end).trim() ?? '';
}

/** The name of a constraint that is being added, or the one that Postgres will choose; null if that is not known. */
export function constraintNameOf(
  change: ChangeOf<'addConstraint' | 'addColumn'>, constraint: NewConstraint, before: Catalog,
): string | null {
  if (constraint.name !== null) return constraint.name;
  const known = before.tables.get(keyOf(change.table))?.constraints.map(({ name }) => name) ?? [];
  const after = applyChange(before, change).catalog.tables.get(keyOf(change.table));
  return after?.constraints.find(({ kind, name }) => kind === constraint.kind && !known.includes(name))?.name ?? null;
}

/** Is it known to be a partitioned table? Much of what helps elsewhere is refused there. */
export function isPartitioned(table: { readonly schema: string; readonly name: string }, { tables }: Catalog): boolean {
  return tables.get(keyOf(table))?.kind === 'partitioned';
}
