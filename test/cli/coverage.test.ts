import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../project/folder.ts';
import { library } from './library.ts';
import { livingCopy } from './living-copy.ts';
import { sluice } from './sluice.ts';

const schema = `import { boolean, foreignKey, index, integer, numeric, pgTable, primaryKey, unique } from 'drizzle-orm/pg-core';

export const author = pgTable('author', { id: integer('id').primaryKey() });
export const isbn = pgTable('isbn', { code: numeric('code').primaryKey() });
export const shelf = pgTable('shelf', { room: integer('room'), place: integer('place') }, (table) => [primaryKey({ columns: [table.room, table.place] })]);

export const book = pgTable('book', {
  id: integer('id').primaryKey(),
  authorId: integer('author_id').references(() => author.id),
  isbn: integer('isbn').references(() => isbn.code),
  room: integer('room'),
  place: integer('place'),
  editor: integer('editor').references(() => author.id),
}, (table) => [
  index('book_author_id_index').on(table.authorId),
  index('book_room_index').on(table.room),
  foreignKey({ columns: [table.room, table.place], foreignColumns: [shelf.room, shelf.place], name: 'book_shelf_fk' }),
]);

export const loan = pgTable('loan', {
  returned: boolean('returned'),
  bookId: integer('book_id').references(() => book.id),
  authorId: integer('author_id').references(() => author.id),
}, (table) => [unique('loan_open').on(table.returned, table.bookId), primaryKey({ columns: [table.bookId, table.authorId] })]);
`;
const shelves = { 'drizzle.config.ts': library['drizzle.config.ts'] ?? '', 'src/schema.ts': schema };

describe('sluice coverage', () => {
  test('tells which index serves which foreign key', async () => {
    expect(await sluice(temporaryFolder({ ...shelves, 'sluice.config.json': '{ "postgres": 18 }' }), 'coverage')).toEqual({
      code: 0, stderr: '', stdout: `foreign key         references  served
book (author_id)    author      by index book_author_id_index
book (isbn)         isbn        by no index: isbn is integer, compared as numeric
book (editor)       author      by no index
book (room, place)  shelf       in part by index book_room_index: it looks up some of the columns
loan (book_id)      book        by primary key loan_book_id_author_id_pk
loan (author_id)    author      in part by primary key loan_book_id_author_id_pk: a skip scan over every value of book_id

6 foreign keys: 2 served, 2 in part, 2 by no index.
`,
    });
  });

  test('skips over no column before PostgreSQL 18', async () => {
    const { stdout } = await sluice(temporaryFolder(shelves), 'coverage');
    expect(stdout).toContain('\nloan (author_id)    author      by no index\n');
    expect(stdout).toContain('\n6 foreign keys: 2 served, 1 in part, 3 by no index.\n');
  });

  test('tells of a project without foreign keys', async () => {
    const folder = temporaryFolder({ ...shelves, 'src/schema.ts': schema.slice(0, schema.indexOf('export const book')) });
    expect(await sluice(folder, 'coverage')).toEqual({ code: 0, stderr: '', stdout: 'There are no foreign keys.\n' });
  });

  test('prints JSON with places', async () => {
    const { code, stdout } = await sluice(temporaryFolder(library), 'coverage', '--format', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      foreignKeys: [{
        schema: 'public', table: 'book', constraint: 'book_author_id_author_id_fk', columns: ['author_id'],
        references: { schema: 'public', table: 'author', columns: ['id'] }, coverage: 'covered', how: null,
        by: { name: 'book_author_id_index', kind: 'index' }, converted: [], file: 'src/schema.ts', line: 13, column: 45,
      }],
      summary: { foreignKeys: 1, served: 1, inPart: 0, bare: 0, unknown: 0 },
    });
  });

  test('finds every foreign key of the living project served', async () => {
    const { code, stdout } = await sluice(livingCopy(), 'coverage');
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n\d+ foreign keys: \d+ served, 0 by no index\.\n$/);
  });

  test('of a folder without a project ends with 2', async () => {
    expect(await sluice(temporaryFolder(), 'coverage')).toMatchObject({ code: 2, stdout: '' });
  });
});
