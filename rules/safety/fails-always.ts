import { rule } from '#rule';

const given = `create table author (id integer primary key, name text);
create table book (id integer primary key, title text, author_id integer references author (id));`;

export default rule({
  id: 'safety/fails-always',
  title: 'Write no statement that fails whatever the rows are',
  why: 'Postgres refuses it on every database that has this history: the deploy ends there, and nothing of its transaction is applied.',
  instead: 'Mend the statement, or make room for it before.',
  level: 'error',
  silent: [
    'A statement that Postgres refuses inside a transaction: `safety/concurrently-in-transaction`.',
    'A new value of an enum: `safety/enum-value-used-in-same-deploy`.',
    'What a DO block runs: it may catch the error.',
    'What is refused because something is not there, or is there already.',
    'Objects that the history does not show whole.',
  ],
  examples: [
    { given, bad: 'drop table author;', claims: { fails: '2BP01' } },
    { given, bad: 'create table loan (author_id text references author (id));', claims: { fails: '42804' } },
    { given, good: 'drop table author cascade;' },
    { given, good: 'drop table book; drop table author;' },
    {
      given: `${given} create view shelf as select title from book;`,
      bad: 'alter table book alter column title type varchar(80);', claims: { fails: '0A000' },
    },
    { given, bad: 'truncate author;', claims: { fails: '0A000' } },
    { given, good: 'create index concurrently book_title_idx on book (title);', runner: 'drizzle' },
    { given, good: "do $$ begin drop table author; exception when others then null; end $$;" },
    { given: `${given} create type mood as enum ('calm');`, good: "alter type mood add value 'cross'; alter table book add column mood mood default 'cross';" },
    { given, good: 'drop table publisher; alter table book drop column isbn;' },
    { good: 'alter table publisher drop column name;' },
  ],
  check: {
    change(change, { effects: { fails }, statement }) {
      if (statement.tag === 'DO' || change.conditional) return;
      const failure = fails.find(({ certain, sqlstate }) => certain === 'always' && !told.has(sqlstate) && !aboutNames.test(sqlstate));
      if (failure === undefined) return;
      return { at: change.origin, text: `Postgres refuses this with SQLSTATE ${failure.sqlstate}: ${failure.reason}.` };
    },
  },
});

/** Other rules speak of these. */
const told: ReadonlySet<string> = new Set(['25001', '55P04']);

/** Undefined and duplicate names: a history that begins late does not show what it did not make. */
const aboutNames = /^42(?:P01|703|704|P07|701|710|P06|883|723)$/;
