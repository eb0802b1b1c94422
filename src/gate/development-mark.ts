import { type Database, failureOf } from '../evidence/database.ts';
import { quoted } from '../facts/quoted-name.ts';
import { Problem } from '../text/problem.ts';
import type { LedgerName } from './ledger.ts';

/**
 * Says of a database that everything in it may be dropped. It is a comment on the ledger's schema: drizzle-kit reads no
 * comments, so that push, pull and migrate pass it by, where a table they do not know is one that they drop or declare. It
 * names the cluster and the database it was set in, so that a dump of a marked database marks no other, wherever it is
 * restored; and a dump of production that replaces the schema takes it away.
 */
const lead = 'sluice: a database for development, ';

/** What the ledger's schema says. `foreign`: the mark of another database, of which this one has a copy. */
export type Mark = 'none' | 'own' | 'foreign';

export async function readMark(database: Database, ledger: LedgerName): Promise<Mark> {
  const comment = await commentOn(database, ledger);
  if (comment?.startsWith(lead) !== true) return 'none';
  return comment === lead + await identityOf(database) ? 'own' : 'foreign';
}

/**
 * Marks the database, making the ledger's schema if there is none. @throws Problem if the role may not, or the schema has
 * a comment of somebody else.
 */
export async function writeMark(database: Database, ledger: LedgerName): Promise<void> {
  const comment = await commentOn(database, ledger);
  if (comment !== null && !comment.startsWith(lead) && comment !== postgresOwn) {
    throw new Problem(
      `The schema ${ledger.schema} of ${database.place} has a comment already, where the mark would be: "${comment}".`,
      `Take it away, if it is not needed: comment on schema ${quoted(ledger.schema)} is null;`,
    );
  }
  try {
    await database.exec(`create schema if not exists ${quoted(ledger.schema)}`);
    await database.exec(`comment on schema ${quoted(ledger.schema)} is '${lead}${await identityOf(database)}'`);
  } catch (thrown) {
    throw new Problem(
      `The schema ${ledger.schema} of ${database.place} cannot be marked: ${failureOf(thrown).message}.`,
      'Use the role that owns the database.',
    );
  }
}

/** What initdb says of `public`. */
const postgresOwn = 'standard public schema';

async function commentOn(database: Database, { schema }: LedgerName): Promise<string | null> {
  const [row] = await database.query<{ comment: string | null }>(
    `select pg_catalog.obj_description(oid, 'pg_namespace') as comment from pg_catalog.pg_namespace where nspname = $1`, [schema],
  );
  return row?.comment ?? null;
}

/** No two databases in the world have both numbers: `initdb` makes the first up. */
async function identityOf(database: Database): Promise<string> {
  const [row] = await database.query<{ identity: string }>(
    `select (select system_identifier from pg_catalog.pg_control_system())::text || '/' || oid::text as identity
     from pg_catalog.pg_database where datname = pg_catalog.current_database()`,
  );
  return row?.identity ?? '';
}
