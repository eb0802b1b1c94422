import { describe, expect, it } from 'vitest';
import foreignKeyTarget from '../../rules/design/foreign-key-target.ts';
import foreignKeyType from '../../rules/design/foreign-key-type.ts';
import nullableUnique from '../../rules/design/nullable-unique.ts';
import onDelete from '../../rules/design/explicit-on-delete.ts';
import requiredColumns from '../../rules/design/required-columns.ts';
import tableNotExported from '../../rules/design/table-not-exported.ts';
import failsAlways from '../../rules/safety/fails-always.ts';
import type { Example } from '../../src/rule/example.ts';
import type { Rule } from '../../src/rule/rule.ts';
import { findingsOf } from '../kit/sample-project.ts';

const imports = `import { bigint, foreignKey, integer, pgEnum, pgSchema, pgTable, smallint, text, timestamp, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
`;
const readers = { '0000_readers': { up: 'create table reader (id integer primary key);', down: 'drop table reader;' } };

function told(rule: Rule, schema: string, rest: Omit<Extract<Example, { bad: unknown }>['bad'] & object, 'schema'> = {}, options: unknown = {}): readonly string[] {
  return findingsOf(rule, { bad: { schema: imports + schema, ...rest }, options }).map(({ level, text }) => `${level}: ${text}`);
}

describe('the type of a foreign key', () => {
  const key = (own: string, referred: string): readonly string[] => told(foreignKeyType, `
    export const book = pgTable('book', { id: ${referred}.primaryKey() });
    export const loan = pgTable('loan', { bookId: ${own}.references(() => book.id) });`);

  it.each([
    ["smallint('book_id')", "integer('id')", ['warn: Foreign key loan (book_id) to book: book_id is smallint, book.id integer, so the key ends at 32767.']],
    ["integer('book_id')", "bigint('id', { mode: 'number' })", ['warn: Foreign key loan (book_id) to book: book_id is integer, book.id bigint, so the key ends at 2147483647.']],
    ["text('book_id')", "uuid('id')", ['error: Foreign key loan (book_id) to book: book_id is text, book.id uuid. Postgres refuses it, for it has no way to compare the two.']],
    ["bigint('book_id', { mode: 'number' })", "integer('id')", []], ["text('book_id')", "text('id')", []],
  ])('%s to %s', (own, referred, wanted) => {
    expect(key(own, referred)).toEqual(wanted);
  });

  it('is fixed in columns that tables share only if all of them are new', () => {
    const schema = `export const book = pgTable('book', { id: bigint('id', { mode: 'number' }).primaryKey() });
      const lent = { bookId: integer('book_id').references(() => book.id) };
      export const loan = pgTable('loan', { id: integer('id').primaryKey(), ...lent });
      export const hold = pgTable('hold', { id: integer('id').primaryKey(), ...lent });`;
    const remedies = (up: string): readonly string[] => findingsOf(foreignKeyType, {
      bad: { schema: imports + schema, migrations: { '0000_books': { up, down: 'select 1;' } } },
    }).flatMap(({ fix, suggestions }) => [...(fix === null ? [] : [`fix: ${fix.text}`]), ...suggestions.map(({ text }) => text)]);
    expect(remedies('create table book (id bigint primary key);')).toEqual(['fix: Make it bigint.', 'fix: Make it bigint.']);
    const text = 'Make it bigint: the next migration writes loan and hold anew, and nobody reads them meanwhile.';
    expect(remedies('create table book (id bigint primary key); create table hold (id integer primary key, book_id integer);')).toEqual([text, text]);
  });

  it('is told of the worst of several columns, once', () => {
    expect(told(foreignKeyType, `
      export const copy = pgTable('copy', { book: bigint('book', { mode: 'number' }), mark: uuid('mark') }, (t) => [unique().on(t.book, t.mark)]);
      export const loan = pgTable('loan', { book: integer('book'), mark: text('mark') }, (t) => [
        foreignKey({ columns: [t.book, t.mark], foreignColumns: [copy.book, copy.mark] })]);`))
      .toEqual(['error: Foreign key loan (book, mark) to copy: mark is text, copy.mark uuid. Postgres refuses it, for it has no way to compare the two.']);
  });

  it('is told of the schema until it is generated, then of the migration', () => {
    const schema = `${imports}export const book = pgTable('book', { id: uuid('id').primaryKey() });
      export const loan = pgTable('loan', { bookId: text('book_id').references(() => book.id) });`;
    const up = 'create table book (id uuid primary key); create table loan (book_id text); alter table loan add constraint loan_book_id_book_id_fk foreign key (book_id) references book (id);';
    const generated: Example = { bad: { schema, migrations: { '0000_loans': { up, down: 'drop table loan;' } } } };
    expect(findingsOf(foreignKeyType, generated)).toEqual([]);
    expect(findingsOf(failsAlways, generated).map(({ text }) => text))
      .toEqual(['Postgres refuses this with SQLSTATE 42804: book_id is text, which does not compare with the uuid that it refers to.']);
  });
});

