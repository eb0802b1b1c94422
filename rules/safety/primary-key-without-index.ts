import {
  constraintNameOf, isPartitioned, keyBuiltFirst, keyOf, keyOfPartitions, laterDeploy, mayFail, quoted, quotedList, quotedName, rule, show, waitOf,
  whoWaits,
} from '#rule';
import type { ChangeContext, ChangeOf, NewConstraint } from '#rule';

const given = 'create table author (id integer not null, name text);';

export default rule({
  id: 'safety/primary-key-without-index',
  title: 'Build the index of a primary key first',
  why: 'ADD PRIMARY KEY builds its index, and looks for nulls, while an ACCESS EXCLUSIVE lock makes every read and write of the table wait.',
  instead: 'Make the columns NOT NULL, CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT … PRIMARY KEY USING INDEX, which takes a moment.',
  level: 'error',
  silent: [
    'PRIMARY KEY USING INDEX whose columns are NOT NULL, or proven so by a validated check.',
    'A table that the same deploy creates, or that statistics say is small.',
  ],
  examples: [
    {
      given, bad: 'alter table author add constraint author_pk primary key (id);',
      claims: { locks: { author: 'AccessExclusive' }, scans: ['author'] },
    },
    { given, runner: 'sluice', bad: 'alter table author add primary key (id, name);' },
    {
      given: 'create table author (id integer constraint author_pk primary key, name text not null);',
      bad: 'alter table author drop constraint author_pk; alter table author add constraint author_pk primary key (id, name);',
    },
    { given: 'create table author (name text);', runner: 'neon-http', bad: 'alter table author add column id integer default 1 primary key;' },
    {
      given: 'create table author (id integer, name text); create unique index author_pk on author (id);',
      bad: 'alter table author add constraint author_pk primary key using index author_pk;',
      claims: { locks: { author: 'AccessExclusive' }, scans: ['author'] },
    },
    {
      given: `${given} create unique index author_pk on author (id);`,
      good: 'alter table author add constraint author_pk primary key using index author_pk;',
    },
    { given, good: 'create table book (isbn text); alter table book add primary key (isbn);' },
    { given, statistics: { author: 200 }, good: 'alter table author add constraint author_pk primary key (id);' },
  ],
  check: {
    addConstraint(change, on) {
      const { constraint } = change;
      if (constraint.kind === 'primaryKey') return report(change, constraint, on);
      if (constraint.kind !== 'usingIndex' || waitOf(change, on)?.cause !== 'primaryKey') return;
      const table = quotedName(change.table);
      return {
        at: change.origin,
        level: 'warn',
        text: `A primary key on columns that may hold null reads all of ${show(change.table)}, and ${whoWaits(on, change.table)} wait meanwhile; it fails if a row holds null.`,
        instead: `Before it, ALTER TABLE ${table} ADD CHECK (… IS NOT NULL) NOT VALID; and ${laterDeploy(on.runner)} VALIDATE CONSTRAINT it: then nothing is read.`,
      };
    },
    addColumn(change, on) {
      const constraint = change.column.constraints.find((one) => one.kind === 'primaryKey');
      return constraint?.kind === 'primaryKey' ? report(change, constraint, on) : undefined;
    },
  },
});

type PrimaryKey = Extract<NewConstraint, { kind: 'primaryKey' }>;

function report(change: ChangeOf<'addConstraint' | 'addColumn'>, constraint: PrimaryKey, on: ChangeContext<unknown>) {
  if (waitOf(change, on)?.cause !== 'primaryKey') return;
  const failure = mayFail(change, on)?.sqlstate;
  const fails = failure === '23505' || failure === '23502' ? ', and it fails if two rows have the same key or one has none' : '';
  return {
    at: change.origin,
    text: `The primary key of ${show(change.table)} builds its index while ${whoWaits(on, change.table)} wait${fails}.`,
    instead: insteadOf(change, constraint, on),
  };
}

function insteadOf(
  change: ChangeOf<'addConstraint' | 'addColumn'>, constraint: PrimaryKey, on: ChangeContext<unknown>,
): string {
  const { table } = change;
  const { columns, include } = constraint;
  const { before } = on;
  if (isPartitioned(table, before)) return keyOfPartitions('a primary key', table);
  const known = before.tables.get(keyOf(table))?.columns ?? [];
  const nullable = columns.filter((name) => known.find((column) => column.name === name)?.notNull !== true);
  const first = change.kind === 'addColumn' ? 'Add the column without PRIMARY KEY and fill it in batches. '
    : nullable.length === 0 ? '' : `Make ${nullable.map(quoted).join(' and ')} NOT NULL, by a check that is validated before. `;
  const options = include.length === 0 ? '' : ` INCLUDE (${quotedList(include)})`;
  const name = constraintNameOf(change, constraint, before) ?? `${table.name}_pkey`;
  return `${first}${keyBuiltFirst({ table, name, kind: 'PRIMARY KEY', columns, options }, on)}`;
}
