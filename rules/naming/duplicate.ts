import { doublesAmong, duplicatesOf, isDeclared, keyOf, namesOf, rule, show } from '#rule';
import type { NameOf, Report } from '#rule';

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
    catalog: (catalog) => doubles(namesOf(catalog).filter(({ origin }) => isDeclared(origin))),
    change(change, { before, statement }) {
      if (statement.tag === 'DO') return;
      const [first] = duplicatesOf(change, before);
      if (first === undefined) return;
      return { at: change.origin, text: `Postgres refuses this: ${first} is there already.`, instead: 'Take it out, or give it another name.' };
    },
  },
});

/** One report of a thing whose name something before it has, however many namespaces they share. */
function doubles(names: readonly NameOf[]): readonly Report[] {
  const exact = doublesAmong(names, (name) => name);
  const folded = doublesAmong(names, (name) => name.toLowerCase());
  return [
    ...[...exact].flatMap(([one, other]) => doubled(one, other)),
    ...[...folded].flatMap(([one, other]) => (exact.has(one) ? [] : nearlyDoubled(one, other))),
  ];
}

function doubled(one: NameOf, other: NameOf): readonly Report[] {
  if (one.origin === null) return [];
  const cut = one.written === other.written ? null : `"${one.written}" and "${other.written}" are both cut to "${one.name}"`;
  const text = cut === null ? `${what(one)} "${one.name}" has the name of ${article(other, one)}: ${outcome(one, other)}.`
    : `${what(one)} ${cut}: ${refused}.`;
  return [{ at: one.origin, text, related: other.origin === null ? [] : [{ at: other.origin, text: 'The other is here:' }] }];
}

const refused = 'Postgres refuses the second';

/** drizzle-kit 0.31, `generatePgSnapshot`: what lies by name in the snapshot is overwritten, what is counted ends the run. */
function outcome(one: NameOf, other: NameOf): string {
  if (one.kind !== other.kind || one.constraint !== other.constraint) return refused;
  switch (one.kind) {
    case 'table':
    case 'enum':
    case 'column': return 'drizzle-kit keeps the last without a word';
    case 'sequence': return 'drizzle-kit keeps the first without a word';
    case 'constraint': return keptByName.has(one.constraint) && isOneTable(one, other)
      ? 'drizzle-kit keeps the last without a word' : isOneTable(one, other) ? stops : refused;
    case 'index':
    case 'policy':
    case 'view': return stops;
    default: return one.kind satisfies never;
  }
}

const stops = 'drizzle-kit generate stops at it';
const keptByName: ReadonlySet<NameOf['constraint']> = new Set(['foreignKey', 'primaryKey']);

function isOneTable(one: NameOf, other: NameOf): boolean {
  return one.table !== null && other.table !== null && keyOf(one.table) === keyOf(other.table);
}

function nearlyDoubled(one: NameOf, other: NameOf): readonly Report[] {
  if (one.origin === null) return [];
  return [{
    at: one.origin,
    level: 'info',
    text: `${what(one)} "${one.name}" differs from "${other.name}" in capitals only: SQL that does not quote it means the one in lower case.`,
    related: other.origin === null ? [] : [{ at: other.origin, text: 'The other is here:' }],
  }];
}

const words = {
  table: 'Table', index: 'Index', view: 'View', enum: 'Enum', sequence: 'Sequence', policy: 'Policy', column: 'Column', constraint: 'Constraint',
} as const;
const constraints = { primaryKey: 'Primary key', unique: 'Unique constraint', foreignKey: 'Foreign key', check: 'Check', exclusion: 'Exclusion' } as const;

function word({ kind, constraint }: NameOf): string {
  return constraint === null ? words[kind] : constraints[constraint];
}

function what(one: NameOf): string {
  return one.table === null ? word(one) : `${word(one)} of ${show(one.table)}`;
}

/** `another table`, `an index of book`. */
function article(other: NameOf, one: NameOf): string {
  const [noun, beside] = [word(other).toLowerCase(), isOneTable(one, other) || other.table === null ? '' : ` of ${show(other.table)}`];
  if (noun === word(one).toLowerCase()) return `another ${noun}${beside}`;
  return `${/^[aeio]/.test(noun) ? 'an' : 'a'} ${noun}${beside}`;
}
