import { generateDrizzleJson, upPgSnapshot } from 'drizzle-kit/api';
import { isNotNull, sql } from 'drizzle-orm';
import {
  bigserial, boolean, check, foreignKey, index, integer, jsonb, numeric, pgEnum, pgPolicy, pgSchema, pgSequence,
  pgTable,
  pgView, primaryKey, serial, text, timestamp, unique, uniqueIndex, uuid, varchar,
} from 'drizzle-orm/pg-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Catalog, Column, Constraint, Table } from '../../../src/facts/catalog.ts';
import { readSnapshot, type SqlSpelling } from '../../../src/parse/drizzle/snapshot.ts';
import { readExpressionText } from '../../../src/parse/sql/expression.ts';
import { spellType } from '../../../src/parse/sql/types.ts';

const file = 'drizzle/meta/0003_snapshot.json';

function catalogOf(snapshot: object, spelling: SqlSpelling = { spellType }): Catalog {
  const reading = readSnapshot(file, JSON.stringify(snapshot), spelling);
  if (!reading.ok) throw new Error(reading.problem.message);
  return reading.snapshot.catalog;
}

function problemOf(text: string): string {
  const reading = readSnapshot(file, text, { spellType });
  return reading.ok ? 'no problem' : reading.problem.message;
}

function tableIn(catalog: Catalog, key: string): Table {
  const table = catalog.tables.get(key);
  if (table === undefined) throw new Error(`no table ${key} in ${[...catalog.tables.keys()].join(', ')}`);
  return table;
}

function columnIn(table: Table, name: string): Column {
  const column = table.columns.find((each) => each.name === name);
  if (column === undefined) throw new Error(`no column ${name}`);
  return column;
}

function constraintsIn(table: Table, kind: Constraint['kind']): readonly Constraint[] {
  return table.constraints.filter((constraint) => constraint.kind === kind);
}

/** A library: authors, their books, and loans in a schema of their own. */
function library(): object {
  const genre = pgEnum('genre', ['novel', 'essay']);
  const lending = pgSchema('lending');
  const loanState = lending.enum('LoanState', ['out', 'back']);
  const authors = pgTable('authors', {
    id: serial().primaryKey(),
    name: varchar({ length: 120 }).notNull(),
    born: integer(),
    country: text().default('PH'),
    royalty: numeric({ precision: 5, scale: 2 }).default('0.10'),
    living: boolean().notNull().default(true),
    links: jsonb().default({ site: 'none' }),
    full: text().generatedAlwaysAs(sql`name || ' (' || country || ')'`),
  }, (table) => [
    index('authors_name_idx').using('gin', sql`${table.name} gin_trgm_ops`),
    index('authors_born_idx').on(table.born.desc().nullsLast(), table.id),
    uniqueIndex('authors_lower_name_idx').on(sql`lower(${table.name})`).where(isNotNull(table.born)),
    check('authors_born_check', sql`${table.born} > 1000`),
  ]);
  const books = pgTable('books', {
    id: uuid().primaryKey().defaultRandom(),
    author: integer().notNull().references(() => authors.id, { onDelete: 'cascade', onUpdate: 'restrict' }),
    title: text().notNull(),
    genres: genre().array().notNull().default(sql`'{}'`),
    added: timestamp({ withTimezone: true, precision: 3 }).notNull().defaultNow(),
  }, (table) => [unique('books_author_title_key').on(table.author, table.title).nullsNotDistinct()]);
  const loans = lending.table('loans', {
    number: bigserial({ mode: 'number' }).notNull(),
    book: uuid(),
    reader: integer().generatedByDefaultAsIdentity(),
    state: loanState(),
  }, (table) => [
    primaryKey({ name: 'loans_key', columns: [table.book, table.reader] }),
    foreignKey({ name: 'loans_book_fkey', columns: [table.book], foreignColumns: [books.id] }),
    pgPolicy('readers', { for: 'select', to: ['librarian', 'reader'], using: sql`true` }),
  ]);
  const shelf = pgView('shelf').as((query) => query.select({ title: books.title }).from(books));
  const outside = pgView('outside', { isbn: text() }).existing();
  const tickets = pgSequence('tickets', { startWith: 100 });
  return generateDrizzleJson(
    { genre, lending, loanState, authors, books, loans, shelf, outside, tickets }, undefined, undefined, 'snake_case',
  ) as object;
}

