import { expect, test } from 'vitest';
import rule from '../../rules/history/snapshot-not-replayed.ts';
import { historyReports } from '../../src/engine/history-reports.ts';
import type { SampleProject } from '../../src/rule/example.ts';
import { factsOf, findingsOf } from '../kit/sample-project.ts';

interface Parts {
  readonly columns?: Readonly<Record<string, object>>;
  readonly indexes?: Readonly<Record<string, object>>;
  readonly uniqueConstraints?: Readonly<Record<string, object>>;
  readonly enums?: Readonly<Record<string, object>>;
}

const id = { name: 'id', type: 'integer', primaryKey: true, notNull: true };
const title = { name: 'title', type: 'text', primaryKey: false, notNull: true };
const book = 'create table book (id integer primary key not null, title text not null);';

function snapshot({ columns = {}, indexes = {}, uniqueConstraints = {}, enums = {} }: Parts): string {
  return JSON.stringify({
    id: '6f1b0c1e-0000-4000-8000-000000000001', prevId: '00000000-0000-0000-0000-000000000000', version: '7', dialect: 'postgresql',
    tables: { 'public.book': {
      name: 'book', schema: '', columns: { id, title, ...columns }, indexes, foreignKeys: {}, compositePrimaryKeys: {}, uniqueConstraints,
      policies: {}, checkConstraints: {}, isRLSEnabled: false,
    } },
    enums, schemas: {}, sequences: {}, roles: {}, policies: {}, views: {}, _meta: { columns: {}, schemas: {}, tables: {} },
  });
}

/** SQL and snapshot of each migration in turn; null: it has no snapshot. */
function told(...steps: readonly (readonly [sql: string, parts: Parts | null])[]): readonly string[] {
  return toldOf(steps).map(({ text }) => text);
}

function project(steps: readonly (readonly [sql: string, parts: Parts | null])[]): SampleProject & { readonly files: Readonly<Record<string, string | null>> } {
  return {
    migrations: Object.fromEntries(steps.map(([up], place) => [`000${place}_step`, { up }])),
    files: Object.fromEntries(steps.map(([, parts], place) => [`drizzle/meta/000${place}_snapshot.json`, parts === null ? null : snapshot(parts)])),
  };
}

function toldOf(steps: readonly (readonly [sql: string, parts: Parts | null])[], more: Partial<SampleProject> = {}): ReturnType<typeof findingsOf> {
  const { files, ...rest } = project(steps);
  return findingsOf(rule, { good: { ...rest, ...more, files: { ...files, ...more.files } } });
}

const byTitle = { name: 'book_title_idx', columns: [{ expression: 'title', isExpression: false, asc: true, nulls: 'last' }], isUnique: false, concurrently: false, method: 'btree', with: {} };

test('the migration where they part is named, however far back it is', () => {
  const held = { indexes: { book_title_idx: byTitle } };
  const steps = [[book, {}], ['select 1;', {}], ['select 1;', held], ['select 1;', held], ['select 1;', held], ['select 1;', held]] as const;
  expect(toldOf(steps)).toMatchObject([{
    level: 'error', at: { file: 'drizzle/0002_step.sql' },
    text: 'From 0002_step on the snapshots and the SQL disagree about book: index book_title_idx is there only in the snapshot.',
  }]);
});

test('what one table has otherwise is one finding', () => {
  const otherwise = { columns: { title: { ...title, notNull: false, type: 'varchar(200)', default: "'untitled'" } } };
  expect(told([book, otherwise])).toEqual([
    "From 0000_step on the snapshots and the SQL disagree about book: column book.title: type character varying(200) in the snapshot, text in the SQL; "
    + "column book.title: not null no in the snapshot, yes in the SQL; column book.title: default 'untitled' in the snapshot, none in the SQL.",
  ]);
});

test('a constraint under another name is one thing, and lighter', () => {
  const held = { uniqueConstraints: { book_title_unique: { name: 'book_title_unique', nullsNotDistinct: false, columns: ['title'] } } };
  const found = toldOf([[`${book} alter table book add unique (title);`, held]]);
  expect(found).toMatchObject([{ level: 'warn' }]);
  expect(found[0]?.text).toContain('constraint book_title_unique of book is called book_title_key in the SQL');
});

test('a renamed table keeps the name of its primary key', () => {
  expect(told([`${book.replace('book', 'volume')} alter table volume rename to book;`, {}])).toEqual([]);
});

test('of an enum only values that the database lacks are told', () => {
  const state = (...values: readonly string[]): Parts => ({ enums: { 'public.state': { name: 'state', schema: 'public', values } } });
  const made = `${book} create type state as enum ('lost', 'found');`;
  expect(told([made, state('found', 'lost')])).toEqual([]);
  expect(told([made, state('lost')])).toEqual([]);
  expect(told([made, state('lost', 'found', 'stolen')])).toHaveLength(1);
});

test('expressions are compared by what they say', () => {
  const where = (text: string): Parts => ({ indexes: { book_title_idx: { ...byTitle, where: text } } });
  const sql = `${book} create index book_title_idx on book (title) where "title" is not null;`;
  expect(told([sql, where('"book"."title" IS NOT NULL')])).toEqual([]);
  expect(told([sql, where('"book"."title" IS NULL')])).toHaveLength(1);
  expect(told([sql, where('no expression (')])).toEqual([]);
});

