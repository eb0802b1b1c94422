import type { Change } from '../facts/change.ts';
import { keyOf, sameName, type ObjectName } from '../facts/names.ts';
import type { ChangeContext } from './context.ts';
import { wordsOf } from './advice.ts';

/** A change that the same deploy makes before another, with the words of its statement. */
export interface Earlier {
  readonly change: Change;
  readonly words: string;
}

type Asked = Pick<ChangeContext<unknown>, 'deploy'>;

/** What the deploy does before a change of it, in order. */
export function earlierIn(change: Change, { deploy }: Asked): readonly Earlier[] {
  const earlier: Earlier[] = [];
  for (const { steps } of deploy.transactions) {
    for (const { statement, migration } of steps) {
      const words = wordsOf(statement.origin, migration);
      for (const one of statement.changes) {
        if (one === change) return earlier;
        earlier.push({ change: one, words });
      }
    }
  }
  return earlier;
}

/**
 * May the table have rows when the deploy comes to a change? Not if the deploy has made it, or emptied it, and written
 * none to it since; nor if statistics say so. Names the table had before in the deploy are not followed.
 */
export function mayHaveRows(
  table: ObjectName, change: Change, on: Asked & Pick<ChangeContext<unknown>, 'isEmpty' | 'bornHere'>,
): boolean {
  const last = earlierIn(change, on).findLast((one) => rowsAfter(one.change, table) !== null);
  const known = last === undefined ? null : rowsAfter(last.change, table);
  if (known !== null) return known === 'some';
  return on.bornHere(table) !== 'yes' && on.isEmpty(table) !== 'yes';
}

function rowsAfter(change: Change, table: ObjectName): 'some' | 'none' | null {
  if (change.conditional) return null;
  if (change.kind === 'createTable' && keyOf(change.table) === keyOf(table)) return change.asQuery ? 'some' : null;
  if (change.kind !== 'changeRows' || !change.tables.some((one) => sameName(one, table))) return null;
  switch (change.command) {
    case 'truncate': return 'none';
    case 'delete': return change.bounded ? null : 'none';
    case 'update': return null;
    case 'insert':
    case 'copy':
    case 'merge': return 'some';
    default: return change satisfies never;
  }
}

/** Does the deploy write the column of rows that are there before it comes to a change? */
export function isFilledBefore(change: Change, table: ObjectName, column: string, on: Asked): boolean {
  return earlierIn(change, on).some(({ change: one, words }) =>
    one.kind === 'changeRows' && one.command !== 'delete' && one.command !== 'truncate'
    && one.tables.some((name) => sameName(name, table)) && sets(words, column));
}

/** `SET … column =` in a statement whose tree is not kept. */
function sets(words: string, column: string): boolean {
  const escaped = column.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w$])"?${escaped}"?\\s*=|\\([^)]*"?${escaped}"?[^)]*\\)\\s*=`, 'i').test(words);
}