describe('a snapshot of version 7, as drizzle-kit writes it', () => {
  const catalog = catalogOf(library());
  const authors = tableIn(catalog, 'public.authors');
  const books = tableIn(catalog, 'public.books');
  const loans = tableIn(catalog, 'lending.loans');

  test('knows itself and the one before', () => {
    const reading = readSnapshot(file, JSON.stringify({ ...library(), id: 'second', prevId: 'first' }), { spellType });
    expect(reading).toMatchObject({ ok: true, snapshot: { file, id: 'second', parents: ['first'], version: '7' } });
  });

  test('columns with types as format_type prints them', () => {
    expect(authors.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'id integer', 'name character varying(120)', 'born integer', 'country text', 'royalty numeric(5,2)',
      'living boolean',
      'links jsonb', 'full text',
    ]);
    expect(columnIn(books, 'genres').type).toBe('public.genre[]');
    expect(columnIn(books, 'added').type).toBe('timestamp(3) with time zone');
    expect(columnIn(loans, 'state').type).toBe('lending.LoanState');
  });

  test('defaults are SQL', () => {
    const defaults = [...authors.columns, ...books.columns].map((column) => [column.name, column.default?.text]);
    expect(defaults.filter(([, written]) => written !== undefined)).toEqual([
      ['id', "nextval('authors_id_seq'::regclass)"], ['country', "'PH'"], ['royalty', "'0.10'"], ['living', 'true'],
      ['links', `'{"site":"none"}'::jsonb`], ['id', 'gen_random_uuid()'], ['genres', "'{}'"], ['added', 'now()'],
    ]);
    expect(columnIn(loans, 'number').default?.text).toBe("nextval('lending.loans_number_seq'::regclass)");
  });

  test('serial, identity and primary key columns are not null', () => {
    const notNull = [...authors.columns, ...loans.columns].filter((column) => column.notNull).map(({ name }) => name);
    expect(notNull).toEqual(['id', 'name', 'living', 'number', 'book', 'reader']);
    expect(columnIn(loans, 'reader')).toMatchObject({ identity: 'by default', default: null });
    expect(columnIn(loans, 'number').type).toBe('bigint');
  });

  test('generated columns', () => {
    expect(columnIn(authors, 'full').generated).toEqual({
      expression: { text: "name || ' (' || country || ')'", spelling: null, columns: null }, stored: true,
    });
  });

  test('keys: Postgres names the primary key of one column', () => {
    expect(constraintsIn(authors, 'primaryKey')).toMatchObject([{ name: 'authors_pkey', columns: ['id'] }]);
    expect(constraintsIn(loans, 'primaryKey')).toMatchObject([{ name: 'loans_key', columns: ['book', 'reader'] }]);
    expect(constraintsIn(books, 'unique')).toMatchObject([
      { name: 'books_author_title_key', columns: ['author', 'title'], nullsNotDistinct: true },
    ]);
  });

  test('foreign keys with actions, into other schemas', () => {
    expect(constraintsIn(books, 'foreignKey')).toMatchObject([{
      name: 'books_author_authors_id_fk', columns: ['author'], references: { schema: 'public', name: 'authors' },
      referencedColumns: ['id'], onDelete: 'cascade', onUpdate: 'restrict', validated: true,
    }]);
    expect(constraintsIn(loans, 'foreignKey')).toMatchObject([
      { name: 'loans_book_fkey', references: { schema: 'public', name: 'books' }, onDelete: 'no action' },
    ]);
  });

  test('checks', () => {
    expect(constraintsIn(authors, 'check')).toMatchObject([
      { name: 'authors_born_check', expression: { text: '"authors"."born" > 1000' } },
    ]);
  });

  test('indexes: order, nulls, expressions, predicates, and an operator class inside an expression', () => {
    expect([...catalog.indexes.keys()]).toEqual([
      'public.authors_name_idx', 'public.authors_born_idx', 'public.authors_lower_name_idx',
    ]);
    expect(catalog.indexes.get('public.authors_name_idx')).toMatchObject({
      method: 'gin', unique: false, keys: [
        { column: 'name', expression: null, operatorClass: 'gin_trgm_ops', order: 'asc' },
      ],
    });
    expect(catalog.indexes.get('public.authors_born_idx')).toMatchObject({
      table: { schema: 'public', name: 'authors' },
      keys: [{ column: 'born', order: 'desc', nulls: 'last' }, { column: 'id', order: 'asc', nulls: 'last' }],
    });
    expect(catalog.indexes.get('public.authors_lower_name_idx')).toMatchObject({
      unique: true, keys: [
        { column: null, expression: { text: 'lower("name")' } },
      ], where: { text: '"authors"."born" is not null' },
    });
  });

  test('enums in order, schemas, sequences', () => {
    expect([...catalog.enums].map(([key, { values }]) => [key, values])).toEqual([
      ['public.genre', ['novel', 'essay']], ['lending.LoanState', ['out', 'back']],
    ]);
    expect([...catalog.schemas.keys()]).toEqual(['public', 'lending']);
    expect(catalog.sequences.get('public.tickets')).toMatchObject({ type: 'bigint', ownedBy: null });
  });

  test('policies turn row security on', () => {
    expect(loans.rowSecurity).toBe(true);
    expect(books.rowSecurity).toBe(false);
    expect(catalog.policies.get('lending.loans.readers')).toMatchObject({
      command: 'select', permissive: true, roles: ['librarian', 'reader'], using: { text: 'true' }, check: null,
    });
  });

  test('views; one that is there already is somebody else’s', () => {
    expect(catalog.views.get('public.shelf')?.definition?.text).toBe('select "title" from "books"');
    expect(catalog.views.has('public.outside')).toBe(false);
  });

  test('says what it sees', () => {
    for (const unseen of ['functions', 'triggers', 'extensions', 'validity', 'columnOrder', 'expressions'] as const) {
      expect(catalog.sees.has(unseen)).toBe(false);
    }
    for (const seen of [
      'tables', 'views', 'policies', 'rowSecurity', 'sequences',
    ] as const) expect(catalog.sees.has(seen)).toBe(true);
  });

  test('expressions are spelled if there is somebody to spell them', () => {
    const spelled = catalogOf(library(), { spellType, spellExpression: readExpressionText });
    expect(spelled.sees.has('expressions')).toBe(true);
    expect(spelled.indexes.get('public.authors_lower_name_idx')?.keys[0]?.expression?.columns).toEqual(['name']);
    expect(
      constraintsIn(tableIn(spelled, 'public.authors'), 'check'),
    ).toMatchObject([{ expression: { columns: ['born'] } }]);
    expect(columnIn(tableIn(spelled, 'public.authors'), 'id').default?.spelling).toBe("nextval('authors_id_seq')");
  });
});

