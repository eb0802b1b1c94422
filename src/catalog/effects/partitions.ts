import type { ChangeOf } from '../../facts/change.ts';
import type { Effects, LockMode } from '../../facts/effects.ts';
import { both, locked } from './combine.ts';
import type { EffectsContext } from './context.ts';

/** https://www.postgresql.org/docs/current/sql-altertable.html, DETACH PARTITION. */
export function detachPartition(
  { table, partition, concurrently }: ChangeOf<'detachPartition'>, { major }: EffectsContext,
): Effects {
  const parent: LockMode = concurrently ? 'ShareUpdateExclusive' : 'AccessExclusive';
  const child: LockMode = major < 14 ? 'ShareUpdateExclusive' : 'AccessExclusive';
  return both(locked(table, parent), locked(partition, child));
}
