import { laterDeploy, listed, mayFail, quoted, quotedName, rule, sameName, show, waitOf, whoWaits } from '#rule';
import type { ChangeContext, ChangeOf, DeployContext, Moment, ObjectName, Report } from '#rule';

const given = 'create table author (id integer primary key, name text, born date);';
const proven = `${given} alter table author add constraint author_name_stated check (name is not null and id > 0);`;

export default rule({
  id: 'safety/set-not-null-scans',
  title: 'Prove that a column holds no null before SET NOT NULL',
  why: 'SET NOT NULL reads the table from end to end while an ACCESS EXCLUSIVE lock makes every read and write of it wait.',
  instead: 'ADD CHECK (column IS NOT NULL) NOT VALID; VALIDATE it in a later deploy, which lets reads and writes go on; then SET NOT NULL reads nothing, and the check can go.',
  level: 'warn',
  silent: [
    'A validated check says that the column is not null, from PostgreSQL 12 on.',
    'The column is NOT NULL already.',
    'A further column in the same ALTER TABLE, which reads the table once for all: the first names them.',
    'A table that the same deploy creates or has emptied, or that statistics say is small.',
    'From PostgreSQL 18 on, ADD CONSTRAINT … NOT NULL … NOT VALID.',
  ],
  examples: [
    {
      given, bad: 'alter table author alter column name set not null;',
      claims: { locks: { author: 'AccessExclusive' }, scans: ['author'] },
    },
    { given: `${given} alter table author add check (name <> '');`, runner: 'sluice', bad: 'alter table author alter column name set not null;' },
    { given: `${given} alter table author add check (name is not null) not valid;`, bad: 'alter table author alter column name set not null;' },
    { given: proven, postgres: 11, bad: 'alter table author alter column name set not null;' },
    { given, postgres: 18, bad: 'alter table author add constraint author_name_not_null not null name;', runner: 'neon-http' },
    { given, postgres: 18, bad: 'alter table author add column short text not null generated always as (left(name, 3)) virtual;' },
    {
      given, bad: 'alter table author alter column name set not null, alter column born set not null;',
      claims: { locks: { author: 'AccessExclusive' }, scans: ['author'] },
    },
    { given, good: 'truncate author; alter table author alter column name set not null;' },
    { given: proven, good: 'alter table author alter column name set not null;', claims: { locks: { author: 'AccessExclusive' }, scans: [] } },
    { given, good: 'alter table author alter column id set not null;' },
    { given, good: 'create table book (title text); alter table book alter column title set not null;' },
    { given, postgres: 18, good: 'alter table author add constraint author_name_not_null not null name not valid;' },
    { given, statistics: { author: 200 }, good: 'alter table author alter column name set not null;' },
  ],
  check: {
    deploy: (_, on) => reportsOf(on),
    addConstraint(change, on) {
      const { constraint } = change;
      return constraint.kind === 'notNull' && waitOf(change, on)?.cause === 'notNull' ? report(change, [constraint.column], mayFail(change, on)?.sqlstate === '23502', on) : undefined;
    },
    addColumn(change, on) {
      // Without a value it fails before anybody waits long: safety/required-column-without-default.
      if (change.column.generated === null && change.column.default === null) return;
      if (waitOf(change, on)?.cause !== 'notNull') return;
      return {
        at: change.origin,
        text: `Adding ${show(change.table)}.${change.column.name} as NOT NULL reads all of the table, and ${whoWaits(on, change.table)} wait meanwhile.`,
        instead: `Add it without NOT NULL. ${recipe(change.table, [change.column.name], on)}`,
      };
    },
    alterDomain(change, on) {
      const wait = waitOf(change, on);
      if (change.action.kind !== 'setNotNull' || wait?.cause !== 'notNull') return;
      return {
        at: change.origin,
        text: `NOT NULL of the domain ${show(change.domain)} is tried on every row of the tables that use it, such as ${show(wait.table)}, and ${whoWaits(on)} wait meanwhile.`,
        instead: `ALTER DOMAIN ${quotedName(change.domain)} ADD CHECK (VALUE IS NOT NULL) NOT VALID; and ${laterDeploy(on.runner)} VALIDATE CONSTRAINT it.`,
      };
    },
  },
});

type On = ChangeContext<unknown>;
type Required = Moment & { readonly change: ChangeOf<'setNotNull'> };

/** One ALTER TABLE reads its table once, however many columns it requires. */
function reportsOf({ moments, options, postgres, runner }: DeployContext<unknown>): readonly Report[] {
  const waiting = moments().filter(isWaitedFor);
  return waiting.flatMap((moment, place) => {
    const { change, statement } = moment;
    const isBeside = (other: Required): boolean => other.statement === statement && sameName(other.change.table, change.table);
    if (waiting.slice(0, place).some(isBeside)) return [];
    const all = waiting.filter(isBeside);
    const on = { ...moment, options, postgres, runner };
    const fails = all.some((one) => mayFail(one.change, { ...one, options, postgres, runner })?.sqlstate === '23502');
    return [report(change, all.map((one) => one.change.column.name), fails, on)];
  });
}

function isWaitedFor(moment: Moment): moment is Required {
  return moment.change.kind === 'setNotNull' && waitOf(moment.change, moment)?.cause === 'notNull';
}

function report(change: ChangeOf<'setNotNull' | 'addConstraint'>, columns: readonly string[], fails: boolean, on: On): Report {
  const which = listed(columns.map((column) => `${show(change.table)}.${column}`));
  return {
    at: change.origin,
    text: `NOT NULL of ${which} reads all of the table, and ${whoWaits(on, change.table)} wait meanwhile${fails ? ', and it fails if a row holds null' : ''}.`,
    instead: recipe(change.table, columns, on),
  };
}

/** https://www.postgresql.org/docs/18/sql-altertable.html: NOT NULL takes NOT VALID from 18 on; a check proves it from 12 on. */
function recipe(table: ObjectName, columns: readonly string[], { postgres, runner }: On): string {
  const alter = `ALTER TABLE ${quotedName(table)}`;
  const forEach = (written: (column: string, name: string) => string): string =>
    columns.map((column) => `${alter} ${written(quoted(column), quoted(`${table.name}_${column}_not_null`))};`).join(' ');
  const validate = forEach((_, name) => `VALIDATE CONSTRAINT ${name}`);
  const later = laterDeploy(runner);
  if (postgres >= 18) return `${forEach((column, name) => `ADD CONSTRAINT ${name} NOT NULL ${column} NOT VALID`)} and ${later}: ${validate}`;
  const add = `${forEach((column, name) => `ADD CONSTRAINT ${name} CHECK (${column} IS NOT NULL) NOT VALID`)} and ${later}: ${validate}`;
  if (postgres < 12) return `${add} Leave it at that: before PostgreSQL 12 SET NOT NULL reads the table all the same.`;
  return `${add} ${forEach((column) => `ALTER COLUMN ${column} SET NOT NULL`)} ${forEach((_, name) => `DROP CONSTRAINT ${name}`)}`;
}