/** What drizzle-kit 0.20 wrote. */
const version5 = {
  version: '5', dialect: 'pg', id: 'b', prevId: 'a', schemas: {}, _meta: { schemas: {}, tables: {}, columns: {} },
  enums: { Genre: { name: 'Genre', values: { novel: 'novel', essay: 'essay' } } },
  tables: {
    books: {
      name: 'books', schema: '',
      columns: {
        id: { name: 'id', type: 'serial', primaryKey: true, notNull: true },
        genre: { name: 'genre', type: 'Genre', primaryKey: false, notNull: false, default: "'novel'" },
        pages: { name: 'pages', type: 'integer', primaryKey: false, notNull: true, default: 0 },
      },
      indexes: { genre_idx: { name: 'genre_idx', columns: ['genre', 'pages'], isUnique: true } },
      foreignKeys: {}, compositePrimaryKeys: {}, uniqueConstraints: {},
    },
    book_authors: {
      name: 'book_authors', schema: '',
      columns: {
        book: { name: 'book', type: 'integer', primaryKey: false, notNull: true },
        author: { name: 'author', type: 'integer', primaryKey: false, notNull: false },
      },
      indexes: {},
      foreignKeys: {
        book_authors_book_books_id_fk: {
          name: 'book_authors_book_books_id_fk', tableFrom: 'book_authors', tableTo: 'books', columnsFrom: ['book'],
          columnsTo: ['id'], onDelete: 'no action', onUpdate: 'no action',
        },
      },
      compositePrimaryKeys: {
        book_authors_book_author: { name: 'book_authors_book_author', columns: ['book', 'author'] },
      },
    },
  },
};