describe('what a foreign key refers to', () => {
  it('may be unique in its own table', () => {
    const own = (isbn: string): readonly string[] => told(foreignKeyTarget, `export const book = pgTable('book', {
      isbn: text('isbn')${isbn}, before: text('before') }, (t) => [foreignKey({ columns: [t.before], foreignColumns: [t.isbn] })]);`);
    expect(own('.unique()')).toEqual([]);
    expect(own('')).toEqual(['error: Foreign key book (before) refers to book (isbn), which nothing makes unique: Postgres refuses it.']);
  });

  it('is made unique too late by a constraint on a table that is there', () => {
    const schema = `export const reader = pgTable('reader', { id: integer('id').primaryKey(), card: text('card').unique() });
      export const loan = pgTable('loan', { card: text('card').references(() => reader.card) });`;
    expect(told(foreignKeyTarget, schema, { migrations: readers }))
      .toEqual(['error: Foreign key loan (card) refers to reader (card): drizzle-kit writes the key before reader_card_unique, which it needs, so Postgres refuses it.']);
    expect(told(foreignKeyTarget, schema, { migrations: { '0000_books': { up: 'create table book (id integer);', down: 'drop table book;' } } })).toEqual([]);
  });

  it('is not asked of tables that are not known', () => {
    expect(told(foreignKeyTarget, `const users = pgSchema('auth').table('users', { id: uuid('id') });
      export const reader = pgTable('reader', { id: uuid('id').references(() => users.id) });`)).toEqual([]);
  });
});

describe('what is not exported', () => {
  it('fails a column, a foreign key or a table that needs it', () => {
    expect(told(tableNotExported, `const state = pgEnum('state', ['new']);
      const library = pgSchema('library');
      const author = pgTable('author', { id: integer('id').primaryKey() });
      export const book = library.table('book', { state: state('state'), author: integer('author').references(() => author.id) });`)).toEqual([
      'error: Enum state is not exported: drizzle-kit makes no migration for it, and column library.book.state fails without it.',
      'error: Schema library is not exported: drizzle-kit makes no migration for it, and table library.book fails without it.',
      'error: Table author is not exported: drizzle-kit makes no migration for it, and the foreign key of library.book fails without it.',
    ]);
  });

  it('is somebody else’s where a migration has made what needs it', () => {
    expect(told(tableNotExported, `const state = pgEnum('state', ['new']);
      export const reader = pgTable('reader', { id: state('id').primaryKey() });`, { migrations: readers })).toEqual([]);
  });

  it('may lie in a file that is none of the schema', () => {
    const files = (up: string): Parameters<typeof told>[2] => ({
      files: { 'lib/shelf.ts': "import { integer, pgTable } from 'drizzle-orm/pg-core';\nexport const shelf = pgTable('shelf', { id: integer('id').primaryKey() });" },
      migrations: { '0000_shelves': { up, down: 'select 1;' } },
    });
    const schema = "import { shelf } from '../lib/shelf';\nexport const book = pgTable('book', { shelf: integer('shelf').references(() => shelf.id) });";
    expect(told(tableNotExported, schema, files('select 1;'))).toEqual([]);
  });
});

describe('a unique constraint with a null', () => {
  it('names what comes again and what must be null for it', () => {
    const schema = `export const library = pgTable('library', { id: integer('id').primaryKey() });
      export const shelf = pgTable('shelf', { mark: text('mark').notNull(), library: integer('library').references(() => library.id), closed: timestamp('closed') },
        (t) => [unique('shelf_key').on(t.library, t.mark, t.closed)]);`;
    expect(told(nullableUnique, schema)).toEqual(['warn: Unique shelf_key of shelf (library, mark, closed) lets the same mark in again and again where library or closed is null.']);
  });

  it('may be one of several columns that all are optional, if any is asked for', () => {
    const schema = "export const book = pgTable('book', { isbn: text('isbn'), issn: text('issn') }, (t) => [unique('book_key').on(t.isbn, t.issn)]);";
    expect(told(nullableUnique, schema)).toEqual([]);
    expect(told(nullableUnique, schema, {}, { columns: 'any' })).toEqual(['warn: Unique book_key of book (isbn, issn) lets equal rows in as long as isbn or issn is null.']);
  });
});

describe('on delete', () => {
  it('may be set null where every column may be null', () => {
    const offered = (column: string): readonly string[] => findingsOf(onDelete, { bad: { schema: `${imports}
      export const book = pgTable('book', { id: integer('id').primaryKey() });
      export const loan = pgTable('loan', { bookId: integer('book_id')${column}.references(() => book.id) });`, migrations: readers } })
      .flatMap(({ suggestions }) => suggestions.map(({ amendment }) => (amendment.kind === 'writeOnDelete' ? amendment.action : '')));
    expect(offered('')).toEqual(['no action', 'restrict', 'cascade', 'set null']);
    expect(offered('.notNull()')).toEqual(['no action', 'restrict', 'cascade']);
    expect(offered('.primaryKey()')).toEqual(['no action', 'restrict', 'cascade']);
  });
});

describe('required columns', () => {
  const options = { columns: { created_at: { type: 'timestamp with time zone', notNull: true }, updated_at: {} } };

  it('are told of in one finding a table, and one a column that is otherwise', () => {
    expect(told(requiredColumns, `export const book = pgTable('book', { id: integer('id'), title: text('title'), isbn: text('isbn') });
      export const loan = pgTable('loan', { id: integer('id'), book: text('book'), until: text('until'), createdAt: timestamp('created_at').notNull(), updatedAt: text('updated_at') });`, {}, options)).toEqual([
      'error: Table book has no created_at, updated_at.',
      'error: Column loan.created_at is timestamp without time zone, NOT NULL; the team agreed on timestamp with time zone, NOT NULL.',
    ]);
  });
});
