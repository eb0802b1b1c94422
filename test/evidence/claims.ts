import { rules } from '../../rules/index.ts';
import type { Database } from '../../src/evidence/database.ts';
import { traced } from '../../src/evidence/trace.ts';
import type { Claims } from '../../src/rule/example.ts';
import { clear } from './put-to-postgres.ts';

/** An example of a rule that claims something of Postgres. */
export interface Claimed {
  readonly name: string;
  readonly given: string;
  readonly sql: string;
  readonly claims: Claims;
  /** The least major that the example is about. */
  readonly since: number;
}

/** Every claim of every rule's examples. */
export const claimed: readonly Claimed[] = rules.flatMap(({ id, examples }) =>
  examples.flatMap(({ given, bad, good, claims, postgres }, place) => {
    const sql = bad ?? good;
    if (claims === undefined || typeof sql !== 'string') return [];
    return [{ name: `${id} example ${place + 1}`, given: given ?? '', sql, claims, since: postgres ?? 0 }];
  }));

/** Single facts in them: a lock of a table, a rewrite, a scan, an error. */
export function countOf({ locks, rewrites, scans, fails }: Claims): number {
  return Object.keys(locks ?? {}).length + (rewrites?.length ?? 0) + (scans?.length ?? 0) + (fails === undefined ? 0 : 1);
}

/** What happens to the things a claim names when the SQL runs inside a transaction, on an empty database. */
export async function observedClaims(database: Database, { given, sql, claims }: Claimed): Promise<Claims> {
  await clear(database);
  await database.exec(given);
  await database.exec('begin');
  try {
    const { locks, rewrites, scans, fails } = await traced(database, () => database.exec(sql));
    if (fails !== null) return { fails };
    return {
      ...(claims.locks === undefined ? {} : { locks: Object.fromEntries(Object.keys(claims.locks).map((table) => [table, locks[inPublic(table)]])) as Claims['locks'] }),
      ...(claims.rewrites === undefined ? {} : { rewrites: claims.rewrites.filter((table) => rewrites.includes(inPublic(table))) }),
      ...(claims.scans === undefined ? {} : { scans: claims.scans.filter((table) => scans.includes(inPublic(table))) }),
    } as Claims;
  } finally {
    await database.exec('rollback');
  }
}

function inPublic(name: string): string {
  return name.includes('.') ? name : `public.${name}`;
}
