import {
  columnPatternsOption, conventionsOf, fitsAny, isLeftToOthers, isThingNamedHere, listed, matchesThing, namedKinds, namedThings,
  namesBeside, patternsFor, patternsOption, renaming, render, rule, suggestedRenaming, textsOption, v, whatIs,
} from '#rule';
import type { Conventions, Named, NamedThing, ObjectContext, Pattern, Report } from '#rule';

const options = v.object({
  preset: v.optional(v.pipe(
    v.picklist(['drizzle', 'postgres', 'rails-like']),
    v.description([
      'Patterns to begin with. `drizzle`: keys and indexes as drizzle-kit names them, `{table}_{columns}_index`, `_unique`, `_pk`, `{table}_{columns}_{parent}_{parent_columns}_fk`.',
      '`postgres`: as Postgres does, `{table}_pkey`, `{table}_{columns}_idx`, `_key`, `_fkey`, `_excl`, `{table}_{}_check`.',
      '`rails-like`: plural tables, `index_{table}_on_{columns:_and_}`, foreign key columns `{parent}_id` (or `{}_by`, or the name of the column they refer to), timestamps `{}_at`, dates `{}_on` or `{}_date`.',
    ].join(' ')),
  )),
  patterns: patternsOption(namedKinds.filter((kind) => kind !== 'migration'), [
    'A pattern, or a list of which any will do, by kind. A template says the name whole: `{table}_{columns}_idx`, `{plural}`, `v_{}`.',
    '`{}` is anything, `{singular}` and `{plural}` words of which the last is so, `{number}` digits or nothing, `{columns:_and_}` joins columns otherwise than with `_`;',
    '`{table}`, `{schema}`, `{column}` (of one column), `{columns}`, and of foreign keys `{parent}`, `{parent_column}`, `{parent_columns}`, are names of the thing itself. `/^[a-z]+$/` is a regular expression. `{}` alone frees a kind from the preset.',
  ].join(' ')),
  columns: columnPatternsOption([
    'The same for columns, by what they are: `foreignKey`, `primaryKey` (keys of one column), a type as Postgres prints it, with or without length (`numeric(10,2)`, `numeric`), `enum`, or a family of types: `timestamp`, `date`, `time`, `boolean`, `integer`, `number`, `text`, `uuid`, `json`, `array`.',
    'The first of these that has a pattern counts, then `patterns.column`. `{parent}` in a foreign key column is the table it refers to, in the singular or not, whole or by its last words, with words for its role before it: `author_id`, `home_address_id`; or the role alone, which is no table’s name: `owner_id` (for `created_by` add `{}_by`). Where a table refers to another twice or to itself, any words.',
  ].join(' ')),
  casing: v.optional(v.pipe(
    v.picklist(['snake_case', 'any']),
    v.description('`snake_case`: names in another case are left to naming/snake-case, which reports them. `any`: that rule is off, and they are judged here too.'),
  ), 'snake_case'),
  ignore: textsOption('Globs of tables, as `name` or `schema.name`, that somebody else names, with all that belongs to them; of enums, sequences and other things of a schema too.'),
});
type Options = v.InferOutput<typeof options>;

const imports = "import { boolean, date, foreignKey, index, integer, pgEnum, pgTable, primaryKey, text, timestamp, unique, uniqueIndex } from 'drizzle-orm/pg-core';";
const made = { '0000_authors': { up: 'create table author (id integer primary key);', down: 'drop table author;' } };

function books(extras: string): string {
  return `${imports}
export const author = pgTable('author', { id: integer('id').primaryKey() });
export const book = pgTable('book', { isbn: text('isbn'), title: text('title'), author: integer('author_id') }, (table) => [
  ${extras},
]);`;
}

