import { rule, statementRefusesTransaction, wordsOf } from '#rule';
import type { ChangeContext, ChangeOf, Level, Statement } from '#rule';

const given = 'create table author (id integer primary key, name text);';
const build = 'create index concurrently author_name_idx on author (name);';

export default rule({
  id: 'safety/transaction-statement',
  title: 'Leave transactions to the runner',
  why: 'The runner opens a transaction and writes in it which migrations are done. COMMIT in a file ends it: what follows stays half done when it fails, and the next try begins with what is there already. ROLLBACK takes back what came before, and the deploy goes on as if it had not.',
  instead: 'Take it out. What cannot run in a transaction belongs at the end of a migration, behind a COMMIT of its own, or in a migration for sluice migrate.',
  level: 'warn',
  silent: [
    'COMMIT before statements that refuse a transaction, VALIDATE CONSTRAINT, and CALL of procedures that commit, if nothing else stands behind it, to the end of the file or a BEGIN, but what may run twice: IF EXISTS, IF NOT EXISTS, settings and routines.',
    'SAVEPOINT.',
    'With the runner `sluice`: BEGIN, and COMMIT as the last statement, which sluice migrate leaves to itself.',
    'BEGIN where a COMMIT of the same file follows: the COMMIT is reported.',
  ],
  examples: [
    { given, bad: 'alter table author add column bio text; commit; alter table author add column born date;', runner: 'drizzle' },
    { given, bad: 'begin; alter table author add column bio text; commit;', runner: 'drizzle' },
    { given, bad: 'begin; alter table author add column bio text;', runner: 'drizzle' },
    { given, bad: 'alter table author add column bio text; rollback;', runner: 'drizzle' },
    { given, bad: `commit; ${build} commit;`, runner: 'drizzle' },
    { given, bad: `commit; ${build} alter table author add column bio text;`, runner: 'drizzle' },
    { given, bad: 'alter table author add column bio text; commit; alter table author add column born date;', runner: 'sluice' },
    { given, bad: 'alter table author add column bio text; rollback; alter table author add column born date;', runner: 'sluice' },
    { given, bad: 'begin; alter table author add column bio text; commit;', runner: 'neon-http' },
    { given, good: `alter table author add column bio text; commit; ${build}`, runner: 'drizzle' },
    {
      given, runner: 'drizzle',
      good: "alter table author add constraint author_name_stated check (name <> '') not valid; commit; alter table author validate constraint author_name_stated; alter table author add column if not exists bio text;",
    },
    { given, good: `commit; set lock_timeout = 0; ${build} set lock_timeout = '5s';`, runner: 'drizzle' },
    {
      given, runner: 'drizzle',
      good: "commit; create or replace procedure fill() language plpgsql as $$ begin update author set name = 'a' where name is null; commit; end $$; call fill(); drop procedure fill();",
    },
    { given, good: `commit; ${build} begin; alter table author add column bio text;`, runner: 'drizzle' },
    { given, good: `commit; ${build} begin; alter table author add column bio text; commit;`, runner: 'drizzle' },
    { given, good: 'savepoint before_bio; alter table author add column bio text;', runner: 'drizzle' },
    { given, good: 'begin; alter table author add column bio text; commit;', runner: 'sluice' },
  ],
  check: {
    transaction(change, on) {
      if (on.statement.tag === 'DO') return;
      const found = wrongWith(change, on);
      return found === null ? undefined : { at: change.origin, ...found };
    },
  },
});

type On = ChangeContext<unknown>;
type Control = ChangeOf<'transaction'>;
interface Said {
  readonly text: string;
  readonly level?: Level;
  readonly instead?: string;
}

function wrongWith(change: Control, on: On): Said | null {
  const { runner, statement, migration } = on;
  if (change.command === 'savepoint') return null;
  const statements = migration.sql?.statements ?? [];
  const place = statements.indexOf(statement);
  if (runner === 'neon-http') return onHttp(change, statements.slice(0, place));
  const behind = statements.slice(place + 1);
  switch (change.command) {
    case 'begin': return runner === 'drizzle' ? secondBegin(on, behind) : null;
    case 'commit': return runner === 'sluice' && behind.length === 0 ? null : committed(on, behind);
    case 'rollback': return rolledBack(on);
    default: return change.command satisfies never;
  }
}

