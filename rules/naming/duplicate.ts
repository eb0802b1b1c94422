import { doublesAmong, duplicatesOf, isDeclared, isItsOwner, keyOf, kindWords, namedThings, namesakeThings, rule, show, whatIs } from '#rule';
import type { NamedKind, NamedThing, Report } from '#rule';

const imports = "import { check, foreignKey, index, integer, pgEnum, pgTable, text, unique } from 'drizzle-orm/pg-core';";
const long = 'reading_room_loans_by_the_month_in_which_the_book_was_returned_';

export default rule({
  id: 'naming/duplicate',
  title: 'Give each name once in its namespace',
  why: 'Postgres takes a name once: in a schema for tables, views, indexes, sequences and the indexes of keys together, in a table for columns and constraints. drizzle-kit keeps the last of two without a word, or stops, or writes SQL that fails.',
  instead: 'Give one of the two another name.',
  level: 'error',
  silent: [
    'The same name in two schemas, and a check, a foreign key, a column or a policy of the same name on two tables.',
    'A foreign key or a primary key that is declared twice alike: one of the two is enough.',
    'SQL that tolerates what is there already: IF NOT EXISTS, OR REPLACE, a DO block.',
    'Names of keys that Postgres chooses: it takes a free one.',
  ],
  examples: [
    {
      given: 'create table book (id integer primary key, title text);', bad: 'alter table book add column title text;',
      claims: { fails: '42701' },
    },
    {
      given: 'create table book (id integer primary key, title text); create table loan (id integer primary key); create index by_title on book (title);',
      bad: 'create index by_title on loan (id);', claims: { fails: '42P07' },
    },
    {
      given: "create type shelf as enum ('low', 'high');", bad: 'create table shelf (id integer primary key);',
      claims: { fails: '42710' },
    },
    {
      given: 'create table book (id integer primary key, pages integer constraint book_pages check (pages > 0));',
      bad: 'alter table book add constraint book_pages unique (pages);', claims: { fails: '42710' },
    },
    { given: 'create table book (id integer primary key, title text);', good: 'alter table book add column if not exists title text;' },
    {
      given: 'create table book (id integer primary key, pages integer constraint positive check (pages > 0));',
      good: 'create table loan (id integer primary key, days integer constraint positive check (days > 0));',
    },
    { bad: { schema: `${imports}
export const book = pgTable('book', { id: integer('id').primaryKey(), title: text('title'), subtitle: text('title') });` } },
    { bad: { schema: `${imports}
export const book = pgTable('book', { id: integer('id').primaryKey() });
export const oldBook = pgTable('book', { isbn: text('isbn').primaryKey() });` } },
    { bad: { schema: `${imports}
export const shelf = pgEnum('shelf', ['low', 'high']);
export const shelves = pgTable('shelf', { id: integer('id').primaryKey() });` } },
    { bad: { schema: `${imports}
export const book = pgTable('book', { id: integer('id').primaryKey(), isbn: text('isbn').unique('book_isbn') }, (t) => [
  index('book_isbn').on(t.isbn),
]);` } },
    { bad: { schema: `${imports}
export const author = pgTable('author', { id: integer('id').primaryKey() });
export const book = pgTable('book', { id: integer('id').primaryKey(), authorId: integer('author_id').references(() => author.id) }, (t) => [
  foreignKey({ columns: [t.authorId], foreignColumns: [author.id] }).onDelete('cascade'),
]);` } },
    { bad: { schema: `${imports}
export const monthly = pgTable('${long}by_month', { id: integer('id') });
export const yearly = pgTable('${long}by_year', { id: integer('id') });` } },
    { bad: { schema: `${imports}
export const book = pgTable('book', { id: integer('id').primaryKey(), isbn: text('isbn'), oldIsbn: text('ISBN') });` } },
    { good: { schema: `${imports}
export const author = pgTable('author', { id: integer('id').primaryKey() });
export const book = pgTable('book', { id: integer('id').primaryKey(), authorId: integer('author_id').references(() => author.id) }, (t) => [
  foreignKey({ columns: [t.authorId], foreignColumns: [author.id] }),
]);` } },
  ],
  check: {
    catalog: (catalog) => doubles([...namedThings(catalog), ...namesakeThings(catalog)].filter(({ origin }) => isDeclared(origin))),
    change(change, { before, statement }) {
      if (statement.tag === 'DO') return;
      const [first] = duplicatesOf(change, before);
      if (first === undefined) return;
      return { at: change.origin, text: `Postgres refuses this: ${first} is there already.`, instead: 'Take it out, or give it another name.' };
    },
  },
});

