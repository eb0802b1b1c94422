import { blocksReads, blocksWrites, type Effects, type LockMode } from '../facts/effects.ts';
import { sameName, type ObjectName } from '../facts/names.ts';
import type { ChangeContext } from './context.ts';

/** A table that others use while a change runs, and who waits for the change. */
export interface Blocked {
  readonly table: ObjectName;
  readonly mode: LockMode;
  readonly waits: 'writes' | 'reads and writes';
}

type Asked = Pick<ChangeContext<unknown>, 'bornHere' | 'isSmall'>;

/**
 * May others be using the table, so that a lock, a scan or a rewrite of it is felt? Not if this deploy made it, nor if
 * statistics say that it is small. What nobody knows may be in use.
 */
export function isInUse(table: ObjectName, { bornHere, isSmall }: Asked): boolean {
  return bornHere(table) !== 'yes' && isSmall(table) !== 'yes';
}

/** Tables in use that a change locks so that others wait. A lock on an index stops every query on its table. */
export function blocked(on: Asked & { readonly effects: Effects }): readonly Blocked[] {
  const { locks, indexLocks } = on.effects;
  return locks.filter(({ table, mode }) => blocksWrites(mode) && isInUse(table, on)).map(({ table, mode }) => {
    const stopsReads = blocksReads(mode) || indexLocks.some((lock) => blocksReads(lock.mode) && sameName(lock.table, table));
    return { table, mode, waits: stopsReads ? 'reads and writes' : 'writes' };
  });
}
