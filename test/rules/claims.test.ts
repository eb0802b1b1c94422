import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { Database } from '../../src/evidence/database.ts';
import { failureOf } from '../../src/evidence/database.ts';
import { embeddedDatabase } from '../../src/evidence/embedded-database.ts';
import { lockModes, type LockMode } from '../../src/facts/effects.ts';
import type { Claims } from '../../src/rule/example.ts';

const claimed = rules.flatMap(({ id, examples }) => examples.flatMap(({ given, bad, good, claims }, place) => {
  const sql = bad ?? good;
  return claims === undefined || typeof sql !== 'string' ? [] : [{ name: `${id} example ${place + 1}`, given: given ?? '', sql, claims }];
}));

describe('what examples claim of Postgres', () => {
  let database: Database;
  beforeEach(async () => { database = await embeddedDatabase(); });
  afterEach(async () => { await database.close(); });

  it('is claimed somewhere', () => {
    expect(claimed.length).toBeGreaterThan(1);
  });

  it.each(claimed)('$name: Postgres agrees', async ({ given, sql, claims }) => {
    await database.exec(given);
    expect(await observedClaims(database, sql, claims)).toEqual(claims);
  });
});

/** What happens to the things a claim names when the SQL runs inside a transaction. */
async function observedClaims(database: Database, sql: string, claims: Claims): Promise<Claims> {
  await database.exec('begin');
  try {
    await database.exec(sql);
  } catch (thrown) {
    return { fails: failureOf(thrown).sqlstate ?? 'none' };
  }
  const locks = await Promise.all(Object.keys(claims.locks ?? {}).map(async (table) => [table, await lockOn(database, table)] as const));
  const scans = await Promise.all((claims.scans ?? []).map((table) => scanned(database, table)));
  await database.exec('rollback');
  return {
    ...(claims.locks === undefined ? {} : { locks: Object.fromEntries(locks) as Record<string, LockMode> }),
    ...(claims.scans === undefined ? {} : { scans: scans.flat() }),
  };
}

/** The strongest lock that is held on a table. */
async function lockOn(database: Database, table: string): Promise<LockMode | undefined> {
  const held = await database.query<{ mode: string }>(
    'select mode from pg_locks where relation = $1::regclass and pid = pg_backend_pid()', [table]);
  return lockModes.findLast((mode) => held.some((lock) => lock.mode === `${mode}Lock`));
}

async function scanned(database: Database, table: string): Promise<readonly string[]> {
  const [row] = await database.query<{ scans: number }>(
    'select pg_stat_get_xact_numscans($1::regclass)::int as scans', [table]);
  return (row?.scans ?? 0) > 0 ? [table] : [];
}
