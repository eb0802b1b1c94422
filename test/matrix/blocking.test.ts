import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Database, failureOf } from '../../src/evidence/database.ts';
import { blocksReads, blocksWrites, type LockMode, lockModes } from '../../src/facts/effects.ts';
import { keyOf } from '../../src/facts/names.ts';
import { serverDatabase } from '../../src/gate/connection.ts';
import { ground } from '../evidence/forms/ground.ts';
import { predictedAlone } from '../evidence/predicted.ts';
import { layGround } from '../evidence/put-to-postgres.ts';
import { majors, type Server, startServer } from './server.ts';

/** A lock mode as LOCK TABLE has it, and a statement of daily work that takes it on a table. */
const takers: readonly { readonly mode: LockMode; readonly words: string; readonly statement: string; readonly on: 'lend' | 'lend_count' }[] = [
  { mode: 'AccessShare', words: 'access share', statement: 'select count(*) from lend', on: 'lend' },
  { mode: 'RowShare', words: 'row share', statement: 'select * from lend where id = 1 for update', on: 'lend' },
  { mode: 'RowExclusive', words: 'row exclusive', statement: 'update lend set number = 0 where id = 1', on: 'lend' },
  { mode: 'ShareUpdateExclusive', words: 'share update exclusive', statement: 'analyze lend', on: 'lend' },
  { mode: 'Share', words: 'share', statement: 'create index lend_note_idx on lend (note)', on: 'lend' },
  {
    mode: 'ShareRowExclusive', words: 'share row exclusive', on: 'lend',
    statement: 'create trigger lend_noted after insert on lend for each row execute function touched()',
  },
  { mode: 'Exclusive', words: 'exclusive', statement: 'refresh materialized view concurrently lend_count', on: 'lend_count' },
  { mode: 'AccessExclusive', words: 'access exclusive', statement: 'alter table lend add column shelf text', on: 'lend' },
];

/** What refuses a transaction, what holds it up at its several waits, and which table a reader and a writer try. */
const concurrent: readonly { readonly sql: string; readonly heldUpBy: readonly string[]; readonly on: string }[] = [
  {
    sql: 'create index concurrently lend_note_idx on lend (note)', on: 'lend',
    heldUpBy: ['begin; lock table lend in row exclusive mode', 'begin isolation level repeatable read; select 1 from reader'],
  },
  { sql: 'drop index concurrently lend_place_idx', on: 'lend', heldUpBy: ['begin; lock table lend in access share mode'] },
  {
    sql: 'reindex index concurrently lend_place_idx', on: 'lend',
    heldUpBy: ['begin; lock table lend in row exclusive mode', 'begin; lock table lend in access share mode'],
  },
  {
    sql: 'reindex table concurrently lend', on: 'lend',
    heldUpBy: ['begin; lock table lend in row exclusive mode', 'begin; lock table lend in access share mode'],
  },
  {
    sql: 'refresh materialized view concurrently lend_count', on: 'lend_count',
    heldUpBy: ['begin; refresh materialized view concurrently lend_count'],
  },
  {
    sql: 'alter table log detach partition log_old concurrently', on: 'log',
    heldUpBy: ['begin; lock table only log in access share mode', 'begin; lock table log_old in access share mode'],
  },
];

const reads: Readonly<Record<string, string>> = {
  lend: 'select 1 from lend where id = 1', lend_count: 'select 1 from lend_count limit 1', log: 'select 1 from log limit 1',
};
/** Nobody writes to a materialized view but REFRESH. */
const writes: Readonly<Record<string, string>> = {
  lend: `insert into lend (id, must, checked) values (1000, 'm', 1)`, log: `insert into log values ('2021-05-01', 'x')`,
};

/** Four connections to one database. */
interface Cast {
  readonly worker: Database;
  readonly holder: Database;
  readonly reader: Database;
  readonly writer: Database;
}

