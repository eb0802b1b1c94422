import { laterDeploy, mayFail, quoted, quotedName, rule, show, waitOf, whoWaits } from '#rule';
import type { ChangeContext, ObjectName } from '#rule';

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
    'A table that the same deploy creates, or that statistics say is small.',
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
    { given: proven, good: 'alter table author alter column name set not null;', claims: { locks: { author: 'AccessExclusive' }, scans: [] } },
    { given, good: 'alter table author alter column id set not null;' },
    { given, good: 'create table book (title text); alter table book alter column title set not null;' },
    { given, postgres: 18, good: 'alter table author add constraint author_name_not_null not null name not valid;' },
    { given, statistics: { author: 200 }, good: 'alter table author alter column name set not null;' },
  ],
  check: {
    setNotNull: (change, on) => (waitOf(change, on)?.cause === 'notNull' ? report(change, change.column.name, on) : undefined),
    addConstraint(change, on) {
      const { constraint } = change;
      return constraint.kind === 'notNull' && waitOf(change, on)?.cause === 'notNull' ? report(change, constraint.column, on) : undefined;
    },
    addColumn(change, on) {
      // Without a value it fails before anybody waits long: safety/required-column-without-default.
      if (change.column.generated === null && change.column.default === null) return;
      if (waitOf(change, on)?.cause !== 'notNull') return;
      return {
        at: change.origin,
        text: `Adding ${show(change.table)}.${change.column.name} as NOT NULL reads all of the table, and ${whoWaits(on, change.table)} wait meanwhile.`,
        instead: `Add it without NOT NULL. ${recipe(change.table, change.column.name, on)}`,
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

function report(change: Parameters<typeof mayFail>[0] & { readonly table: ObjectName }, column: string, on: ChangeContext<unknown>) {
  const fails = mayFail(change, on)?.sqlstate === '23502' ? ', and it fails if a row holds null' : '';
  return {
    at: change.origin,
    text: `NOT NULL of ${show(change.table)}.${column} reads all of the table, and ${whoWaits(on, change.table)} wait meanwhile${fails}.`,
    instead: recipe(change.table, column, on),
  };
}

/** https://www.postgresql.org/docs/18/sql-altertable.html: NOT NULL takes NOT VALID from 18 on; a check proves it from 12 on. */
function recipe(table: ObjectName, column: string, { postgres, runner }: ChangeContext<unknown>): string {
  const [on, name, check] = [quotedName(table), quoted(`${table.name}_${column}_not_null`), `${quoted(column)} IS NOT NULL`];
  const validate = `ALTER TABLE ${on} VALIDATE CONSTRAINT ${name};`;
  if (postgres >= 18) return `ALTER TABLE ${on} ADD CONSTRAINT ${name} NOT NULL ${quoted(column)} NOT VALID; and ${laterDeploy(runner)}: ${validate}`;
  const add = `ALTER TABLE ${on} ADD CONSTRAINT ${name} CHECK (${check}) NOT VALID; and ${laterDeploy(runner)}: ${validate}`;
  if (postgres < 12) return `${add} Leave it at that: before PostgreSQL 12 SET NOT NULL reads the table all the same.`;
  return `${add} ALTER TABLE ${on} ALTER COLUMN ${quoted(column)} SET NOT NULL; ALTER TABLE ${on} DROP CONSTRAINT ${name};`;
}
