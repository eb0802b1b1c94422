import { type Database, failureOf } from '../evidence/database.ts';
import type { History } from '../facts/history.ts';
import { quoted } from '../facts/quoted-name.ts';
import type { Statement } from '../facts/statement.ts';
import { Problem } from '../text/problem.ts';
import { readMark, writeMark } from './development-mark.ts';
import { countRelations, emptyDatabase, schemasToEmpty, type SchemaNames } from './empty-database.ts';
import { isLocalHost } from './connection.ts';
import { type LedgerName, showLedger } from './ledger.ts';
import { otherLedgers } from './other-ledgers.ts';
import { productionSigns } from './production-signs.ts';
import { quotedName } from './quoted-name.ts';
import { schemaNamesIn } from './schema-names.ts';

/** A server's database, and the host that the URL names. */
export interface ServerDatabase {
  readonly database: Database;
  readonly host: string;
}

/** What came of marking a database: the schemas that `emptyMarked` will empty, and whether it was marked before. */
export interface Marked {
  readonly schemas: readonly string[];
  readonly before: boolean;
}

/**
 * Marks a local database as one for development. Behind the name of this machine another may stand, reached through a
 * tunnel; so one that holds something is marked only if its name is said, and none that looks like production.
 * `named`: the name that was said, if any. @throws Problem that says why not.
 */
export async function markForDevelopment(
  { database, host }: ServerDatabase, history: History, { ledger, named }: { readonly ledger: LedgerName; readonly named: string | null },
): Promise<Marked> {
  refuseDistant(host, database, 'marked');
  await refuseProduction(database, 'marked');
  const names = schemaNamesIn(history);
  await refuseOthers(database, { ledger, names, deed: 'marked' });
  const before = (await readMark(database, ledger)) === 'own';
  if (!before) await refuseUnnamed(database, names, named);
  await writeMark(database, ledger);
  return { schemas: await schemasToEmpty(database, names), before };
}

async function refuseUnnamed(database: Database, names: SchemaNames, named: string | null): Promise<void> {
  const [{ name } = { name: '' }] = await database.query<{ name: string }>('select pg_catalog.current_database()::text as name');
  if (named === name) return;
  if (named !== null) {
    throw new Problem(`DATABASE_URL leads to the database ${name}, not to ${named}: nothing was marked.`, 'Look at DATABASE_URL, in .env too.');
  }
  const count = await countRelations(database, names);
  if (count === 0) return;
  throw new Problem(
    `The database ${name} at ${database.place} holds ${count === 1 ? '1 table or view' : `${count} tables and views`}, which sluice reset would drop.`
    + ' A tunnel to production looks as local as this.',
    `If it is a database for development, say its name: sluice init-dev ${name}`,
  );
}

/**
 * Drops everything of the project in a marked local database, all of it or nothing, and keeps the mark. @throws Problem
 * that says why not; then nothing was dropped.
 */
export async function emptyMarked({ database, host }: ServerDatabase, history: History, ledger: LedgerName): Promise<void> {
  refuseDistant(host, database, 'reset');
  await refuseUnmarked(database, ledger);
  await refuseProduction(database, 'reset');
  const names = schemaNamesIn(history);
  await refuseOthers(database, { ledger, names, deed: 'reset' });
  await refuseLeftovers(database, history);
  try {
    await database.exec('begin');
    await database.exec(`set local lock_timeout = '${lockSeconds}s'`);
    await emptyDatabase(database, names);
    await writeMark(database, ledger);
    await database.exec('commit');
  } catch (thrown) {
    await database.exec('rollback').catch(() => undefined);
    throw notEmptied(database, thrown);
  }
}

/** A server for development that is open beside us holds no lock that long, unless a transaction was forgotten. */
const lockSeconds = 10;

function notEmptied({ place }: Database, thrown: unknown): Problem {
  const failure = failureOf(thrown);
  const hint = failure.sqlstate === '55P03' ? 'Another session holds a lock there: end it.'
    : failure.sqlstate === '42501' ? 'Use the role that owns what is in it.' : 'Mend the cause and run it again.';
  return new Problem(`${place} was not emptied, nothing in it was dropped: ${failure.message}.`, hint);
}

function refuseDistant(host: string, { place }: Database, deed: string): void {
  if (isLocalHost(host)) return;
  throw new Problem(
    `The database ${place} is not on this machine, so it is not ${deed}.`,
    'Let DATABASE_URL lead to localhost or a socket, or unset it to use the embedded database.',
  );
}

