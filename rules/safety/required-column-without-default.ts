import { laterDeploy, mayFail, quoted, quotedName, rule, show } from '#rule';

const given = 'create table author (id integer primary key, name text);';

export default rule({
  id: 'safety/required-column-without-default',
  title: 'Add a required column with a value for the rows that are there',
  why: 'Rows that are there would hold null: Postgres refuses the column with SQLSTATE 23502 as soon as the table has one row.',
  instead: 'Give it a DEFAULT, or add it without NOT NULL, fill the rows that are there, and require it in a later deploy.',
  level: 'error',
  silent: [
    'A default, an identity or a generated column.',
    'A table that the same deploy creates, and writes no rows to.',
    'A table that the same deploy empties before, by TRUNCATE or DELETE without WHERE.',
    'A further such column of the same table: it fails at the first, or there are no rows.',
    'A table that statistics say has no rows.',
    'IF NOT EXISTS, where the column is there.',
  ],
  examples: [
    { given: `${given} insert into author values (1, 'Jane');`, bad: 'alter table author add column born date not null;', claims: { fails: '23502' } },
    {
      given, bad: "create table book (id integer); insert into book values (1); alter table book add column title text not null;",
      claims: { fails: '23502' },
    },
    { given, runner: 'sluice', bad: 'alter table author add column born date not null;' },
    { given, good: 'alter table author add column born date not null default now();' },
    { given, good: 'alter table author add column number integer not null generated always as identity;' },
    { given, good: 'alter table author add column born date;' },
    { given, bad: 'alter table author add column born date not null; alter table author add column died date not null;' },
    { given, good: 'create table book (id integer); alter table book add column title text not null;' },
    { given, good: 'truncate author; alter table author add column born date not null;' },
    { given, good: 'delete from author; alter table author add column born date not null;' },
    { given, good: 'alter table author add column if not exists name text not null;' },
    { given, statistics: { author: 0 }, good: 'alter table author add column born date not null;' },
    { given, statistics: { author: 1 }, bad: 'alter table author add column born date not null;' },
  ],
  check: {
    addColumn(change, on) {
      if (mayFail(change, on)?.sqlstate !== '23502') return;
      const [table, column] = [quotedName(change.table), quoted(change.column.name)];
      return {
        at: change.origin,
        text: `Adding ${show(change.table)}.${change.column.name} as NOT NULL without a default fails as soon as the table has a row.`,
        instead: `Give it a DEFAULT, or ALTER TABLE ${table} ADD COLUMN ${column} ${change.column.type}; fill the rows that are there, and ${laterDeploy(on.runner)} require it: ALTER TABLE ${table} ALTER COLUMN ${column} SET NOT NULL;`,
      };
    },
  },
});
