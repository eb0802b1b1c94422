import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import duplicate from '../../rules/naming/duplicate.ts';
import type { Database } from '../../src/evidence/database.ts';
import { freshDatabase } from '../kit/fresh-database.ts';
import { traced } from '../../src/evidence/trace.ts';
import { findingsOf } from '../kit/sample-project.ts';

const drizzle = `import {
  check, foreignKey, index, integer, pgEnum, pgMaterializedView, pgPolicy, pgSchema, pgSequence, pgTable, pgView, primaryKey, text, unique, uniqueIndex,
} from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';`;

function told(schema: string): readonly string[] {
  return findingsOf(duplicate, { bad: { schema: `${drizzle}\n${schema}` } }).map(({ level, text }) => `${level}: ${text}`);
}

const table = (name: string, more = ''): string => `export const t_${name} = pgTable('${name}', { id: integer('id') }${more});\n`;
const lastStays = 'drizzle-kit keeps the last without a word.';
const stops = 'drizzle-kit generate stops at it.';
const refused = 'Postgres refuses the second.';

/** What is declared, the SQL that drizzle-kit would make of it (by hand: it refuses some, and loses others), and what is said. */
const cases: readonly { readonly schema: string; readonly sql: string; readonly fails: string | null; readonly says: readonly string[] }[] = [
  {
    schema: `${table('book')}export const again = pgTable('book', { isbn: text('isbn') });`,
    sql: 'create table book (id integer); create table book (isbn text);', fails: '42P07',
    says: [`error: Table "book" has the name of another table: ${lastStays}`],
  },
  {
    schema: `${table('book')}export const view = pgView('book', {}).as(sql\`select 1\`);`,
    sql: 'create table book (id integer); create view book as select 1;', fails: '42P07',
    says: [`error: View "book" has the name of a table: ${refused}`],
  },
  {
    schema: `${table('book')}export const view = pgMaterializedView('book', {}).as(sql\`select 1\`);`,
    sql: 'create table book (id integer); create materialized view book as select 1;', fails: '42P07',
    says: [`error: Materialized view "book" has the name of a table: ${refused}`],
  },
  {
    schema: `${table('book')}export const numbers = pgSequence('book');`,
    sql: 'create sequence book; create table book (id integer);', fails: '42P07',
    says: [`error: Sequence "book" has the name of a table: ${refused}`],
  },
  {
    schema: `${table('book', ", (t) => [index('loan').on(t.id)]")}${table('loan')}`,
    sql: 'create table book (id integer); create table loan (id integer); create index loan on book (id);', fails: '42P07',
    says: [`error: Index of book "loan" has the name of a table: ${refused}`],
  },
  {
    schema: `${table('book', ", (t) => [index('by_id').on(t.id)]")}${table('loan', ", (t) => [index('by_id').on(t.id)]")}`,
    sql: 'create table book (id integer); create table loan (id integer); create index by_id on book (id); create index by_id on loan (id);',
    fails: '42P07', says: [`error: Index of loan "by_id" has the name of another index of book: ${stops}`],
  },
  {
    schema: table('book', ", (t) => [unique('one').on(t.id), uniqueIndex('one').on(t.id)]"),
    sql: 'create table book (id integer, constraint one unique (id)); create unique index one on book (id);', fails: '42P07',
    says: [`error: Unique index of book "one" has the name of a unique constraint: ${refused}`],
  },
  {
    schema: `${table('book', ", (t) => [unique('one').on(t.id)]")}${table('loan', ", (t) => [unique('one').on(t.id)]")}`,
    sql: 'create table book (id integer constraint one unique); create table loan (id integer constraint one unique);', fails: '42P07',
    says: [`error: Unique constraint of loan "one" has the name of another unique constraint of book: ${refused}`],
  },
  {
    schema: table('book', ", (t) => [unique('one').on(t.id), check('one', sql`${t.id} > 0`)]"),
    sql: 'create table book (id integer, constraint one unique (id), constraint one check (id > 0));', fails: '42710',
    says: [`error: Check of book "one" has the name of a unique constraint: ${refused}`],
  },
  {
    schema: table('book', ", (t) => [check('one', sql`${t.id} > 0`), check('one', sql`${t.id} < 9`)]"),
    sql: 'create table book (id integer, constraint one check (id > 0), constraint one check (id < 9));', fails: '42710',
    says: [`error: Check of book "one" has the name of another check: ${stops}`],
  },
  {
    schema: table('book', ", (t) => [check('one', sql`${t.id} > 0`), index('one').on(t.id)]"),
    sql: 'create table book (id integer, constraint one check (id > 0)); create index one on book (id);', fails: null, says: [],
  },
  {
    schema: `${table('book', ", (t) => [check('one', sql`${t.id} > 0`)]")}${table('loan', ", (t) => [check('one', sql`${t.id} > 0`)]")}`,
    sql: 'create table book (id integer constraint one check (id > 0)); create table loan (id integer constraint one check (id > 0));',
    fails: null, says: [],
  },
  {
    schema: "export const book = pgTable('book', { isbn: text('isbn'), again: integer('isbn') });",
    sql: 'create table book (isbn text, isbn integer);', fails: '42701',
    says: [`error: Column of book "isbn" has the name of another column: ${lastStays}`],
  },
  {
    schema: `${table('book')}export const kind = pgEnum('book', ['new']);`,
    sql: "create type book as enum ('new'); create table book (id integer);", fails: '42710',
    says: [`error: Enum "book" has the name of a table: ${refused}`],
  },
  {
    schema: "export const shelf = pgView('book', {}).as(sql`select 1`); export const kind = pgEnum('book', ['new']);",
    sql: "create type book as enum ('new'); create view book as select 1;", fails: '42710',
    says: [`error: Enum "book" has the name of a view: ${refused}`],
  },
  {
    schema: "export const numbers = pgSequence('book'); export const kind = pgEnum('book', ['new']);",
    sql: "create type book as enum ('new'); create sequence book;", fails: '42710',
    says: [`error: Sequence "book" has the name of an enum: ${refused}`],
  },
  {
    schema: `${table('loan', ", (t) => [index('book').on(t.id)]")}export const kind = pgEnum('book', ['new']);`,
    sql: "create type book as enum ('new'); create table loan (id integer); create index book on loan (id);", fails: null, says: [],
  },
  {
    schema: "export const kind = pgEnum('book', ['new']); export const old = pgEnum('book', ['old']);",
    sql: "create type book as enum ('new'); create type book as enum ('old');", fails: '42710',
    says: [`error: Enum "book" has the name of another enum: ${lastStays}`],
  },
  {
    schema: table('book', ", () => [pgPolicy('mine', { using: sql`true` }), pgPolicy('mine', { for: 'delete' })]"),
    sql: 'create table book (id integer); create policy mine on book using (true); create policy mine on book for delete;', fails: '42710',
    says: [`error: Policy of book "mine" has the name of another policy: ${stops}`],
  },
  {
    schema: `${table('book')}export const archived = pgSchema('archive').table('book', { id: integer('id') });`,
    sql: 'create schema archive; create table book (id integer); create table archive.book (id integer);', fails: null, says: [],
  },
  {
    schema: `${table('book')}${table('Book')}`, sql: 'create table book (id integer); create table "Book" (id integer);', fails: null,
    says: ['info: Table "Book" differs from "book" in capitals only: SQL that does not quote it means the one in lower case.'],
  },
];

