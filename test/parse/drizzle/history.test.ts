import { describe, expect, test } from 'vitest';
import { readHistory, type HistoryOptions } from '../../../src/parse/drizzle/history.ts';
import { readSql } from '../../../src/parse/sql/sql-file.ts';
import { spellType } from '../../../src/parse/sql/types.ts';
import { textsOf } from './texts-of.ts';

const options: HistoryOptions = { readSql, spellType };

function journal(...entries: readonly (readonly [tag: string, when: number])[]): string {
  const list = entries.map(([tag, when], idx) => ({ idx, version: '7', when, tag, breakpoints: true }));
  return JSON.stringify({ version: '7', dialect: 'postgresql', entries: list }, null, 2);
}

function snapshot(id: string, ...tables: readonly string[]): string {
  const each = (name: string): object => ({
    name, schema: '', columns: { id: { name: 'id', type: 'integer', primaryKey: true, notNull: true } }, indexes: {},
    foreignKeys: {}, compositePrimaryKeys: {}, uniqueConstraints: {},
  });
  return JSON.stringify({
    version: '7', dialect: 'postgresql', id, prevId: '', enums: {}, schemas: {},
    tables: Object.fromEntries(tables.map((name) => [`public.${name}`, each(name)])),
  });
}

const library = {
  'drizzle/0000_authors.sql':
    'CREATE TABLE "authors" ("id" int PRIMARY KEY);\r\n--> statement-breakpoint\r\nSELECT 1;\r\n',
  'drizzle/0000_authors.down.sql': 'DROP TABLE "authors";',
  'drizzle/0001_books.sql': 'CREATE TABLE "books" ("id" integer PRIMARY KEY);',
  'drizzle/meta/_journal.json': journal(['0000_authors', 100], ['0001_books', 200]),
  'drizzle/meta/0000_snapshot.json': snapshot('first', 'authors'),
  'drizzle/meta/0001_snapshot.json': snapshot('second', 'authors', 'books'),
  'package.json': '{}',
};