/** What drizzle-kit 0.21 wrote: enums with a schema and a list. */
const version6 = {
  ...version5, version: '6', dialect: 'postgresql',
  enums: { 'public.Genre': { name: 'Genre', schema: 'public', values: ['novel', 'essay'] } },
  tables: { 'public.books': version5.tables.books, 'public.book_authors': version5.tables.book_authors },
};

function contents({ sees: _sees, ...rest }: Catalog): object {
  return rest;
}

describe('older snapshots', () => {
  test.each([
    ['5', version5], ['6', version6],
  ])('version %s reads as what drizzle-kit up makes of it', (_version, snapshot) => {
    const lifted = upPgSnapshot(structuredClone(snapshot));
    expect(lifted.version).toBe('7');
    expect(contents(catalogOf(snapshot))).toEqual(contents(catalogOf(lifted)));
  });

  test('an enum is known by its name, a key of two columns makes both not null', () => {
    const catalog = catalogOf(version5);
    expect(columnIn(tableIn(catalog, 'public.books'), 'genre').type).toBe('public.Genre');
    expect(tableIn(catalog, 'public.book_authors').columns.map(({ notNull }) => notNull)).toEqual([true, true]);
    expect(catalog.indexes.get('public.genre_idx')?.keys).toMatchObject([
      { column: 'genre', order: 'asc', nulls: 'last' }, { column: 'pages', order: 'asc', nulls: 'last' },
    ]);
  });

  test('they do not see what drizzle-kit could not say then', () => {
    const { sees } = catalogOf(version5);
    for (const unseen of [
      'views', 'policies', 'rowSecurity', 'sequences',
    ] as const) expect(sees.has(unseen)).toBe(false);
  });
});