describe('a name that is given twice', () => {
  let database: Database;
  beforeAll(async () => { database = await freshDatabase(); });
  afterAll(() => database.close());

  it.each(cases)('$sql', async ({ schema, sql, fails, says }) => {
    expect(told(schema)).toEqual(says);
    await database.exec('begin');
    const trace = await traced(database, () => database.exec(sql));
    await database.exec('rollback');
    expect(trace.fails).toBe(fails);
  });
});

describe('foreign keys of one name', () => {
  const book = (second: string): string => `export const author = pgTable('author', { id: integer('id').primaryKey() });
    export const book = pgTable('book', { authorId: integer('author_id').references(() => author.id) }, (t) => [
      foreignKey({ columns: [t.authorId], foreignColumns: [author.id] })${second}]);`;

  it('are a loss where they differ, and one where they are alike', () => {
    expect(told(book(".onDelete('cascade')"))).toEqual([
      `error: Foreign key of book "book_author_id_author_id_fk" has the name of another foreign key: ${lastStays}`,
    ]);
    expect(told(book(''))).toEqual([]);
  });
});

describe('keys that Postgres names', () => {
  it('are given another name where the one they would have is taken', () => {
    const long = 'reading_room_loans_by_the_month_in_which_the_book_was_returned';
    expect(told(`export const a = pgTable('${long}', { id: integer('id').primaryKey() });
      export const b = pgTable('${long.slice(0, -4)}', { id: integer('id').primaryKey() });`)).toEqual([]);
  });
});
