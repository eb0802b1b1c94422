import { describe, expect, test } from 'vitest';
import { newestSnapshot } from '../../src/catalog/newest-snapshot.ts';
import { placeIn } from '../../src/intake/edits-of.ts';
import { freshMemory, historyIn } from '../../src/intake/read-state.ts';
import { newMigrationEdits } from '../../src/parse/drizzle/add-migration.ts';
import { memoryTexts } from '../kit/sample-project.ts';

type Row = Readonly<Record<string, unknown>>;

const table = (name: string): Row => ({ isRlsEnabled: false, name, entityType: 'tables', schema: 'public' });
const column = (owner: string, name: string, type = 'text'): Row => ({
  type, typeSchema: null, notNull: false, dimensions: 0, default: null, generated: null, identity: null, name, entityType: 'columns', schema: 'public', table: owner,
});
const library = [table('book'), column('book', 'id', 'integer')];

/** As drizzle-kit 1.0 writes it up to rc.4. */
function snapshot(id: string, prevIds: readonly string[], ddl: readonly Row[]): string {
  return `${JSON.stringify({ version: '8', dialect: 'postgres', id, prevIds, ddl, renames: [] }, null, 2)}\n`;
}

/** A library, and two branches that both go on from it. */
function twoBranches(loans: readonly Row[], rooms: readonly Row[]): Readonly<Record<string, string>> {
  return {
    'drizzle/20260501080000_library/migration.sql': 'CREATE TABLE "book" ("id" integer);\n',
    'drizzle/20260501080000_library/snapshot.json': snapshot('library', ['00000000-0000-0000-0000-000000000000'], library),
    'drizzle/20260502080000_loans/migration.sql': 'CREATE TABLE "loan" ("id" integer);\n',
    'drizzle/20260502080000_loans/snapshot.json': snapshot('loans', ['library'], loans),
    'drizzle/20260503080000_rooms/migration.sql': 'CREATE TABLE "room" ("id" integer);\n',
    'drizzle/20260503080000_rooms/snapshot.json': snapshot('rooms', ['library'], rooms),
  };
}

function written(files: Readonly<Record<string, string>>): ReturnType<typeof newMigrationEdits> {
  const texts = memoryTexts(files);
  const history = historyIn(texts, 'drizzle', freshMemory());
  const place = placeIn(history, null, new Map());
  return place === null ? null : newMigrationEdits({ name: 'by_hand', up: 'SELECT 1;', down: 'SELECT 2;' }, place, (file) => texts.read(file));
}

describe('a migration behind open branches of version 8', () => {
  test('goes on from all of them, the newest first, and holds the rows of all, as drizzle-kit 1.0 rc.4 writes it', () => {
    const files = twoBranches(
      [...library, column('book', 'isbn'), table('loan'), column('loan', 'id', 'integer')],
      [table('book'), column('book', 'id', 'bigint'), column('book', 'pages', 'integer'), table('room')],
    );
    const edits = written(files) ?? [];
    expect(edits.map(({ file }) => file)).toEqual(['migration.sql', 'down.sql', 'snapshot.json'].map((name) => `drizzle/20260503080001_by_hand/${name}`));
    const made = edits.at(-1)?.text ?? '';
    expect(JSON.parse(made)).toMatchObject({ version: '8', dialect: 'postgres', prevIds: ['rooms', 'loans'], renames: [] });
    const rows = (JSON.parse(made) as { readonly ddl: readonly Row[] }).ddl.map((row) => [row['entityType'], row['table'], row['name'], row['type']].join(' '));
    expect([...rows].sort()).toEqual([
      'columns book id bigint', 'columns book isbn text', 'columns book pages integer', 'columns loan id integer', 'tables  book ', 'tables  loan ', 'tables  room ',
    ]);
    const history = historyIn(memoryTexts({ ...files, ...Object.fromEntries(edits.map(({ file, text }) => [file, text])) }), 'drizzle', freshMemory());
    expect(newestSnapshot(history)?.snapshots.map(({ parents }) => parents)).toEqual([['rooms', 'loans']]);
    expect(made).toMatch(/^\{\n {2}"version": "8",[^]*\n\}\n$/);
  });

  test('goes on from them where an editor put a byte-order mark before each', () => {
    const files = twoBranches([...library, table('loan')], [...library, table('room')]);
    const marked = Object.fromEntries(Object.entries(files).map(([file, text]) => [file, file.endsWith('.json') ? `\uFEFF${text}` : text]));
    const [plain, made] = [written(files)?.at(-1)?.text, written(marked)?.at(-1)?.text];
    expect(plain).toMatch(/^\{\n {2}"version"/);
    expect(made).toBe(plain);
  });

  test.each([
    ['that change one column', [table('book'), column('book', 'id', 'bigint')], [table('book'), column('book', 'id', 'smallint')]],
    ['with rows of a kind that is not known', [...library, table('loan')], [...library, { entityType: 'collations', name: 'german', schema: 'public' }]],
  ])('is not written behind branches %s', (_, loans, rooms) => {
    expect(written(twoBranches(loans, rooms))).toBeNull();
  });
});
