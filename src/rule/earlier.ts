import { typeNameIn } from '../catalog/replay/types-in-columns.ts';
import type { Catalog } from '../facts/catalog.ts';
import type { Change } from '../facts/change.ts';
import { keyOf, sameName, type ObjectName } from '../facts/names.ts';
import type { ChangeContext } from './context.ts';

type Asked = Pick<ChangeContext<unknown>, 'deploy'>;

/** What the same deploy does before a change of it, in order. */
export function earlierIn(change: Change, { deploy }: Asked): readonly Change[] {
  const all = deploy.transactions.flatMap(({ steps }) => steps.flatMap(({ statement }) => statement.changes));
  return all.slice(0, Math.max(all.indexOf(change), 0));
}

/**
 * May the table have rows when the deploy comes to a change? Not if the deploy has made it, or emptied it, or given it a
 * required column that nothing fills, which fails where there are rows, and written none to it since; nor if statistics say
 * so. Names the table had before in the deploy are not followed.
 */
export function mayHaveRows(
  table: ObjectName, change: Change, on: Asked & Pick<ChangeContext<unknown>, 'isEmpty' | 'bornHere' | 'before'>,
): boolean {
  const known = earlierIn(change, on).reduce<boolean | null>((now, one) => rowsAfter(one, table, on.before) ?? now, null);
  return known ?? (on.bornHere(table) !== 'yes' && on.isEmpty(table) !== 'yes');
}

/** Whether it has rows behind the change; null: as before. */
function rowsAfter(change: Change, table: ObjectName, catalog: Catalog): boolean | null {
  if (change.conditional) return null;
  if (change.kind === 'addColumn' && sameName(change.table, table) && requiresEmpty(change, catalog)) return false;
  if (change.kind === 'createTable' && keyOf(change.table) === keyOf(table) && change.asQuery) return true;
  if (change.kind !== 'changeRows' || !change.tables.some((one) => sameName(one, table))) return null;
  switch (change.command) {
    case 'truncate': return false;
    case 'delete': return change.filtered ? null : false;
    case 'update': return null;
    case 'insert':
    case 'copy':
    case 'merge': return true;
    default: return change satisfies never;
  }
}

/** ADD COLUMN … NOT NULL without a value: Postgres refuses it where the table has a row. A domain may bring a value. */
function requiresEmpty({ column, tolerates }: Extract<Change, { kind: 'addColumn' }>, { enums }: Catalog): boolean {
  const { notNull, default: value, generated, identity, serial, type } = column;
  const named = typeNameIn(type);
  return tolerates === null && notNull && !serial && value === null && generated === null && identity === null
    && (named === null || enums.has(keyOf(named)));
}

/** Does the deploy write the column of rows that are there, before it comes to a change? */
export function isFilledBefore(change: Change, table: ObjectName, column: string, on: Asked): boolean {
  return earlierIn(change, on).some((one) =>
    one.kind === 'changeRows' && one.command !== 'delete' && one.command !== 'truncate'
    && one.tables.some((name) => sameName(name, table)) && one.columns?.includes(column) !== false);
}