export default rule({
  id: 'naming/pattern',
  title: 'Name things by the pattern of their kind',
  why: 'A name that follows a rule is found without looking it up: who knows the table and the column knows the index in the plan, the constraint in the error, and what a column holds.',
  instead: 'Name it by the pattern before its first release. Later that is a renaming: of a table or a column it breaks code that says the old name.',
  level: 'warn',
  presets: { conventions: 'error' },
  silent: [
    'No pattern is configured for the kind: without options for everything.',
    'The name by the pattern would be longer than 63 bytes: somebody had to choose another.',
    'The pattern speaks of columns, and it cannot be told which they are: keys of an index that are expressions.',
    'Names that are not snake_case, which naming/snake-case reports, unless `casing` is `any`; names longer than 63 bytes, which naming/identifier-length reports.',
    'With `{parent}`: words that are no table’s name, which say the role of the parent: `owner_id`; where a column refers to its own table or is one of several that refer to the same one, any words.',
    'A column that is both the primary key and a foreign key, where only one of the two has a pattern.',
    'Sequences behind serial and identity columns, which Postgres names; what a partition has from its parent.',
    'Tables of Better Auth, Auth.js, Lucia and Supabase, which are known by their columns; tables that match `ignore`; and all that belongs to them.',
  ],
  options,
  examples: [
    {
      bad: { schema: books("index('search_title').on(table.title)"), migrations: made },
      options: { patterns: { index: '{table}_{columns}_idx' } },
      fixed: books("index('book_title_idx').on(table.title)"),
    },
    {
      bad: { schema: books("uniqueIndex('book_isbn').on(table.isbn)"), migrations: made },
      options: { patterns: { uniqueIndex: 'uq_{table}_{columns:__}' } },
      fixed: books("uniqueIndex('uq_book_isbn').on(table.isbn)"),
    },
    {
      bad: { schema: books("unique('one_isbn').on(table.isbn)"), migrations: made },
      options: { preset: 'drizzle' },
      fixed: books("unique('book_isbn_unique').on(table.isbn)"),
    },
    {
      bad: { schema: books("foreignKey({ name: 'written_by', columns: [table.author], foreignColumns: [author.id] })"), migrations: made },
      options: { preset: 'postgres', patterns: { primaryKey: '{}' } },
      fixed: books("foreignKey({ name: 'book_author_id_fkey', columns: [table.author], foreignColumns: [author.id] })"),
    },
    {
      bad: { schema: books("primaryKey({ name: 'book_key', columns: [table.isbn, table.title] })"), migrations: made },
      options: { patterns: { primaryKey: ['{table}_pkey', '{table}_{columns}_pk'] } },
      fixed: books("primaryKey({ name: 'book_pkey', columns: [table.isbn, table.title] })"),
    },
    {
      bad: { schema: `${imports}
export const book = pgTable('book', { id: integer('id'), lent: boolean('lent') });` },
      options: { columns: { boolean: ['is_{}', 'has_{}'] } },
    },
    { bad: 'create table loan (day timestamp with time zone, due_on date);', options: { preset: 'rails-like', patterns: { table: '{singular}' } } },
    { bad: 'create table loan (id integer primary key);', options: { preset: 'rails-like' } },
    {
      given: 'create table lib_author (id integer primary key);',
      bad: 'create table lib_book (writer integer references lib_author);', options: { columns: { foreignKey: '{parent}_id' } },
    },
    {
      given: 'create table authors (id integer primary key); create table readers (id integer primary key);',
      bad: 'create table books (reader_id integer references authors);', options: { columns: { foreignKey: '{parent}_id' } },
    },
    { bad: 'create table loan (id text primary key);', options: { columns: { primaryKey: '{table}_id' } } },
    { bad: 'create table loan (note text);', options: { patterns: { column: '{table}_{}' } } },
    { bad: `create type status as enum ('lent', 'returned');`, options: { patterns: { enum: '{}_enum' } } },
    { bad: `create type status as enum ('LENT', 'returned');`, options: { patterns: { enumValue: '/^[a-z_]+$/' } } },
    { bad: 'create domain isbn as text;', options: { patterns: { domain: '{}_type' } } },
    { bad: 'create type address as (street text);', options: { patterns: { compositeType: '{}_type' } } },
    { bad: 'create schema lending;', options: { patterns: { schema: 'lib_{}' } } },
    { bad: 'create view novel as select 1 as id;', options: { patterns: { view: 'v_{}' } } },
    { bad: 'create materialized view popular as select 1 as id;', options: { patterns: { materializedView: 'mv_{}' } } },
    { bad: 'create sequence shelf;', options: { patterns: { sequence: '{}_seq' } } },
    { bad: "create function borrow() returns integer language sql as 'select 1';", options: { patterns: { routine: 'fn_{}' } } },
    {
      given: "create table loan (id integer); create function note() returns trigger language plpgsql as 'begin return new; end';",
      bad: 'create trigger noted before insert on loan for each row execute function note();', options: { patterns: { trigger: '{table}_{}' } },
    },
    { given: 'create table loan (id integer); alter table loan enable row level security;', bad: 'create policy own on loan using (true);', options: { patterns: { policy: '{table}_{}' } } },
    { bad: 'create table loan (id integer, constraint positive check (id > 0));', options: { preset: 'postgres' } },
    { bad: 'create table loan (id integer, constraint once exclude using btree (id with =));', options: { preset: 'postgres' } },
    {
      given: 'create table loan (day date) partition by range (day);',
      bad: "create table may partition of loan for values from ('2026-05-01') to ('2026-06-01');", options: { patterns: { partition: '{parent}_{}' } },
    },
    { good: 'create table loan (day date, "when" timestamp); create index on loan (day);' },
    {
      good: { schema: books("index('book_title_search_idx').on(table.title)") },
      options: { patterns: { index: 'index_of_the_open_library_for_searching_in_the_table_{table}_by_{columns}' } },
    },
    { given: 'create table book (title text);', good: 'create index book_search_idx on book (lower(title));', options: { patterns: { index: '{table}_{columns}_idx' } } },
    { good: 'create table "Loan" (id integer);', options: { patterns: { table: '{plural}' } } },
    { bad: 'create table "Loan" (id integer);', options: { patterns: { table: '{plural}' }, casing: 'any' } },
    {
      given: 'create table author (id integer primary key); create table lib_addresses (id integer primary key);',
      good: 'create table book (home_address_id integer references lib_addresses, owner_id integer references author);',
      options: { columns: { foreignKey: '{parent}_id' } },
    },
    {
      good: 'create table reader (id integer primary key, guarantor_id integer references reader, friend_id integer references reader);',
      options: { columns: { foreignKey: '{parent}_id' } },
    },
    {
      given: 'create table author (id integer primary key);',
      good: 'create table portrait (id integer primary key references author);', options: { columns: { foreignKey: '{parent}_id' } },
    },
    { good: 'create table book (number serial);', options: { patterns: { sequence: 'seq_{}' } } },
    {
      given: 'create table loan (lent date) partition by range (lent);',
      bad: "alter table loan add column returned date; create table loan_may partition of loan for values from ('2026-05-01') to ('2026-06-01');",
      options: { columns: { date: ['{}_on', 'lent'] } },
    },
    { good: 'create table account (id integer, expires timestamp);', options: { preset: 'rails-like', ignore: ['account'] } },
  ],
  check: {
    catalog(catalog, on) {
      const conventions = conventionsOf(on.options.preset ?? null, on.options);
      return namedThings(catalog).flatMap((thing) =>
        (thing.kind === 'partition' || isThingNamedHere(thing, catalog) ? misnamed(thing, conventions, on) ?? [] : []));
    },
  },
});

