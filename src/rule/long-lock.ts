import { sameName, type ObjectName } from '../facts/names.ts';
import { isInUse } from './blocked.ts';
import type { Moment } from './context.ts';
import { mayHaveRows } from './earlier.ts';
import { holding, type Holding } from './holding.ts';
import { readsWholeTable, writesWholeTable } from './row-writes.ts';

/** A lock that stops reads, and the work that the transaction goes on with while it holds it. */
export interface LongLock {
  readonly lock: Holding;
  readonly work: readonly Moment[];
}

/**
 * The locks that stop reads of a table for as long as slow work lasts that would not have to stop them itself. What is
 * read or written under an ACCESS EXCLUSIVE lock of its own is another matter, and so are the rows that
 * `writesBesideLocks` tells of, and VALIDATE of a constraint that the transaction adds.
 */
export function longLocks(block: readonly Moment[]): readonly LongLock[] {
  const locks = new Map<string, LongLock>();
  for (const moment of block.filter(isSlow)) {
    for (const lock of holding(moment)) {
      if (lock.waits === 'writes' || stopsReads(moment, lock)) continue;
      const key = `${lock.table.schema}.${lock.table.name}`;
      locks.set(key, { lock, work: [...locks.get(key)?.work ?? [], moment] });
    }
  }
  return [...locks.values()];
}

function isSlow(moment: Moment): boolean {
  const { change, effects: { scans, rewrites, builds } } = moment;
  switch (change.kind) {
    case 'changeRows': return readsWholeTable(change, moment) && !writesWholeTable(change, moment);
    case 'validateConstraint': return scans.some((table) => isWork(table, moment)) && !isAddedIn(moment);
    case 'createTable': return change.asQuery;
    case 'refreshView': return isInUse(change.view, moment);
    case 'createIndex': return builds.length + scans.length > 0 && isWork(change.index.table, moment);
    default: return [...scans, ...rewrites].some((table) => isWork(table, moment));
  }
}

/** There is nothing to do at a table that is new, small, or emptied by the deploy. */
function isWork(table: ObjectName, moment: Moment): boolean {
  return isInUse(table, moment) && mayHaveRows(table, moment.change, moment);
}

function isAddedIn({ change, transaction }: Moment): boolean {
  return change.kind === 'validateConstraint' && transaction.steps.some(({ statement }) => statement.changes.some((one) =>
    one.kind === 'addConstraint' && sameName(one.table, change.table) && one.constraint.name === change.constraint.name));
}

function stopsReads({ effects: { locks } }: Moment, { table }: Holding): boolean {
  return locks.some((lock) => lock.mode === 'AccessExclusive' && sameName(lock.table, table));
}
