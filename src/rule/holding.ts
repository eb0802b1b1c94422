import type { HeldLock } from '../catalog/transaction-state.ts';
import { blocksReads, blocksWrites } from '../facts/effects.ts';
import type { Transaction } from '../facts/deploy.ts';
import { isInUse, type Blocked } from './blocked.ts';
import type { ChangeContext, Moment } from './context.ts';

/** A lock that the transaction keeps to its end, on a table that others use. */
export type Holding = Blocked & Pick<HeldLock, 'by'>;

/** Locks from before that others wait for while a change runs. */
export function holding(on: Pick<ChangeContext<unknown>, 'held' | 'bornHere' | 'isSmall'>): readonly Holding[] {
  return on.held.filter(({ table, mode }) => blocksWrites(mode) && isInUse(table, on))
    .map((lock) => ({ ...lock, waits: blocksReads(lock.mode) ? 'reads and writes' : 'writes' }));
}

/** The moments of each transaction block. Statements that run alone hold nothing for one another. */
export function blocksOf(moments: readonly Moment[]): readonly (readonly Moment[])[] {
  const blocks = new Map<Transaction, Moment[]>();
  for (const moment of moments) {
    if (moment.transaction.alone) continue;
    const block = blocks.get(moment.transaction);
    if (block === undefined) blocks.set(moment.transaction, [moment]);
    else block.push(moment);
  }
  return [...blocks.values()];
}
