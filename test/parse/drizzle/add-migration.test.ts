import { describe, expect, it, test } from 'vitest';
import { folderHistoryFiles } from '../../../src/examples/sample-project.ts';
import { newMigrationEdits, type MigrationsPlace } from '../../../src/parse/drizzle/add-migration.ts';
import { tagFor } from '../../../src/parse/drizzle/migration-tag.ts';
import { applyEdits } from '../../../src/text/apply-edits.ts';
import { historyFiles } from '../../kit/sample-project.ts';

const place: MigrationsPlace = { layout: 'journal', folder: 'drizzle', journalFile: 'drizzle/meta/_journal.json', prefix: null };
const added = { name: 'validate_author', up: 'ALTER TABLE "book" VALIDATE CONSTRAINT "author";', down: '-- nothing' };
const migration = { up: 'select 1;', down: 'select 1;' };
const library = historyFiles({ '0000_authors': { ...migration, when: 5000 }, '0001_books': { ...migration, when: 4000 } });

type Files = Readonly<Record<string, string>>;

/** Files with a migration more, and which of them are others than before; null if it cannot be made. */
function withMigration(files: Files, at: MigrationsPlace = place): { readonly files: Files; readonly changed: readonly string[] } | null {
  const edits = newMigrationEdits(added, at, (file) => files[file] ?? null);
  if (edits === null) return null;
  const changed = [...new Set(edits.map(({ file }) => file))].sort();
  const after = changed.map((path) => [path, applyEdits(files[path] ?? '', edits.filter(({ file }) => file === path))] as const);
  return { files: { ...files, ...Object.fromEntries(after) }, changed };
}

describe('a migration behind the last one', () => {
  it('is an entry, a snapshot that changes nothing, the SQL and the way back', () => {
    const { files, changed } = withMigration(library) ?? { files: {}, changed: [] };
    expect(changed).toEqual([
      'drizzle/0002_validate_author.down.sql', 'drizzle/0002_validate_author.sql', 'drizzle/meta/0002_snapshot.json', 'drizzle/meta/_journal.json',
    ]);
    expect(files['drizzle/0002_validate_author.sql']).toBe(`${added.up}\n`);
    expect(files['drizzle/0002_validate_author.down.sql']).toBe('-- nothing\n');
    const journal = JSON.parse(files['drizzle/meta/_journal.json'] ?? '') as { entries: readonly unknown[] };
    expect(journal.entries).toHaveLength(3);
    expect(journal.entries[2]).toEqual({ idx: 2, version: '7', when: 5001, tag: '0002_validate_author', breakpoints: true });
    expect(files['drizzle/meta/_journal.json']).toBe(JSON.stringify(journal, null, 2));
    const before = JSON.parse(library['drizzle/meta/0001_snapshot.json'] ?? '') as { id: string };
    const snapshot = JSON.parse(files['drizzle/meta/0002_snapshot.json'] ?? '') as { id: string; prevId: string };
    expect(snapshot).toEqual({ ...before, id: snapshot.id, prevId: before.id });
    expect(snapshot.id).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });

  it('is the same each time, and another behind it', () => {
    const once = withMigration(library);
    expect(withMigration(library)).toEqual(once);
    const twice = withMigration(once?.files ?? {});
    expect(twice?.changed[1]).toBe('drizzle/0003_validate_author.sql');
    const idOf = (text = ''): unknown => (JSON.parse(text) as { id: string }).id;
    expect(idOf(twice?.files['drizzle/meta/0003_snapshot.json'])).not.toBe(idOf(twice?.files['drizzle/meta/0002_snapshot.json']));
  });

  test.each([
    ['tabs', (text: string) => JSON.stringify(JSON.parse(text), null, '\t'), null],
    ['Windows', (text: string) => text.replaceAll('\n', '\r\n'), /[^\r]\n/],
    ['one line', (text: string) => JSON.stringify(JSON.parse(text)), /\s/],
  ])('is written as the journal is: %s', (_, written, never) => {
    const journal = 'drizzle/meta/_journal.json';
    const after = withMigration({ ...library, [journal]: written(library[journal] ?? '') })?.files ?? {};
    const plain = withMigration(library)?.files ?? {};
    expect(after[journal]).toBe(written(plain[journal] ?? ''));
    if (never !== null) expect(after[journal]).not.toMatch(never);
  });

  it('goes on from the newest snapshot there is', () => {
    const { 'drizzle/meta/0001_snapshot.json': _, ...files } = library;
    const after = withMigration(files)?.files['drizzle/meta/0002_snapshot.json'] ?? '';
    expect((JSON.parse(after) as { prevId: string }).prevId).toBe('00000000-0000-0000-0000-000000000001');
  });

  it('with the prefix none leaves the only snapshot alone', () => {
    expect(withMigration(historyFiles({ _authors: migration }))?.changed).toEqual([
      'drizzle/_validate_author.down.sql', 'drizzle/_validate_author.sql', 'drizzle/meta/_journal.json',
    ]);
  });

  test.each<[string, Files]>([
    ['without a journal', { 'drizzle/0000_authors.sql': '' }],
    ['with a journal in conflict', { ...library, 'drizzle/meta/_journal.json': '<<<<<<< HEAD\n' }],
    ['with an empty journal', { 'drizzle/meta/_journal.json': '{ "version": "7", "dialect": "postgresql", "entries": [] }' }],
    ['without snapshots', { 'drizzle/meta/_journal.json': library['drizzle/meta/_journal.json'] ?? '' }],
    ['where a snapshot is in the way', { ...library, 'drizzle/meta/0002_snapshot.json': '{}' }],
    ['where the snapshot is none', { ...library, 'drizzle/meta/0001_snapshot.json': '[' }],
  ])('is not made %s', (_, files) => {
    expect(withMigration(files)).toBeNull();
  });
});

