import { generateDrizzleJson } from 'drizzle-kit/api';
import { foreignKey, index, integer, pgTable, primaryKey, text, unique, uniqueIndex } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/evidence/database.ts';
import { freshDatabase } from '../kit/fresh-database.ts';
import { observe } from '../../src/evidence/observe.ts';
import type { Casing } from '../../src/facts/casing.ts';
import type { Catalog } from '../../src/facts/catalog.ts';
import { conventionsOf, patternsFor } from '../../src/naming/conventions.ts';
import { fitsAny, render } from '../../src/naming/match.ts';
import { namedThings } from '../../src/naming/named-things.ts';
import type { NamingPreset } from '../../src/naming/presets.ts';
import { namingPresets } from '../../src/naming/presets.ts';
import { readSnapshot } from '../../src/parse/drizzle/snapshot.ts';
import { readExpressionText } from '../../src/parse/sql/expression.ts';
import { spellType } from '../../src/parse/sql/types.ts';

/** Kind, name, and what the preset says of it, for everything that it has a pattern for. */
function judged(catalog: Catalog, preset: NamingPreset): readonly { readonly kind: string; readonly name: string; readonly answer: string }[] {
  const conventions = conventionsOf(preset, { patterns: {}, columns: {} });
  return namedThings(catalog).flatMap((thing) => {
    const patterns = patternsFor(conventions, thing);
    return patterns.length === 0 ? [] : [{ kind: thing.kind, name: thing.name, answer: fitsAny(patterns, thing) }];
  });
}

const author = pgTable('author', { id: integer('id').primaryKey(), fullName: text().unique() });
const book = pgTable('book', {
  isbn: text('isbn'), shelfNo: integer(), authorId: integer().references(() => author.id), place_inShelf: integer('place'),
}, (table) => [
  primaryKey({ columns: [table.isbn, table.shelfNo] }),
  unique().on(table.shelfNo, table.place_inShelf),
  index().on(table.authorId), index().on(table.authorId, table.isbn), uniqueIndex().on(table.shelfNo),
]);
const loan = pgTable('loan_of_a_book_to_a_reader_of_the_library', { bookIsbn: text(), bookShelfNo: integer() }, (table) => [
  foreignKey({ columns: [table.bookIsbn, table.bookShelfNo], foreignColumns: [book.isbn, book.shelfNo] }),
]);

describe('the preset drizzle', () => {
  it.each<{ readonly casing: Casing | null }>([{ casing: null }, { casing: 'snake_case' }, { casing: 'camelCase' }])(
    'is what drizzle-kit calls the unnamed, with casing $casing', ({ casing }) => {
      const json: unknown = generateDrizzleJson({ author, book, loan }, undefined, undefined, casing ?? undefined);
      const reading = readSnapshot('executed.json', JSON.stringify(json), { spellType });
      if (!reading.ok) throw new Error(reading.problem.message);
      const found = judged(reading.snapshot.catalog, 'drizzle');
      expect(found.filter(({ answer }) => answer !== 'yes')).toEqual([]);
      expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(Object.keys(namingPresets.drizzle.patterns)));
      expect(found.length).toBeGreaterThanOrEqual(9);
    });
});

let database: Database;
beforeAll(async () => { database = await freshDatabase(); }, 60_000);
beforeEach(() => database.exec('drop schema public cascade; create schema public'));
afterAll(() => database.close());

describe('the preset postgres', () => {
  it('is what Postgres calls the unnamed', async () => {
    const long = 'loan_of_a_book_to_a_reader_of_the_open_library';
    await database.exec(`
      create table author (id int primary key, name text unique, mentor int references author);
      create table book (
        isbn text, shelf int, place int check (place > 0), author int references author, again int references author,
        primary key (isbn, shelf), unique (shelf, place), unique (place) include (isbn), check (shelf > place), check (shelf < 100),
        exclude using btree (shelf with =)
      );
      create index on book (author); create index on book (author); create index on book (author, place desc) include (isbn, shelf);
      create unique index on book (author, again);
      create index on book (lower(isbn)); create index on book (lower(isbn), shelf);
      create table ${long} (isbn_of_the_book text, shelf_of_the_book int, foreign key (isbn_of_the_book, shelf_of_the_book) references book);
      create index on ${long} (isbn_of_the_book, shelf_of_the_book);
    `);
    const catalog = await observe(database, { spell: readExpressionText });
    const found = judged(catalog, 'postgres');
    expect(found.filter(({ answer }) => answer !== 'yes')).toEqual([
      { kind: 'index', name: 'book_lower_idx', answer: 'unknown' }, { kind: 'index', name: 'book_lower_shelf_idx', answer: 'unknown' },
    ]);
    expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(Object.keys(namingPresets.postgres.patterns)));
    expect(found.length).toBeGreaterThanOrEqual(19);
  });

  it('renders those names, where no number was added and none was cut', async () => {
    await database.exec(`
      create table author (id int primary key, name text unique);
      create table book (isbn text, author int references author, unique (isbn, author));
      create index on book (author, isbn); create unique index on book (author);
    `);
    const conventions = conventionsOf('postgres', { patterns: {}, columns: {} });
    const things = namedThings(await observe(database, { spell: readExpressionText })).filter(({ kind }) => conventions.patterns[kind] !== undefined);
    expect(things).toHaveLength(6);
    for (const thing of things) {
      const [first] = patternsFor(conventions, thing);
      if (first === undefined) throw new Error(`no pattern for ${thing.kind}`);
      expect(render(first, thing)).toBe(thing.name);
    }
  });
});

describe('the preset rails-like', () => {
  it('is what a Rails project has', async () => {
    await database.exec(`
      create table people (id bigint primary key, birth_date date, created_at timestamp(6) not null, updated_at timestamp(6) not null);
      create table countries (code text primary key);
      create table book_loans (id bigint primary key, person_id bigint references people, created_by bigint references people,
        country_code text references countries, started_on date, returned_at timestamptz, is_late boolean);
      create index index_book_loans_on_person_id on book_loans (person_id);
      create unique index index_book_loans_on_person_id_and_started_on on book_loans (person_id, started_on);
    `);
    const found = judged(await observe(database, { spell: readExpressionText }), 'rails-like');
    expect(found.filter(({ answer }) => answer !== 'yes')).toEqual([]);
    expect(found).toHaveLength(13);
  });
});
