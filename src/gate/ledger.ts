import { type Database, failureOf } from '../evidence/database.ts';
import type { History } from '../facts/history.ts';
import { quoted } from '../facts/quoted-name.ts';
import { Problem } from '../text/problem.ts';
import { sha256 } from '../text/sha256.ts';
import { quotedName } from './quoted-name.ts';

/** Drizzle's own table of applied migrations: `migrations.schema` and `migrations.table` of drizzle.config. */
export interface LedgerName {
  readonly schema: string;
  readonly table: string;
}

/** One applied migration. */
export interface LedgerRow {
  /** Its key in the table, as text. */
  readonly id: string;
  /** `hashOf` of the file when it was applied. */
  readonly hash: string;
  /** `when` of its journal entry, or the time of its folder; null in a row that somebody wrote by hand. */
  readonly createdAt: number | null;
  /** Name of its folder; null in a ledger of times, and in a row that a migrator before 1.0 wrote into one of names. */
  readonly name: string | null;
}

/**
 * What the table is made for. `times`: drizzle-orm before 1.0, which compares `created_at` with the times of the journal;
 * `names`: drizzle-orm 1.0, which looks for the name of a folder in `name`. A column of that name tells them apart
 * (drizzle-orm 1.0.0-rc.5 up-migrations/utils.js).
 */
export type LedgerForm = 'times' | 'names';

/** The table, read; its rows in the order they were written. */
export interface Ledger {
  readonly form: LedgerForm;
  readonly rows: readonly LedgerRow[];
}

/** The form that the migrator of a layout makes and reads. */
export function formFor(layout: History['layout']): LedgerForm {
  return layout === 'folders' ? 'names' : 'times';
}

/** What Drizzle records of a file: SHA-256 of its text as UTF-8, in hex (drizzle-orm 0.45 and 1.0.0-rc.5 migrator.js). */
export function hashOf(text: string): string {
  return sha256(text);
}

/**
 * The ledger as it is; null if there is none yet. Changes nothing. Throws a Problem if the role may not read it or it is
 * not Drizzle's.
 */
export async function readLedger(database: Database, ledger: LedgerName): Promise<Ledger | null> {
  try {
    const form = await formOf(database, ledger);
    return form === null ? null : { form, rows: await rowsOf(database, ledger, form) };
  } catch (thrown) {
    throw new Problem(
      `The ledger ${showLedger(ledger)} of ${database.place} cannot be read: ${failureOf(thrown).message}.`,
      'The role in DATABASE_URL needs USAGE on its schema and SELECT on it; its columns are id, hash and created_at, '
      + 'and name for drizzle-orm 1.0.',
    );
  }
}

/** Null: there is no such table. */
async function formOf(database: Database, ledger: LedgerName): Promise<LedgerForm | null> {
  const [found] = await database.query<{ named: boolean }>(
    `select exists (select from pg_catalog.pg_attribute a
       where a.attrelid = c.oid and a.attname = 'name' and a.attnum > 0 and not a.attisdropped) as named
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relname = $2`,
    [ledger.schema, ledger.table],
  );
  if (found === undefined) return null;
  return found.named ? 'names' : 'times';
}

async function rowsOf(database: Database, ledger: LedgerName, form: LedgerForm): Promise<readonly LedgerRow[]> {
  const rows = await database.query<{ id: string; hash: string; created_at: string | null; name: string | null }>(
    `select hash, id::text as id, created_at::text as created_at, ${form === 'names' ? 'name' : 'null::text as name'}
     from ${tableOf(ledger)} t order by t.id`,
  );
  return rows.map(({ id, hash, created_at: at, name }) => ({ id, hash, name, createdAt: at === null ? null : Number(at) }));
}

const columnsOf = {
  times: 'id serial primary key, hash text not null, created_at bigint',
  names: 'id serial primary key, hash text not null, created_at bigint, name text, applied_at timestamp with time zone default now()',
} satisfies Record<LedgerForm, string>;

/**
 * Makes the ledger exactly as Drizzle's migrator does (drizzle-orm 0.45 pg-core/dialect.js; 1.0.0-rc.5
 * pg-core/async/session.js), if it is not there. Throws a Problem if the role may not.
 */
export async function createLedger(database: Database, ledger: LedgerName, form: LedgerForm): Promise<void> {
  if ((await formOf(database, ledger)) !== null) return;
  try {
    await database.exec(`create schema if not exists ${quoted(ledger.schema)}`);
    await database.exec(`create table if not exists ${tableOf(ledger)} (${columnsOf[form]})`);
  } catch (thrown) {
    throw new Problem(
      `The ledger ${showLedger(ledger)} cannot be made in ${database.place}: ${failureOf(thrown).message}.`,
      'Nothing was applied: use a role that may create schemas and tables there.',
    );
  }
}

/** Which name each row of a ledger of times is to have. */
export type RowName = Pick<LedgerRow, 'id'> & { readonly name: string };

/**
 * Turns a ledger of times into one of names, whole or not at all, as drizzle-orm 1.0 does before its first run (1.0.0-rc.5
 * up-migrations/pg.js): when a row was applied nobody knows any more. Throws a Problem if the role may not.
 */
export async function nameRows(database: Database, ledger: LedgerName, names: readonly RowName[]): Promise<void> {
  const table = tableOf(ledger);
  try {
    await database.exec('begin');
    await database.exec(`alter table ${table} add column if not exists name text`);
    await database.exec(`alter table ${table} add column if not exists applied_at timestamp with time zone default now()`);
    for (const { id, name } of names) {
      await database.query(`update ${table} set name = $1, applied_at = null where id = $2::bigint`, [name, id]);
    }
    await database.exec('commit');
  } catch (thrown) {
    await database.exec('rollback').catch(() => undefined);
    throw new Problem(
      `The ledger ${showLedger(ledger)} of ${database.place} cannot be given the column "name": ${failureOf(thrown).message}.`,
      'Nothing was applied: use the role that owns the table.',
    );
  }
}

/** Records one migration, in whatever transaction is open. */
export async function recordMigration(
  database: Database, ledger: LedgerName, row: Omit<LedgerRow, 'id'>, form: LedgerForm,
): Promise<void> {
  if (form === 'times') {
    await database.query(`insert into ${tableOf(ledger)} (hash, created_at) values ($1, $2::bigint)`, [row.hash, row.createdAt]);
    return;
  }
  await database.query(
    `insert into ${tableOf(ledger)} (hash, created_at, name) values ($1, $2::bigint, $3)`, [row.hash, row.createdAt, row.name],
  );
}

/** As people write it. */
export function showLedger({ schema, table }: LedgerName): string {
  return `${schema}.${table}`;
}

function tableOf(ledger: LedgerName): string {
  return quotedName({ schema: ledger.schema, name: ledger.table });
}