describe('the journal layout', () => {
  test('one migration an entry, with its files', () => {
    const history = readHistory(textsOf(library), 'drizzle', options);
    expect(history).toMatchObject({
      layout: 'journal', folder: 'drizzle', journalFile: 'drizzle/meta/_journal.json', strayFiles: [],
      straySnapshots: [], otherMetaFiles: [], problems: [],
    });
    expect(history.migrations).toMatchObject([
      {
        tag: '0000_authors', position: 0, when: 100, file: 'drizzle/0000_authors.sql',
        downFile: 'drizzle/0000_authors.down.sql',
        snapshotFile: 'drizzle/meta/0000_snapshot.json', hasSnapshotFile: true, snapshot: { id: 'first' },
      },
      { tag: '0001_books', position: 1, downFile: null, snapshot: {
        id: 'second', file: 'drizzle/meta/0001_snapshot.json',
      } },
    ]);
    expect(
      [...history.migrations[1]?.snapshot?.catalog.tables.keys() ?? []],
    ).toEqual(['public.authors', 'public.books']);
  });

  test('the SQL stays as it is, Windows line ends too', () => {
    const [first] = readHistory(textsOf(library), 'drizzle', options).migrations;
    expect(first?.sql?.text).toBe(library['drizzle/0000_authors.sql']);
    expect(first?.sql).toMatchObject({ chunks: 2, statements: [{ tag: 'CREATE TABLE' }, { tag: 'SELECT' }] });
  });

  test('a folder at the root, and one deep down with a space', () => {
    const moved = (to: string): Record<string, string> =>
      Object.fromEntries(Object.entries(library).map(([path, text]) => [path.replace(/^drizzle\//, to), text]));
    expect(readHistory(textsOf(moved('')), '', options).migrations).toHaveLength(2);
    expect(readHistory(
      textsOf(moved('packages/données base/drizzle/')), 'packages/données base/drizzle', options,
    ).migrations[1])
      .toMatchObject({ file: 'packages/données base/drizzle/0001_books.sql', hasSnapshotFile: true });
  });

  test('the order is that of the journal, not of names or times', () => {
    const texts = textsOf(
      { ...library, 'drizzle/meta/_journal.json': journal(['0001_books', 300], ['0000_authors', 100]) },
    );
    expect(readHistory(texts, 'drizzle', options).migrations.map(({ tag, position }) => [tag, position]))
      .toEqual([['0001_books', 0], ['0000_authors', 1]]);
  });

  test('a missing SQL file and a missing snapshot are null, their paths are told', () => {
    const { 'drizzle/0001_books.sql': _sql, 'drizzle/meta/0001_snapshot.json': _snapshot, ...rest } = library;
    const history = readHistory(textsOf(rest), 'drizzle', options);
    expect(history.migrations[1]).toMatchObject({
      sql: null, file: 'drizzle/0001_books.sql', snapshot: null, hasSnapshotFile: false,
      snapshotFile: 'drizzle/meta/0001_snapshot.json',
    });
    expect(history.problems).toEqual([]);
  });

  test('files that no entry names are stray; down files and files of sub-folders are not', () => {
    const history = readHistory(textsOf({
      ...library, 'drizzle/0001_loans.sql': 'SELECT 1;', 'drizzle/0009_gone.down.sql': 'SELECT 1;',
      'drizzle/old/0000.sql': '',
      'drizzle/meta/0007_snapshot.json': snapshot('stray'), 'drizzle/README.md': '',
    }), 'drizzle', options);
    expect(history.strayFiles).toEqual(['drizzle/0001_loans.sql']);
    expect(history.straySnapshots.map(({ file }) => file)).toEqual(['drizzle/meta/0007_snapshot.json']);
  });

  test('snapshots are named by what stands before the first underscore', () => {
    const history = readHistory(textsOf({
      'drizzle/meta/_journal.json': journal(['20261122121500_create-authors', 1], ['_none', 2]),
      'drizzle/meta/20261122121500_snapshot.json': snapshot('stamped'), 'drizzle/meta/_snapshot.json': snapshot('bare'),
    }), 'drizzle', options);
    expect(history.migrations.map((migration) => migration.snapshot?.id)).toEqual(['stamped', 'bare']);
    expect(history.straySnapshots).toEqual([]);
  });

  test('two migrations with one number share the snapshot', () => {
    const texts = textsOf({ ...library, 'drizzle/meta/_journal.json': journal(['0001_books', 1], ['0001_loans', 2]) });
    const [books, loans] = readHistory(texts, 'drizzle', options).migrations;
    expect(books?.snapshot).toBe(loans?.snapshot);
    expect(loans?.snapshot?.id).toBe('second');
  });

  test('binary SQL is a problem at its first NUL', () => {
    const utf16 = Buffer.from('SELECT 1;', 'utf16le').toString('utf8');
    const history = readHistory(textsOf({ ...library, 'drizzle/0001_books.sql': utf16 }), 'drizzle', options);
    expect(history.migrations[1]?.sql).toBeNull();
    expect(history.problems).toEqual([{
      origin: { file: 'drizzle/0001_books.sql', span: { start: 1, end: 2 } },
      message: 'drizzle/0001_books.sql holds NUL bytes: it is binary, or saved as UTF-16 instead of UTF-8.',
    }]);
  });

  test('the newest snapshot is read at once, all if asked, and none twice', () => {
    const texts = textsOf(
      { ...library, 'drizzle/meta/0000_snapshot.json': '{', 'drizzle/meta/0001_snapshot.json': '[' },
    );
    const read: string[] = [];
    const counted = { ...texts, read: (path: string) => { read.push(path); return texts.read(path); } };
    const newest = readHistory(counted, 'drizzle', options);
    expect(newest.problems.map(({ origin }) => origin.file)).toEqual(['drizzle/meta/0001_snapshot.json']);
    expect(read).not.toContain('drizzle/meta/0000_snapshot.json');
    expect(newest.migrations[0]).toMatchObject({ snapshot: null, hasSnapshotFile: true });
    expect(newest.migrations[0]?.snapshot).toBeNull();
    expect(read.filter((path) => path.endsWith('0000_snapshot.json'))).toHaveLength(1);
    expect(readHistory(texts, 'drizzle', { ...options, snapshots: 'all' }).problems).toHaveLength(2);
  });

  test('of an unreadable journal one thing is told, and nothing is called stray', () => {
    const texts = textsOf(
      { ...library, 'drizzle/meta/_journal.json': '<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> loans\n' },
    );
    const history = readHistory(texts, 'drizzle', options);
    expect(history).toMatchObject({ layout: 'journal', migrations: [], strayFiles: [], straySnapshots: [] });
    expect(history.problems).toEqual([]);
    expect(history.conflicts).toHaveLength(1);
  });

  test('an empty journal names nothing, so every SQL file is stray', () => {
    const texts = textsOf({ ...library, 'drizzle/meta/_journal.json': journal() });
    expect(readHistory(texts, 'drizzle', options).strayFiles).toEqual(
      ['drizzle/0000_authors.sql', 'drizzle/0001_books.sql'],
    );
  });
});

describe('other layouts', () => {
  test('folders of drizzle-kit 1.0, in the order of their names', () => {
    const texts = textsOf({
      'drizzle/20261123080000_books/migration.sql': 'SELECT 2;', 'drizzle/20261123080000_books/down.sql': 'SELECT 3;',
      'drizzle/20261122121020_init/migration.sql': 'SELECT 1;',
      'drizzle/20261122121020_init/snapshot.json': '{"version": "8", "dialect": "postgres", "id": "a", "prevIds": ["00000000-0000-0000-0000-000000000000"], "ddl": []}',
      'drizzle/20261124080000_loans/snapshot.json': '{"version": "9", "dialect": "postgres", "type": "diff", "prevIds": ["a", "b"], "id": "c", "deltas": []}',
      'drizzle/notes/idea.sql': '', 'drizzle/seed.sql': '',
    });
    expect(readHistory(texts, 'drizzle', options)).toMatchObject({
      layout: 'folders', problems: [], strayFiles: ['drizzle/notes/idea.sql', 'drizzle/seed.sql'],
      migrations: [
        { tag: '20261122121020_init', when: Date.UTC(2026, 10, 22, 12, 10, 20), downFile: null, link: { id: 'a', parents: [] } },
        { tag: '20261123080000_books', downFile: 'drizzle/20261123080000_books/down.sql', hasSnapshotFile: false, link: null },
        { tag: '20261124080000_loans', sql: null, link: { id: 'c', parents: ['a', 'b'] } },
      ],
    });
  });

  test('no journal: SQL files belong to nothing', () => {
    expect(readHistory(textsOf({ 'drizzle/0001_books.sql': '' }), 'drizzle', options))
      .toMatchObject({ layout: 'none', migrations: [], strayFiles: ['drizzle/0001_books.sql'] });
  });

  test('no folder', () => {
    expect(readHistory(textsOf({}), 'drizzle', options)).toMatchObject(
      { layout: 'none', migrations: [], strayFiles: [] },
    );
  });
});
