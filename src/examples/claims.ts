import type { Database } from '../evidence/database.ts';
import { emptied } from '../evidence/emptied.ts';
import { traced } from '../evidence/trace.ts';
import type { Claims } from '../rule/example.ts';
import type { Rule } from '../rule/rule.ts';

/** An example of a rule that claims something of Postgres. */
export interface Claimed {
  readonly name: string;
  /** From 1. */
  readonly example: number;
  readonly given: string;
  readonly sql: string;
  readonly claims: Claims;
  /** The least major that the example is about. */
  readonly since: number;
}

/** Every claim of a rule's examples that can be put to Postgres: of those that are a project there is no one statement to run. */
export function claimsOf({ id, examples }: Rule): readonly Claimed[] {
  return examples.flatMap(({ given, bad, good, claims, postgres }, place) => {
    const sql = bad ?? good;
    if (claims === undefined || typeof sql !== 'string') return [];
    return [{ name: `${id} example ${place + 1}`, example: place + 1, given: given ?? '', sql, claims, since: postgres ?? 0 }];
  });
}

/** What happens to the things a claim names when the SQL runs inside a transaction, on an empty database. */
export async function observedClaims(database: Database, { given, sql, claims }: Claimed): Promise<Claims> {
  await emptied(database);
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