function misnamed(thing: NamedThing, conventions: Conventions, on: ObjectContext<Options>): Report | undefined {
  const patterns = patternsFor(conventions, thing);
  if (thing.origin === null || patterns.length === 0 || isOthers(thing, on.options)) return;
  if (fitsAny(patterns, thing) !== 'no') return;
  const better = patterns.filter(isForm).map((pattern) => render(pattern, thing)).find((name) => name !== null);
  const advice = better === undefined ? '' : `: "${better}" would`;
  return {
    at: thing.origin,
    text: `${whatItIs(thing)}: "${thing.written}" does not fit ${alternatives(patterns)}${advice}.`,
    ...(better === undefined ? {} : remedies(thing, better, on)),
  };
}

/** A name that is allowed besides, word for word, is advice for nobody else. */
function isForm(pattern: Pattern, place: number): boolean {
  return place === 0 || (pattern.kind === 'template' && pattern.parts.some(({ kind }) => kind === 'placeholder'));
}

/** What another rule reports, or another team names. */
function isOthers(thing: NamedThing, { casing, ignore }: Options): boolean {
  return matchesThing(ignore, thing) || isLeftToOthers(thing, casing);
}

function alternatives(patterns: readonly Pattern[]): string {
  return listed(patterns.map(({ text }) => text)).replace(/ and (?=[^ ]*$)/, ' or ');
}

function remedies(thing: NamedThing, better: string, on: ObjectContext<Options>): Pick<Report, 'fix' | 'suggestions'> {
  const { identity, origin, written } = thing;
  if (identity === null || namesBeside(identity, on.catalog).has(better)) return {};
  const change = { object: identity, at: origin, from: written, to: better };
  return isOnlyLookedUp(identity) ? renaming(change, on) : suggestedRenaming(change, on);
}

/** Nobody's code says the name of an index or a constraint. */
function isOnlyLookedUp({ kind }: Named): boolean {
  return kind === 'index' || kind === 'constraint';
}

/** What a pattern for a column hangs on. */
function whatItIs(thing: NamedThing): string {
  const { kind, keys, types, parents } = thing;
  if (kind !== 'column') return whatIs(thing);
  const is = keys.includes('foreignKey') ? `foreign key to ${listed(parents.map((parent) => parent.table))}`
    : keys.includes('primaryKey') ? 'primary key' : types[0] ?? '';
  return `${whatIs(thing)}, ${is}`;
}