/** Each statement is a request, and a session, of its own. */
function onHttp({ command }: Control, before: readonly Statement[]): Said | null {
  if (command !== 'begin' && before.some((one) => commandOf(one) === 'begin')) return null;
  return { text: 'This does nothing: with neon-http each statement is a request of its own, in no transaction with others.' };
}

function secondBegin(on: On, behind: readonly Statement[]): Said | null {
  const closes = behind.some((one) => commandOf(one) === 'commit' || commandOf(one) === 'rollback');
  if (closes || isOfFile(on)) return null;
  return { text: 'This does nothing: Drizzle’s migrator has begun a transaction already.' };
}

/** After a COMMIT the migrator has no transaction any more: what a BEGIN opens then is the file's own. */
function isOfFile({ transaction, deploy, runner }: On): boolean {
  return runner === 'drizzle' && !transaction.alone && deploy.transactions[0] !== transaction;
}

function committed(on: On, behind: readonly Statement[]): Said | null {
  const { transaction, postgres, runner } = on;
  if (transaction.alone) return { text: 'This does nothing: no transaction is open here.' };
  if (isOfFile(on)) return null;
  const until = behind.findIndex((one) => commandOf(one) !== null);
  const bare = until < 0 ? behind : behind.slice(0, until);
  const isForThem = bare.some((one) => gainsAlone(one, postgres)) && bare.every((one) => gainsAlone(one, postgres) || isHarmless(one));
  if (isForThem) return null;
  const whose = runner === 'drizzle' ? 'the transaction of Drizzle’s migrator' : 'the transaction of the migration';
  const apart = bare.find((one) => gainsAlone(one, postgres));
  const stray = bare.find((one) => !gainsAlone(one, postgres) && !isHarmless(one));
  if (apart !== undefined && stray !== undefined) {
    return {
      text: `This ends ${whose} for ${firstWords(apart, on)}, but ${firstWords(stray, on)} stands behind it too: where something fails there, the next try runs it again.`,
      instead: 'Put it before the COMMIT, or write it so that it may run twice.',
    };
  }
  const rest = runner === 'drizzle' ? 'the rest of the deploy' : 'the rest of the file';
  return { text: `This ends ${whose}: ${rest} runs statement by statement, and stays half done where one fails.` };
}

/** Statements that refuse a transaction, commit themselves, or read long under a lock that is better not kept. */
function gainsAlone(statement: Statement, postgres: number): boolean {
  const validates = statement.changes.length > 0 && statement.changes.every(({ kind }) => kind === 'validateConstraint');
  return validates || statement.tag === 'CALL' || statementRefusesTransaction(statement, postgres);
}

/** Enough to find it by. */
function firstWords({ origin }: Statement, { migration }: On): string {
  const words = wordsOf(origin, migration).replaceAll(/\s+/g, ' ');
  return words.length > 50 ? `${words.slice(0, 50).replace(/\s?\S*$/, '')} …` : words;
}

/** It does no harm to run it again: IF EXISTS, IF NOT EXISTS, settings, routines. */
function isHarmless({ tag, changes }: Statement): boolean {
  return beside.has(tag) || (changes.length > 0 && changes.every(({ tolerates }) => tolerates !== null));
}

const beside: ReadonlySet<string> = new Set([
  'SET', 'RESET', 'SELECT', 'CREATE PROCEDURE', 'DROP PROCEDURE', 'CREATE FUNCTION', 'DROP FUNCTION',
]);

function rolledBack({ runner, transaction }: On): Said {
  if (transaction.alone) return { text: 'This does nothing: no transaction is open here.' };
  const lost = runner === 'drizzle' ? 'everything this deploy has done so far, earlier migrations and the record of them too'
    : 'what the migration has done so far';
  return { text: `This takes back ${lost}, and the rest runs all the same.`, level: 'error' };
}

function commandOf({ changes, tag }: Statement): Control['command'] | null {
  const control = tag === 'DO' ? undefined : changes.find((change) => change.kind === 'transaction');
  return control === undefined || control.command === 'savepoint' ? null : control.command;
}
