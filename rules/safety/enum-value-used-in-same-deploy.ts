import { rule } from '#rule';
import type { Change, Effects, Migration, Report, Runner } from '#rule';

const given = "create type book_state as enum ('draft', 'published'); create table book (id integer primary key, state book_state);";
const lost = "alter type book_state add value 'lost';";
const use = "alter table book alter column state set default 'lost';";

export default rule({
  id: 'safety/enum-value-used-in-same-deploy',
  title: 'Use a new enum value in a later transaction',
  why: 'Postgres refuses the use of an enum value in the transaction that added it (SQLSTATE 55P04). Drizzle’s migrator runs all that is pending in one transaction, and the whole history on an empty database.',
  instead: 'Add the value in one deploy and use it in the next.',
  level: 'error',
  silent: [
    'A value that an earlier transaction added: with the runner `sluice` an earlier migration, with `neon-http` an earlier statement.',
    'The values that CREATE TYPE gives.',
    'On an empty database, a further use in the same migration: the first one stops it, and one remedy serves all.',
    'From PostgreSQL 17 on a type that the same transaction makes.',
  ],
  examples: [
    { given, bad: `${lost} ${use}`, runner: 'drizzle', claims: { fails: '55P04' } },
    { given, bad: `${lost} ${use}`, runner: 'sluice', claims: { fails: '55P04' } },
    {
      given, runner: 'drizzle', together: true,
      bad: { migrations: {
        '0001_lost_books': { up: lost, down: 'select 1;' }, '0002_default_state': { up: use, down: 'alter table book alter column state drop default;' },
      } },
    },
    {
      runner: 'drizzle',
      bad: { migrations: {
        '0000_books': { up: given, down: 'drop table book; drop type book_state;' },
        '0001_lost_books': { up: lost, down: 'select 1;' },
        '0002_default_state': { up: use, down: 'alter table book alter column state drop default;' },
      } },
    },
    {
      runner: 'drizzle',
      bad: { migrations: {
        '0000_books': { up: given, down: 'drop table book; drop type book_state;' },
        '0001_lost_books': { up: lost, down: 'select 1;' },
        '0002_default_state': { up: `${use} insert into book values (1, 'lost');`, down: 'alter table book alter column state drop default;' },
      } },
    },
    {
      runner: 'sluice',
      good: { migrations: {
        '0000_books': { up: given, down: 'drop table book; drop type book_state;' },
        '0001_lost_books': { up: lost, down: 'select 1;' },
        '0002_default_state': { up: use, down: 'alter table book alter column state drop default;' },
      } },
    },
    { given, good: `${lost} ${use}`, runner: 'neon-http' },
    { given: `${given} ${lost}`, good: use, runner: 'sluice' },
    { given: 'create table book (id integer primary key);', good: "create type book_state as enum ('draft'); alter table book add column state book_state default 'draft';" },
    {
      postgres: 17, given: 'create table book (id integer primary key);',
      good: "create type book_state as enum ('draft'); alter type book_state add value 'lost'; alter table book add column state book_state default 'lost';",
    },
  ],
  check: {
    change(change, { effects, runner }) {
      const report = refused(change, effects);
      return report === null ? undefined : {
        ...report,
        text: `This fails: ${report.text}.`,
        instead: remedies[runner],
      };
    },
    freshDatabase({ transactions }, { moments, runner }) {
      const addsValue = transactions.some(({ steps }) => steps.some(({ statement: { changes } }) => changes.some(({ kind }) => kind === 'addEnumValue')));
      const told = new Set<Migration>();
      return !addsValue ? [] : moments().flatMap(({ change, effects, migration }) => {
        const report = told.has(migration) ? null : refused(change, effects);
        if (report !== null) told.add(migration);
        return report === null ? [] : [{
          ...report,
          text: `On an empty database this fails: there the whole history is one transaction, and ${report.text}.`,
          instead: freshRemedies[runner],
          level: 'warn' as const,
        }];
      });
    },
  },
});

function refused(change: Change, { fails }: Effects): Report | null {
  const failure = fails.find(({ sqlstate, certain }) => sqlstate === '55P04' && certain === 'always');
  return failure === undefined ? null : { at: change.origin, text: failure.reason };
}

const remedies: Readonly<Record<Runner, string>> = {
  drizzle: 'Deploy ALTER TYPE … ADD VALUE first, and generate the migration that uses the value when that is done; or give each a migration of its own and apply them with sluice migrate and runner: "sluice".',
  sluice: 'Give ALTER TYPE … ADD VALUE a migration of its own, before the one that uses the value.',
  'neon-http': 'Put ALTER TYPE … ADD VALUE before the DO block, as a statement of its own.',
};

const freshRemedies: Readonly<Record<Runner, string>> = {
  drizzle: 'Set new databases up with sluice migrate and runner: "sluice", one transaction a migration; or write the value into the CREATE TYPE of the older migration and add it with ALTER TYPE … ADD VALUE IF NOT EXISTS, which passes where it is there.',
  sluice: remedies.sluice,
  'neon-http': remedies['neon-http'],
};
