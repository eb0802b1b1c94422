import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { newestSnapshot } from '../../../src/catalog/newest-snapshot.ts';
import type { History } from '../../../src/facts/history.ts';
import { skimmedText } from '../../../src/text/texts.ts';
import { historyMemory, type HistoryMemory } from '../../../src/parse/drizzle/history-memory.ts';
import { readHistory } from '../../../src/parse/drizzle/history.ts';
import { readSql } from '../../../src/parse/sql/sql-file.ts';
import { spellType } from '../../../src/parse/sql/types.ts';
import { remembering } from '../../../src/text/remembering.ts';
import { textsOf } from './texts-of.ts';

type Files = Readonly<Record<string, string>>;
type Written = Record<string, unknown>;

/**
 * As drizzle-kit 1.0.0-rc.5 wrote them: authors and books; authors are called writers; then on one branch books get an ISBN, and
 * on another there are shelves.
 */
const fixture = join(import.meta.dirname, '../../fixtures/snapshots-of-1.0');
const [library, writers, isbn, shelves] = ['20260501080000_library', '20260502080000_writers', '20260503080000_isbn', '20260503090000_shelves'] as const;
const written: Files = Object.fromEntries(readdirSync(fixture).flatMap((tag) => readdirSync(join(fixture, tag)).map((file) =>
  [`drizzle/${tag}/${file}`, readFileSync(join(fixture, tag, file), 'utf8')])));

const fileOf = (tag: string): string => `drizzle/${tag}/snapshot.json`;

/** The same SQL is the same value, as it is wherever there is a memory. */
const sql = remembering(readSql, { texts: 2, files: 100 });

function historyOf(files: Files, memory?: HistoryMemory): History {
  const stamps = { stamp: (path: string): unknown => files[path] };
  const texts = memory === undefined ? textsOf(files) : { ...textsOf(files), ...stamps };
  return readHistory(texts, 'drizzle', { readSql: sql, spellType, snapshots: 'all', ...(memory === undefined ? {} : { memory }) });
}

/** The snapshot of a tag with some members changed. */
function changed(tag: string, change: (json: Written) => Written): Files {
  return { ...written, [fileOf(tag)]: JSON.stringify(change(JSON.parse(written[fileOf(tag)] ?? '') as Written)) };
}

function without(...tags: readonly string[]): Files {
  return Object.fromEntries(Object.entries(written).filter(([path]) => !tags.some((tag) => path.includes(tag))));
}

function idOf(tag: string): string {
  return (JSON.parse(written[fileOf(tag)] ?? '') as { readonly id: string }).id;
}

function tablesOf(history: History): readonly (readonly string[] | null)[] {
  return history.migrations.map(({ snapshot }) => (snapshot === null ? null : [...snapshot.catalog.tables.keys()].sort()));
}

describe('snapshots in folders', () => {
  it('hold what is there after their migration, whole or rebuilt', () => {
    const history = historyOf(written);
    expect(history.problems).toEqual([]);
    expect(tablesOf(history)).toEqual([
      ['public.author', 'public.book'], ['public.book', 'public.writer'], ['public.book', 'public.writer'],
      ['public.book', 'public.shelf', 'public.writer'],
    ]);
    expect(history.migrations.map(({ snapshot }) => snapshot?.version)).toEqual(['9', '9', '9', '9']);
  });

  it('give a new name to all that repeats the old one, and keep the names that Postgres keeps', () => {
    const catalog = historyOf(written).migrations[1]?.snapshot?.catalog;
    expect(catalog?.tables.get('public.writer')?.constraints).toMatchObject([
      { kind: 'primaryKey', name: 'author_pkey', unnamed: true }, { kind: 'unique', name: 'author_name_key', unnamed: true },
    ]);
    expect(catalog?.tables.get('public.book')?.constraints).toContainEqual(expect.objectContaining({
      kind: 'foreignKey', name: 'book_author_id_author_id_fkey', unnamed: true, references: expect.objectContaining({ name: 'writer' }) as unknown,
    }));
    expect(catalog?.indexes.get('public.book_author_id_index')).toMatchObject({ unnamed: true, keys: [{ column: 'author_id', order: 'asc', nulls: 'last' }] });
  });

  it('of branches that nothing has merged are put together, the newest first', () => {
    const newest = newestSnapshot(historyOf(written));
    expect(newest?.snapshots.map(({ file }) => file)).toEqual([fileOf(shelves), fileOf(isbn)]);
    expect(newest?.catalog.tables.get('public.book')?.columns.map(({ name }) => name)).toEqual(['id', 'author_id', 'title', 'isbn']);
    expect(newest?.catalog.tables.has('public.shelf')).toBe(true);
  });

  it('of version 8 are read whole, and put together by what they change', () => {
    const eighth = (tag: string, place: number): readonly [string, string] => {
      const { id, prevIds, ddl } = whole(tag, place);
      return [fileOf(tag), JSON.stringify({ version: '8', dialect: 'postgres', id, prevIds, ddl, renames: [] })];
    };
    const history = historyOf(Object.fromEntries([library, writers, isbn, shelves].map(eighth)));
    expect(tablesOf(history)).toEqual([['public.author'], ['public.author', 'public.writers'], ['public.author', 'public.isbn'], ['public.author', 'public.shelves']]);
    expect([...newestSnapshot(history)?.catalog.tables.keys() ?? []].sort()).toEqual(['public.author', 'public.isbn', 'public.shelves', 'public.writers']);
  });

  it('conflict where two branches make different things under one name: then there is no newest', () => {
    const { footprints, deltas } = JSON.parse(written[fileOf(isbn)] ?? '') as { readonly footprints: unknown; readonly deltas: readonly { readonly row: object }[] };
    const files = changed(shelves, (json) => ({ ...json, footprints, deltas: deltas.map((delta) => ({ ...delta, row: { ...delta.row, type: 'integer' } })) }));
    expect(newestSnapshot(historyOf(files))).toBeNull();
  });
});

