import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../evidence/database.ts';
import { Problem } from '../text/problem.ts';

/** Any number will do, if it is ours alone: the letters "sluice" as bytes. Locks of this kind belong to one database. */
const key = '126909663503205';

export interface Patience {
  /** Told once, if another has the lock. */
  readonly onWait?: () => void;
  /** How long to wait for it, in milliseconds. */
  readonly mostMs?: number;
}

/**
 * Does the work while no other `sluice migrate` or `sluice reset` is at work on this database: Drizzle's migrator has no
 * lock, and two runners at once would both find the same migrations pending. The lock is the session's, for a migration
 * may need several transactions; who waits asks again and again, since a session that waits inside Postgres holds up
 * every CREATE INDEX CONCURRENTLY. A pooler that shares sessions between clients makes it worthless: migrate past it.
 * @throws Problem if the other is not done in time.
 */
export async function exclusively<Result>(
  database: Database, work: () => Promise<Result>, { onWait, mostMs = 300_000 }: Patience = {},
): Promise<Result> {
  if (!(await isTaken(database))) {
    onWait?.();
    await taken(database, Date.now() + mostMs);
  }
  try {
    return await work();
  } finally {
    // A connection that is gone has let it go.
    await database.query(`select pg_catalog.pg_advisory_unlock(${key})`).catch(() => undefined);
  }
}

async function taken(database: Database, until: number): Promise<void> {
  while (Date.now() < until) {
    await pause(250);
    if (await isTaken(database)) return;
  }
  throw new Problem(
    `Another sluice migrate or reset is still at work on ${database.place}.`,
    'Run it again when that is done; nothing was changed.',
  );
}

async function isTaken(database: Database): Promise<boolean> {
  const [row] = await database.query<{ taken: boolean }>(`select pg_catalog.pg_try_advisory_lock(${key}) as taken`);
  return row?.taken === true;
}
