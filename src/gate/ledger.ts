import { type Database, failureOf } from '../evidence/database.ts';
import { Problem } from '../text/problem.ts';
import { quoted } from '../facts/quoted-name.ts';
import { sha256 } from '../text/sha256.ts';
import { quotedName } from './quoted-name.ts';

/** Drizzle's own table of applied migrations: `migrations.schema` and `migrations.table` of drizzle.config. */
export interface LedgerName {
  readonly schema: string;
  readonly table: string;
}

/** The one Drizzle uses if the configuration names none (drizzle-orm 0.45 pg-core/dialect.js). */
export const usualLedger: LedgerName = { schema: 'drizzle', table: '__drizzle_migrations' };

/** One applied migration. */
export interface LedgerRow {
  /** `hashOf` of the file when it was applied. */
  readonly hash: string;
  /** `when` of its journal entry, or null in a row that somebody wrote by hand. */
  readonly createdAt: number | null;
}

/** What Drizzle records of a file: SHA-256 of its text as UTF-8, in hex (drizzle-orm 0.45 migrator.js). */
export function hashOf(text: string): string {
  return sha256(text);
}

/**
 * The rows in the order they were written; null if there is no ledger yet. Changes nothing. Throws a Problem if the role
 * may not read it or it is not Drizzle's.
 */
export async function readLedger(database: Database, ledger: LedgerName): Promise<readonly LedgerRow[] | null> {
  try {
    return await rowsOf(database, ledger);
  } catch (thrown) {
    throw new Problem(
      `The ledger ${showLedger(ledger)} of ${database.place} cannot be read: ${failureOf(thrown).message}.`,
      'The role in DATABASE_URL needs USAGE on its schema and SELECT on it; its columns are id, hash and created_at.',
    );
  }
}

async function rowsOf(database: Database, ledger: LedgerName): Promise<readonly LedgerRow[] | null> {
  const [found] = await database.query(
    `select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relname = $2`,
    [ledger.schema, ledger.table],
  );
  if (found === undefined) return null;
  const rows = await database.query<{ hash: string; created_at: string | null }>(
    `select hash, created_at::text as created_at from ${tableOf(ledger)} order by id`,
  );
  return rows.map((row) => ({ hash: row.hash, createdAt: row.created_at === null ? null : Number(row.created_at) }));
}

/**
 * Makes the ledger exactly as Drizzle's migrator does (drizzle-orm 0.45 pg-core/dialect.js), if it is not there. Throws
 * a Problem if the role may not.
 */
export async function createLedger(database: Database, ledger: LedgerName): Promise<void> {
  if ((await readLedger(database, ledger)) !== null) return;
  try {
    await database.exec(`create schema if not exists ${quoted(ledger.schema)}`);
    await database.exec(
      `create table if not exists ${tableOf(ledger)} (id serial primary key, hash text not null, created_at bigint)`,
    );
  } catch (thrown) {
    throw new Problem(
      `The ledger ${showLedger(ledger)} cannot be made in ${database.place}: ${failureOf(thrown).message}.`,
      'Nothing was applied: use a role that may create schemas and tables there.',
    );
  }
}

/** Records one migration, in whatever transaction is open. */
export async function recordMigration(database: Database, ledger: LedgerName, row: LedgerRow): Promise<void> {
  await database.query(
    `insert into ${tableOf(ledger)} (hash, created_at) values ($1, $2::bigint)`, [row.hash, row.createdAt],
  );
}

function showLedger({ schema, table }: LedgerName): string {
  return `${schema}.${table}`;
}

function tableOf(ledger: LedgerName): string {
  return quotedName({ schema: ledger.schema, name: ledger.table });
}