/** Every table of one column, whole; later ones go on from the first. */
function whole(tag: string, place: number): { readonly id: string; readonly prevIds: readonly string[]; readonly ddl: readonly object[] } {
  const names = place === 0 ? ['author'] : ['author', tag.slice(15)];
  return {
    id: tag, prevIds: place === 0 ? ['00000000-0000-0000-0000-000000000000'] : [library],
    ddl: names.map((name) => ({ entityType: 'tables', schema: 'public', name, isRlsEnabled: false })),
  };
}

describe('a chain that is broken', () => {
  test.each<[string, Files, number]>([
    ['a parent that is not there', without(writers), 1],
    ['a first one that is not there', without(library), 0],
    ['one that goes on from itself', changed(writers, (json) => ({ ...json, prevIds: [json['id']] })), 1],
    ['two that go on from each other', changed(writers, (json) => ({ ...json, prevIds: [idOf(isbn)] })), 1],
    ['a parent that is no JSON', { ...written, [fileOf(writers)]: '{' }, 1],
    ['a parent with marks of a merge', { ...written, [fileOf(writers)]: '<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> isbn\n' }, 1],
    ['a second row under one key', changed(writers, (json) => ({ ...json, deltas: [{ op: 'create', row: { entityType: 'tables', schema: 'public', name: 'book', isRlsEnabled: true } }] })), 1],
    ['a name that is taken', changed(writers, (json) => ({ ...json, deltas: [{ op: 'rename', key: 'tables\0["public","author"]', set: { name: 'book' } }] })), 1],
  ])('gives no catalog, and nothing that rests on it: %s', (_, files, from) => {
    const history = historyOf(files);
    expect(tablesOf(history).slice(from).every((tables) => tables === null)).toBe(true);
    expect(tablesOf(history).slice(0, from)).toEqual(tablesOf(historyOf(written)).slice(0, from));
    expect(newestSnapshot(history)).toBeNull();
  });
});

test.each<[string, Files, string]>([
  ['another dialect', changed(isbn, (json) => ({ ...json, dialect: 'mysql' })), 'is of dialect mysql: only postgresql is read.'],
  ['another version', changed(isbn, (json) => ({ ...json, version: '10' })), 'has version 10: 8 and 9 are read.'],
  ['no list of rows', changed(library, ({ ddl: _, ...json }) => json), 'has no list of entities in "ddl": it is not a snapshot of drizzle-kit.'],
  ['a delta of another kind', changed(isbn, (json) => ({ ...json, deltas: [{ op: 'move' }] })), 'has no list of deltas that can be read: it is not a snapshot of drizzle-kit.'],
])('a snapshot that cannot be read is a problem: %s', (_, files, message) => {
  const problems = historyOf(files).problems.map((problem) => problem.message.slice(problem.origin.file.length + 1));
  expect(problems).toEqual([message]);
});

