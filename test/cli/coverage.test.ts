import { describe, expect, test } from 'vitest';
import { historyFiles } from '../../src/examples/sample-project.ts';
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

  test('tells what of the schema was not read', async () => {
    const unread = "import { pgTable } from 'drizzle-orm/pg-core';\nexport const loan = pgTable(nameOf('loan'), {});\n";
    const { code, stdout } = await sluice(temporaryFolder({ ...shelves, 'src/schema.ts': unread }), 'coverage');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^There are no foreign keys in what was read\.\n\nNote: 1 place of the schema not read: .+ \(src\/schema\.ts:2:21\)\.\n$/);
  });

  test('tells what partitions have once, and what only one of them has', async () => {
    const up = `create table author (id integer primary key);
create table loan (day date, author_id integer references author) partition by range (day);
create table loan_may partition of loan for values from ('2026-05-01') to ('2026-06-01');
create table loan_june partition of loan (foreign key (day) references day (day)) for values from ('2026-06-01') to ('2026-07-01');`;
    const folder = temporaryFolder({
      'drizzle.config.ts': "export default { dialect: 'postgresql', out: './drizzle' };", ...historyFiles({ '0000_loans': { up: `create table day (day date primary key);\n${up}` } }),
    });
    expect((await sluice(folder, 'coverage')).stdout).toBe(`foreign key       references  served
loan (author_id)  author      by no index
loan_june (day)   day         by no index

2 foreign keys: 0 served, 2 by no index.
`);
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