async function refuseUnmarked(database: Database, ledger: LedgerName): Promise<void> {
  switch (await readMark(database, ledger)) {
    case 'own': return;
    case 'none': throw new Problem(
      `The database ${database.place} is not marked as one for development, so it is not reset.`, 'If it is one: sluice init-dev');
    case 'foreign': throw new Problem(
      `The database ${database.place} has the mark of another one, of which it was copied, so it is not reset.`,
      'If it is one for development too: sluice init-dev');
  }
}

async function refuseProduction(database: Database, deed: string): Promise<void> {
  const signs = await productionSigns(database);
  if (signs.length === 0) return;
  throw new Problem(
    `The database ${database.place} is not ${deed}, since it is none for development: ${signs.join('; ')}.`,
    'Let DATABASE_URL lead to a database of your own.',
  );
}

/** Who marked the database for one project did not speak for another that came to lie in it. */
async function refuseOthers(
  database: Database, { ledger, names, deed }: { readonly ledger: LedgerName; readonly names: SchemaNames; readonly deed: string },
): Promise<void> {
  const [other] = await otherLedgers(database, ledger, names);
  if (other === undefined) return;
  throw new Problem(
    `The database ${database.place} is not ${deed}, since ${showLedger(other)} is the ledger of another project, whose tables sluice reset would drop too.`,
    `Give each project a database of its own; if no project uses that ledger any more: drop table ${quotedName({ schema: other.schema, name: other.table })};`,
  );
}

/** What emptying leaves alone, and a migration would make again: the replay would stop there. */
async function refuseLeftovers(database: Database, history: History): Promise<void> {
  const statements = history.migrations.flatMap(({ sql, tag }) => (sql?.statements ?? []).map((statement) => ({ statement, tag, text: sql?.text ?? '' })));
  for (const { statement, tag, text } of statements) {
    const made = madeOutside(statement, text);
    if (made === null || !(await isThere(database, made))) continue;
    throw new Problem(
      `Migration ${tag} makes the ${made.kind} ${made.name}, which is there and which reset leaves alone: the replay would stop at it. Nothing was dropped.`,
      wayOut(made),
    );
  }
}

/** Where Postgres keeps what lies in no schema, and under which column the name is. */
const outside = {
  extension: ['pg_extension', 'extname'],
  role: ['pg_roles', 'rolname'],
  publication: ['pg_publication', 'pubname'],
  server: ['pg_foreign_server', 'srvname'],
  'foreign data wrapper': ['pg_foreign_data_wrapper', 'fdwname'],
  subscription: ['pg_subscription', 'subname'],
} as const;

interface MadeOutside {
  readonly kind: keyof typeof outside;
  readonly name: string;
}

function wayOut({ kind, name }: MadeOutside): string {
  switch (kind) {
    case 'extension': return `Write CREATE EXTENSION IF NOT EXISTS, or drop it by hand: drop extension ${quoted(name)};`;
    case 'role': return `Drop it by hand (drop owned by ${quoted(name)}; drop role ${quoted(name)};), or make it in a DO block that looks first.`;
    case 'server': return `Write CREATE SERVER IF NOT EXISTS, or drop it by hand: drop server ${quoted(name)} cascade;`;
    default: return `Drop it by hand (drop ${kind} ${quoted(name)};), or make it in a DO block that looks first.`;
  }
}

function madeOutside({ changes, origin: { span } }: Statement, text: string): MadeOutside | null {
  const extension = changes.find((change) => change.kind === 'createExtension' && change.tolerates === null && !change.conditional);
  if (extension?.kind === 'createExtension') return { kind: 'extension', name: extension.extension.name };
  const [, word, inQuotes, bare] = creation.exec(text.slice(span.start, span.end)) ?? [];
  const name = inQuotes?.replaceAll('""', '"') ?? bare?.toLowerCase();
  if (word === undefined || name === undefined) return null;
  const kind = word.toLowerCase().replace(/\s+/g, ' ');
  return { kind: kind === 'user' || kind === 'group' ? 'role' : kind as MadeOutside['kind'], name };
}

const creation = /^create\s+(role|user(?!\s+mapping)|group|publication|server(?!\s+if\s+not)|foreign\s+data\s+wrapper|subscription)\s+(?:"((?:[^"]|"")+)"|([\w$]+))/i;

async function isThere(database: Database, { kind, name }: MadeOutside): Promise<boolean> {
  const [table, column] = outside[kind];
  const rows = await database.query(`select from pg_catalog.${table} where ${column} = $1`, [name]);
  return rows.length > 0;
}