describe('with a memory', () => {
  it('snapshots are the same for as long as their files and those before them are', () => {
    const memory = historyMemory();
    const before = historyOf(written, memory);
    expect(before.migrations[3]?.snapshot?.catalog.tables.size).toBe(3);
    const again = historyOf({ ...written, [`drizzle/${isbn}/migration.sql`]: 'SELECT 1;' }, memory);
    expect(again.migrations[3]).toBe(before.migrations[3]);
    expect(again.migrations[3]?.snapshot).toBe(before.migrations[3]?.snapshot);
  });

  it('a change of one is seen in those that go on from it, and in no other', () => {
    const memory = historyMemory();
    const before = historyOf(written, memory);
    expect(tablesOf(before)[3]).toContain('public.writer');
    const after = historyOf(changed(writers, (json) => ({ ...json, deltas: [{ op: 'rename', key: 'tables\0["public","author"]', set: { name: 'poet' } }] })), memory);
    expect(tablesOf(after).slice(2)).toEqual([['public.book', 'public.poet'], ['public.book', 'public.poet', 'public.shelf']]);
    expect(after.migrations[0]).toBe(before.migrations[0]);
    expect(tablesOf(historyOf(written, memory))).toEqual(tablesOf(before));
  });

  it('marks are looked for when they are asked for, once, and again when a file changed', () => {
    const memory = historyMemory();
    const skimmed: string[] = [];
    const read = (files: Files): History => readHistory({
      ...textsOf(files), stamp: (path) => files[path],
      skim: (path) => { skimmed.push(path); return files[path] === undefined ? null : skimmedText(files[path]); },
    }, 'drizzle', { readSql: sql, spellType, memory });
    const down = `drizzle/${isbn}/down.sql`;
    const before = read({ ...written, [down]: 'SELECT 1;' });
    skimmed.length = 0;
    expect(read({ ...written, [down]: 'SELECT 1;' })).toBe(before);
    expect(skimmed).toEqual([]);
    expect(before.conflicts).toEqual([]);
    expect(skimmed).toContain(down);
    skimmed.length = 0;
    expect(read({ ...written, [down]: 'SELECT 1;' }).conflicts).toEqual([]);
    expect(skimmed).toEqual([]);
    const marked = read({ ...written, [down]: '<<<<<<< ours\n=======\n>>>>>>> theirs\n' });
    expect(marked.conflicts.map(({ origin }) => origin.file)).toEqual([down]);
    expect(read({ ...written, [down]: 'SELECT 1;' })).toBe(before);
    expect(before.conflicts).toEqual([]);
  });
});

test('a merge that goes on from itself comes to nothing', () => {
  const files = Object.fromEntries([
    { version: '8', id: 'a', prevIds: ['c'], ddl: [] }, { version: '8', id: 'b', prevIds: [], ddl: [] },
    { version: '9', type: 'diff', id: 'c', prevIds: ['b', 'a'], deltas: [] },
  ].map((each, place) => [fileOf(`2026050${place + 1}080000_books`), JSON.stringify({ dialect: 'postgres', ...each })]));
  expect(historyOf(files).migrations.map(({ snapshot }) => snapshot === null)).toEqual([false, false, true]);
});

test('nothing in a snapshot makes reading throw', () => {
  const row = fc.record({
    entityType: fc.constantFrom('tables', 'columns', 'pks', 'uniques', 'fks', 'checks', 'indexes', 'policies', 'views', 'enums', 'schemas', 'sequences', 'none'),
    schema: fc.constantFrom('public', 'archive', null), table: fc.constantFrom('book', 'writer', 7), name: fc.constantFrom('book', 'writer', 'id', null),
  }, { requiredKeys: [] }).chain((known) => fc.dictionary(fc.constantFrom('columns', 'type', 'dimensions', 'values', 'roles', 'default'), fc.jsonValue())
    .map((more) => ({ ...known, ...more })));
  const key = fc.constantFrom('tables\0["public","book"]', 'columns\0["public","book","id"]', 'enums\0["public","book"]', 'nothing', '\0');
  const delta = fc.oneof(
    fc.record({ op: fc.constant('create'), row }), fc.record({ op: fc.constant('drop'), key }),
    fc.record({ op: fc.constantFrom('alter', 'rename'), key, set: row }), fc.jsonValue(),
  );
  const ids = ['a', 'b', 'c'];
  const snapshot = fc.record({
    version: fc.constantFrom('8', '9'), dialect: fc.constant('postgres'), type: fc.constantFrom('base', 'diff'), id: fc.constantFrom(...ids),
    prevIds: fc.array(fc.constantFrom(...ids), { maxLength: 3 }), ddl: fc.array(row), deltas: fc.array(delta),
    footprints: fc.oneof(fc.jsonValue(), fc.constant([])),
  }, { requiredKeys: ['version', 'dialect'] });
  fc.assert(fc.property(fc.array(snapshot, { minLength: 1, maxLength: 4 }), (snapshots) => {
    const history = historyOf(Object.fromEntries(snapshots.map((each, place) => [fileOf(`2026050${place + 1}080000_step`), JSON.stringify(each)])));
    for (const { snapshot: each } of history.migrations) expect(each === null || each.catalog.tables instanceof Map).toBe(true);
    expect(newestSnapshot(history)).toSatisfy((newest) => newest === null || typeof newest === 'object');
  }), { numRuns: 300 });
});