/** One report of a thing whose name something before it has, however many namespaces they share. */
function doubles(things: readonly NamedThing[]): readonly Report[] {
  const exact = doublesAmong(things, (name) => name);
  const folded = doublesAmong(things, (name) => name.toLowerCase());
  return [
    ...[...exact].flatMap(([one, other]) => doubled(one, other)),
    ...[...folded].flatMap(([one, other]) => (exact.has(one) ? [] : nearlyDoubled(one, other))),
  ];
}

function doubled(one: NamedThing, other: NamedThing): readonly Report[] {
  if (one.origin === null) return [];
  const text = one.written === other.written
    ? `${whatIs(one)} "${one.name}" has the name of ${beside(other, one)}: ${outcome(one, other)}.`
    : `${whatIs(one)} "${one.written}" and "${other.written}" are both cut to "${one.name}": ${refused}.`;
  return [{ at: one.origin, text, ...theOther(other) }];
}

function nearlyDoubled(one: NamedThing, other: NamedThing): readonly Report[] {
  if (one.origin === null) return [];
  return [{
    at: one.origin,
    level: 'info',
    text: `${whatIs(one)} "${one.name}" differs from "${other.name}" in capitals only: SQL that does not quote it means the one in lower case.`,
    ...theOther(other),
  }];
}

function theOther({ origin }: NamedThing): Pick<Report, 'related'> {
  return origin === null ? {} : { related: [{ at: origin, text: 'The other is here:' }] };
}

const refused = 'Postgres refuses the second';
const stops = 'drizzle-kit generate stops at it';

/** drizzle-kit 0.31, `generatePgSnapshot`: what lies by name in the snapshot is overwritten, what is counted ends the run. */
function outcome(one: NamedThing, other: NamedThing): string {
  if (family(one.kind) !== family(other.kind)) return refused;
  if (keepsLast.has(one.kind)) return 'drizzle-kit keeps the last without a word';
  if (one.kind === 'sequence') return 'drizzle-kit keeps the first without a word';
  return countedInSchema.has(family(one.kind)) || isOfOneOwner(one, other) ? stops : refused;
}

const keepsLast: ReadonlySet<NamedKind> = new Set(['table', 'enum', 'column', 'foreignKey', 'primaryKey', 'schema']);
const countedInSchema: ReadonlySet<NamedKind> = new Set(['index', 'view']);

/** Kinds that drizzle-kit keeps together. */
function family(kind: NamedKind): NamedKind {
  return kind === 'uniqueIndex' ? 'index' : kind === 'materializedView' ? 'view' : kind;
}

function isOfOneOwner(one: NamedThing, other: NamedThing): boolean {
  return one.owner !== null && other.owner !== null && keyOf(one.owner) === keyOf(other.owner);
}

/** `another table`, `an index of book`. */
function beside(other: NamedThing, one: NamedThing): string {
  const noun = kindWords[other.kind].toLowerCase();
  const of = other.owner === null || isItsOwner(other.kind) || isOfOneOwner(one, other) ? '' : ` of ${show(other.owner)}`;
  if (other.kind === one.kind) return `another ${noun}${of}`;
  return `${/^[aeio]/.test(noun) ? 'an' : 'a'} ${noun}${of}`;
}