describe.each(majors)('PostgreSQL %i', (major) => {
  let server: Server;
  let cast: Cast;
  beforeAll(async () => {
    server = await startServer(major);
    const url = await server.createDatabase('blocking');
    const connection = (): Promise<Database> => serverDatabase(url);
    cast = { worker: await connection(), holder: await connection(), reader: await connection(), writer: await connection() };
    for (const one of [cast.reader, cast.writer]) await one.exec(`set lock_timeout = '150ms'`);
    await layGround(cast.worker);
  });
  afterAll(async () => {
    for (const one of Object.values(cast) as Database[]) await one.close();
    await server.stop();
  });

  describe.each(takers)('$mode', ({ mode, words, statement, on }) => {
    afterEach(() => cast.worker.exec('rollback'));

    it.each([[`lock table lend in ${words} mode`, 'lend'], [statement, on]])('%s', async (sql, table) => {
      await cast.worker.exec(`begin; ${sql}`);
      expect(await blocked(cast, table)).toEqual(expectedOf(mode, table));
    });
  });

  it('a lock on an index alone stops every query on the table', async () => {
    await cast.worker.exec('begin; reindex index lend_place_idx');
    try {
      expect(await locksOf(cast.holder, await pidOf(cast.worker)))
        .toMatchObject({ 'public.lend': 'Share', 'public.lend_place_idx': 'AccessExclusive' });
      expect(await blocked(cast, 'lend')).toEqual({ reads: true, writes: true });
    } finally {
      await cast.worker.exec('rollback');
    }
  });

  describe.each(concurrent)('$sql', ({ sql, heldUpBy, on }) => {
    afterEach(() => layGround(cast.worker));

    it('holds and waits for no more than is predicted, and stops nobody', async () => {
      const [prediction] = predictedAlone([ground], sql, major);
      const predicted = Object.fromEntries((prediction?.effects.locks ?? []).map(({ table, mode }) => [keyOf(table), mode]));
      let seen: Locks = {};
      for (const hold of heldUpBy) {
        await heldUp(cast, hold, sql, async (locks) => {
          seen = strongestOf(seen, locks);
          expect(await blocked(cast, on)).toEqual(expectedOf(predicted[`public.${on}`] ?? 'AccessShare', on));
        });
        await layGround(cast.worker);
      }
      expect(Object.fromEntries(Object.entries(seen).filter(([name]) => name in predicted))).toEqual(predicted);
      expect(Object.entries(seen).filter(([name, mode]) => !(name in predicted) && blocksReads(mode))).toEqual([]);
    });
  });
});

function expectedOf(mode: LockMode, table: string): Blocked {
  return { reads: blocksReads(mode), writes: table in writes ? blocksWrites(mode) : null };
}

interface Blocked {
  readonly reads: boolean;
  /** Null: there is no way to write. */
  readonly writes: boolean | null;
}

/** Who else waits for the table. The limit counts waiting for locks alone: a slow machine changes nothing. */
async function blocked({ reader, writer }: Cast, table: string): Promise<Blocked> {
  const write = writes[table];
  return {
    reads: await isBlocked(reader, reads[table] ?? ''),
    writes: write === undefined ? null : await isBlocked(writer, write),
  };
}

async function isBlocked(database: Database, sql: string): Promise<boolean> {
  await database.exec('begin');
  try {
    await database.exec(sql);
    return false;
  } catch (thrown) {
    if (failureOf(thrown).sqlstate !== '55P03') throw thrown;
    return true;
  } finally {
    await database.exec('rollback');
  }
}

/** Runs a statement while another transaction is in its way, and looks at it while it waits. */
async function heldUp(
  { worker, holder, writer }: Cast, hold: string, sql: string, look: (locks: Locks) => Promise<void>,
): Promise<void> {
  const pid = await pidOf(worker);
  await holder.exec(hold);
  const running = worker.exec(sql);
  try {
    await waiting(writer, pid);
    await look(await locksOf(writer, pid));
  } finally {
    await holder.exec('rollback');
    await running;
  }
}

type Locks = Readonly<Record<string, LockMode>>;

async function waiting(database: Database, pid: number): Promise<void> {
  for (let attempt = 0; attempt < 3000; attempt++) {
    const [found] = await database.query('select 1 from pg_locks where pid = $1 and not granted', [pid]);
    if (found !== undefined) return;
    await pause(10);
  }
  throw new Error('The statement does not wait.');
}

async function pidOf(database: Database): Promise<number> {
  const [row] = await database.query<{ pid: number }>('select pg_backend_pid() as pid');
  return row?.pid ?? 0;
}

/** The strongest that a connection holds or waits for, by relation. */
async function locksOf(database: Database, pid: number): Promise<Locks> {
  const rows = await database.query<{ name: string; mode: string }>(`
    select n.nspname::text || '.' || c.relname::text as name, l.mode from pg_locks l
    join pg_class c on c.oid = l.relation join pg_namespace n on n.oid = c.relnamespace
    where l.pid = $1 and l.locktype = 'relation' and c.oid >= 16384`, [pid]);
  return rows.map(({ name, mode }): Locks => ({ [name]: mode.replace(/Lock$/, '') as LockMode })).reduce(strongestOf, {});
}

function strongestOf(left: Locks, right: Locks): Locks {
  const merged = new Map(Object.entries(left));
  for (const [name, mode] of Object.entries(right)) {
    const known = merged.get(name);
    if (known === undefined || lockModes.indexOf(mode) > lockModes.indexOf(known)) merged.set(name, mode);
  }
  return Object.fromEntries(merged);
}