test('a column that wants a value and that the snapshot does not know refuses every row', () => {
  expect(told([`${book} alter table book add column shelf text not null;`, {}])[0]).toContain('column book.shelf is there only in the SQL');
  expect(told([`${book} alter table book add column shelf text not null default 'A';`, {}])).toEqual([]);
});

test('a migration without a snapshot in between belongs to the next one, and those behind the newest to nobody', () => {
  const wide = { columns: { isbn: { name: 'isbn', type: 'text', primaryKey: false, notNull: false } } };
  const add = 'alter table book add column isbn text;';
  expect(told([book, {}], [add, null], ['select 1;', wide])).toEqual([]);
  expect(told([book, {}], ['alter table book alter column title drop not null;', null])).toEqual([]);
});

test('what the base ref disagrees about too is a warning where everything is judged', () => {
  const steps = [[book, {}], ['select 1;', { indexes: { book_title_idx: byTitle } }]] as const;
  expect(toldOf(steps, { atBase: {} })).toMatchObject([{ level: 'warn' }]);
  expect(toldOf(steps, { atBase: { 'drizzle/meta/0001_snapshot.json': snapshot({}) } })).toMatchObject([{ level: 'error' }]);
});

test('where the end of a history is judged, only what parts there is told', () => {
  const held = snapshot({ indexes: { book_title_idx: byTitle } });
  const judged = (files: Readonly<Record<string, string>>): ReturnType<typeof findingsOf> =>
    findingsOf(rule, { given: book, good: { migrations: { '0001_step': { up: 'select 1;' } }, files } });
  expect(judged({ 'drizzle/meta/0000_snapshot.json': held, 'drizzle/meta/0001_snapshot.json': held })).toEqual([]);
  expect(judged({ 'drizzle/meta/0000_snapshot.json': snapshot({}), 'drizzle/meta/0001_snapshot.json': held }))
    .toMatchObject([{ level: 'error', at: { file: 'drizzle/0001_step.sql' } }]);
});

test('an edited migration is told by history/edited-migration alone', () => {
  const steps = [[book, {}], ['select 1;', { indexes: { book_title_idx: byTitle } }]] as const;
  expect(toldOf(steps, { atBase: { 'drizzle/0001_step.sql': 'create index book_title_idx on book (title);' } })).toEqual([]);
});

test('a migration that was taken out of the history is missed by another rule', () => {
  const step = (sql: string, parts: Parts, link: object): readonly [string, string] => [sql, JSON.stringify({ ...JSON.parse(snapshot(parts)) as object, ...link })];
  const found = (prevId: string): number => {
    const steps = [step(book, {}, { id: 'a' }), step('select 1;', { indexes: { book_title_idx: byTitle } }, { id: 'c', prevId })];
    return findingsOf(rule, { good: {
      migrations: Object.fromEntries(steps.map(([up], place) => [`000${place}_step`, { up }])),
      files: Object.fromEntries(steps.map(([, text], place) => [`drizzle/meta/000${place}_snapshot.json`, text])),
    } }).length;
  };
  expect([found('a'), found('b')]).toEqual([1, 0]);
});

test('folders are followed along the parents of their snapshots, branches apart', () => {
  const ids = ['a', 'b', 'c', 'd'] as const;
  const tables = (...names: readonly string[]): readonly object[] => names.map((name) => ({ entityType: 'tables', schema: 'public', name, isRlsEnabled: false }));
  const file = (place: 0 | 1 | 2 | 3, prevIds: readonly string[], ...names: readonly string[]): string =>
    JSON.stringify({ version: '8', dialect: 'postgres', id: ids[place], prevIds, ddl: tables(...names), renames: [] });
  const folder = ['20260101000000_a', '20260101000100_b', '20260101000200_c', '20260101000300_d'] as const;
  const made = (sqlOfC: string): readonly string[] => findingsOf(rule, { good: {
    layout: 'folders',
    migrations: { [folder[0]]: { up: 'create table author ();' }, [folder[1]]: { up: 'create table book ();' }, [folder[2]]: { up: sqlOfC }, [folder[3]]: { up: 'create table fine ();' } },
    files: {
      [`drizzle/${folder[0]}/snapshot.json`]: file(0, ['00000000-0000-0000-0000-000000000000'], 'author'),
      [`drizzle/${folder[1]}/snapshot.json`]: file(1, ['a'], 'author', 'book'),
      [`drizzle/${folder[2]}/snapshot.json`]: file(2, ['a'], 'author', 'loan'),
      [`drizzle/${folder[3]}/snapshot.json`]: file(3, ['c', 'b'], 'author', 'book', 'loan', 'fine'),
    },
  } }).map(({ text }) => text);
  expect(made('create table loan ();')).toEqual([]);
  expect(made('select 1;')).toEqual(['From 20260101000200_c on the snapshots and the SQL disagree about loan: table loan is there only in the snapshot.']);
});

test('a history is cut off without a look at the marks in its files', () => {
  const loans: Parts = { columns: { loans: { name: 'loans', type: 'integer', primaryKey: false, notNull: false } } };
  const facts = factsOf({ bad: project([[book, {}], ['select 1;', loans]]) });
  const history = { ...facts.history, get conflicts(): never { throw new Error('marks are looked for'); } };
  const reports = historyReports({ rule, options: {}, levelIn: () => 'error' }, { ...facts, history, judged: history.migrations.slice(1) });
  expect(reports).toHaveLength(1);
});