describe('names and types that are not plain', () => {
  const long = 'a'.repeat(70);
  const table = {
    name: 'Reader Cards', schema: '',
    columns: {
      Id: { name: 'Id', type: 'bigserial', primaryKey: true, notNull: true },
      area: { name: 'area', type: 'geography(Point,4326)', primaryKey: false, notNull: false },
      words: { name: 'words', type: 'tsvector', primaryKey: false, notNull: false },
      rank: { name: 'rank', type: 'Rank', typeSchema: 'lending', primaryKey: false, notNull: false },
      nothing: { name: 'nothing', type: 'text[]', primaryKey: false, notNull: false, default: 'null' },
      grade: { name: 'grade', type: 'varchar(20)', primaryKey: false, notNull: false, default: null },
    },
    indexes: {
      [long]: {
        name: long, isUnique: false, method: 'btree', columns: [
          { expression: '"words" DESC', isExpression: true, asc: true, nulls: 'last' },
          { expression: '"area" COLLATE "C" text_pattern_ops', isExpression: true, asc: true, nulls: 'last' },
          { expression: 'coalesce("words", \'\')', isExpression: true, asc: true, nulls: 'last' },
          {
            expression: '(lower("rank")) gist_trgm_ops (siglen=32) ASC NULLS FIRST', isExpression: true, asc: true,
            nulls: 'last',
          },
          { expression: '"words" is not null', isExpression: true, asc: true, nulls: 'last' },
        ],
      },
    },
    foreignKeys: {}, compositePrimaryKeys: {}, uniqueConstraints: { cards_key: { columns: ['words'] } },
  };
  const catalog = catalogOf(
    { version: '7', dialect: 'postgresql', tables: { 'public.Reader Cards': table }, enums: {} },
  );
  const cards = tableIn(catalog, 'public.Reader Cards');

  test('types', () => {
    expect(cards.columns.map(({ type }) => type)).toEqual([
      'bigint', 'public.geography(Point,4326)', 'tsvector', 'lending.Rank', 'text[]',
      'character varying(20)',
    ]);
  });

  test('a sequence that needs quotes gets them', () => {
    expect(columnIn(cards, 'Id').default?.text).toBe(`nextval('"Reader Cards_Id_seq"'::regclass)`);
  });

  test('DEFAULT NULL is no default, unless the type has a modifier', () => {
    expect(columnIn(cards, 'nothing').default).toBeNull();
    expect(columnIn(cards, 'grade').default?.text).toBe('null');
  });

  test('a constraint without a name has the name of its key', () => {
    expect(constraintsIn(cards, 'unique')).toMatchObject(
      [{ name: 'cards_key', columns: ['words'], nullsNotDistinct: false }],
    );
  });

  test('a long name is cut as Postgres cuts it, and kept as it is written', () => {
    expect([...catalog.indexes.values()]).toMatchObject([{ name: 'a'.repeat(63), written: long }]);
  });

  test('options of index keys are read from inside expressions', () => {
    const [index] = catalog.indexes.values();
    const shown = index?.keys.map((key) =>
      [key.column, key.expression?.text, key.order, key.nulls, key.operatorClass, key.collation]);
    expect(shown?.map((parts) => parts.map((part) => part ?? '-').join(' | '))).toEqual([
      'words | - | desc | first | - | -',
      'area | - | asc | last | text_pattern_ops | C',
      '- | coalesce("words", \'\') | asc | last | - | -',
      '- | (lower("rank")) | asc | first | gist_trgm_ops | -',
      '- | "words" is not null | asc | last | - | -',
    ]);
  });
});

describe('what is not a snapshot we read', () => {
  test.each([
    ['{"version":"8","dialect":"postgres","ddl":[]}', `${file} is of dialect postgres: only postgresql is read.`],
    ['{"version":"9","dialect":"postgresql","ddl":[]}', `${file} has version 9: 5, 6 and 7 are read.`],
    ['{"version":"6","dialect":"sqlite","tables":{}}', `${file} is of dialect sqlite: only postgresql is read.`],
    ['{"version":"7","dialect":"postgresql"}', `${file} has no tables: it is not a snapshot of drizzle-kit.`],
    ['[]', `${file} is of no dialect: only postgresql is read.`],
    ['', `${file} is not JSON: a value is expected.`],
    ['{"tables": {]}', `${file} is not JSON: a name in double quotes is expected.`],
    ['{\n<<<<<<< HEAD\n"id": 1\n=======\n>>>>>>> loans\n}', `${file} holds conflict markers: finish the merge first.`],
  ])('%s', (text, message) => { expect(problemOf(text)).toBe(message); });

  test('never throws, whatever stands in it', () => {
    const json = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, fc.constantFrom(
        null, 1, true, '', 'text', 'serial', '"a" desc',
      ), tie('object'), fc.array(tie('value'), { maxLength: 3 })),
      object: fc.dictionary(fc.constantFrom(
        'name', 'schema', 'columns', 'indexes', 'foreignKeys', 'type', 'default', 'identity', 'policies', 'views',
        'tables',
        'enums', 'values', 'compositePrimaryKeys', 'columnsFrom', 'public.books', 'definition', 'on', '__proto__',
      ), tie('value'), { maxKeys: 6 }),
    }));
    fc.assert(fc.property(json.object, (parts) => {
      const whole = { version: '7', dialect: 'postgresql', tables: {}, ...(parts as object) };
      const reading = readSnapshot(file, JSON.stringify(whole), { spellType });
      if (reading.ok) expect(reading.snapshot.catalog.tables).toBeInstanceOf(Map);
    }));
  });
});