describe('the tag', () => {
  const when = Date.UTC(2026, 4, 1, 8, 0, 0);
  const tag = (more: Partial<Parameters<typeof tagFor>[0]>): string =>
    tagFor({ idx: 12, when, name: 'validate', prefix: null, last: '0011_books', isFree: () => true, ...more });
  test.each([
    ['as the newest shows', {}, '0012_validate'],
    ['with fewer digits', { last: '011_books' }, '012_validate'],
    ['as drizzle.config says', { prefix: 'timestamp' as const }, '20260501080000_validate'],
    ['of a time', { last: '20260430235959_books' }, '20260501080000_validate'],
    ['of a time that is later', { last: '20260501080000_books' }, '20260501080001_validate'],
    ['of a time at the end of a year', { last: '20261231235959_books' }, '20270101000000_validate'],
    ['of seconds', { last: '1777622400_books' }, '1777622401_validate'],
    ['of seconds, first', { prefix: 'unix' as const }, '1777622400_validate'],
    ['without a number', { last: '_books' }, '_validate'],
    ['that is free', { isFree: (each: string) => !['0012_validate', '0012_validate_2'].includes(each) }, '0012_validate_3'],
  ])('%s', (_, more, expected) => {
    expect(tag(more)).toBe(expected);
  });
});

describe('a migration in a folder of its own', () => {
  const folders = folderHistoryFiles({ '20260501080000_authors': migration, '20260502080000_books': migration });
  const snapshot = 'drizzle/20260502080000_books/snapshot.json';
  const at = (files: Files): MigrationsPlace => ({
    layout: 'folders', folder: 'drizzle', tags: [...new Set(Object.keys(files).map((file) => file.split('/')[1] ?? ''))].sort(), leaves: [snapshot], mergedRows: () => null,
  });

  it('is SQL, the way back, and a snapshot that changes nothing, a second behind the last', () => {
    const { files, changed } = withMigration(folders, at(folders)) ?? { files: {}, changed: [] };
    const own = 'drizzle/20260502080001_validate_author';
    expect(changed).toEqual([`${own}/down.sql`, `${own}/migration.sql`, `${own}/snapshot.json`]);
    expect(files[`${own}/migration.sql`]).toBe(`${added.up}\n`);
    const before = JSON.parse(folders[snapshot] ?? '') as { id: string };
    const made = JSON.parse(files[`${own}/snapshot.json`] ?? '') as { id: string };
    expect(made).toEqual({ ...before, id: made.id, prevIds: [before.id] });
    expect(made.id).not.toBe(before.id);
  });

  it('is what changes, where snapshots of version 9 are, and goes on from every leaf', () => {
    const ninth = (id: string): string => JSON.stringify({ type: 'diff', version: '9', dialect: 'postgres', id, prevIds: ['a'], footprints: [], deltas: [] }, null, 2);
    const other = 'drizzle/20260501090000_shelves/snapshot.json';
    const files = { ...folders, [snapshot]: ninth('b'), [other]: ninth('c') };
    const after = withMigration(files, { ...at(files), leaves: [snapshot, other] } as MigrationsPlace)?.files ?? {};
    const text = after['drizzle/20260502080001_validate_author/snapshot.json'] ?? '';
    expect(JSON.parse(text)).toMatchObject({ type: 'diff', version: '9', dialect: 'postgres', prevIds: ['b', 'c'], footprints: [], deltas: [] });
    expect(text).toBe(JSON.stringify(JSON.parse(text), null, 2));
  });

  test.each<[string, Files, MigrationsPlace]>([
    ['no snapshot', folders, { ...at(folders), leaves: null } as MigrationsPlace],
    ['open branches of version 8 that do not go together', folders, { ...at(folders), leaves: [snapshot, 'drizzle/20260501080000_authors/snapshot.json'] } as MigrationsPlace],
    ['a snapshot of another version', { ...folders, [snapshot]: '{"version":"10","id":"b","prevIds":[]}' }, at(folders)],
    ['a folder without a time that sorts last', folders, { ...at(folders), tags: ['20260502080000_books', 'zoo'] } as MigrationsPlace],
  ])('cannot be made: %s', (_, files, place) => {
    expect(withMigration(files, place)).toBeNull();
  });
});
