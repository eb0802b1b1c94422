import {
  commonPrefix, isThingNamedHere, matches, matchesThing, namedThings, repetitions, rule, show, suggestedRenaming, textsOption, utf8Length,
  v, whatIs, wordsOfName,
} from '#rule';
import type { NamedThing, ObjectContext, Repetition, Report } from '#rule';

const budget = (words: number, bytes: number) => v.optional(v.pipe(
  v.object({
    words: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), words),
    bytes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(63)), bytes),
  }),
  v.description(`Most words, and most bytes, that the name of one may have: ${words} and ${bytes} where nothing is said.`),
), {});

const options = v.object({
  table: budget(6, 46),
  view: budget(6, 46),
  column: budget(6, 40),
  enum: budget(5, 40),
  repeats: v.optional(v.pipe(
    v.boolean(), v.description('Whether columns are told that repeat the name of their table, in a project that does not do so throughout.'),
  ), true),
  ignore: textsOption('Globs of tables, as `name` or `schema.name`, that somebody else names, with all that belongs to them.'),
});
type Options = v.InferOutput<typeof options>;

const drizzle = "import { integer, pgTable, text } from 'drizzle-orm/pg-core';";

export default rule({
  id: 'naming/concise',
  title: 'Keep names short enough to say',
  why: 'A name is typed and read a thousand times: what it repeats, or says beyond what tells it apart, hides the rest, and the names of its indexes and keys are cut.',
  instead: 'Leave out what the table, or the schema around it, says already.',
  level: 'off',
  presets: { conventions: 'warn' },
  silent: [
    'Names within their budget: six words and 46 bytes of tables and views, six words of columns, five of enums, and 40 bytes of either.',
    'A first word, or several, that half of the tables have: of the name of a table they count for nothing.',
    'Indexes and constraints, whose names are made of others.',
    'A column that repeats its table where a fifth of the project’s tables have such columns: that is how it names them.',
    'A column that as many tables repeat as have it bare, that another table has by the same name, or of which the rest might be of another column, permission_type beside subject_type, or is the name of another table.',
    'A foreign key, an id, a number or a code, and a column of which the rest is a reserved word or the name of another column.',
    'A column that is called after another table: job_agent_version in job beside job_agent.',
    'Tables of Better Auth, Auth.js, Lucia and Supabase, told by their columns, and tables that match `ignore`, with all that belongs to them.',
  ],
  options,
  examples: [
    { bad: { schema: `${drizzle}\nexport const book = pgTable('book', { id: integer('id').primaryKey(), title: text('book_title') });` } },
    { bad: { schema: `${drizzle}\nexport const book = pgTable('book', { shelf: text('shelf_of_the_room_it_is_in') });` } },
    { bad: 'create table library_reading_room_loans_by_month_and_reader (id integer primary key);' },
    { bad: `create type state_of_a_loan_in_the_library as enum ('lent', 'returned');` },
    { bad: 'create view loans_of_this_month_by_reader_and_title as select 1 as id;' },
    { bad: 'create table books (id integer primary key, book_title text, isbn text);' },
    { bad: 'create table borrowed_books (id integer primary key);', options: { table: { words: 1 } } },
    { good: 'create table books (id integer primary key, title text, isbn text);' },
    {
      given: 'create table city_library_book (id integer); create table city_library_loan (id integer); create table city_library_shelf (id integer);',
      good: 'create table city_library_loans_by_month_and_reader_due (id integer primary key);',
    },
    {
      given: 'create table city_library_book (id integer); create table city_library_loan (id integer); create table city_library_shelf (id integer);',
      bad: 'create table city_library_loans_by_month_and_by_reader_and_shelf (id integer primary key);',
    },
    { good: 'create table author (author_name text); create table loan (id integer primary key, author_name text);' },
    { good: 'create table bins (id integer primary key); create table rotation (id integer primary key, rotation_bin text);' },
    { good: 'create table permission (subject_type text, permission_type text);' },
    { good: 'create table author (author_id integer primary key); create table author_note (id integer primary key, author_note_author_id integer references author);' },
    { good: 'create table book (id integer primary key, book_order integer, book_title text, title text);' },
    { good: 'create table job (id integer primary key, job_agent_version text); create table job_agent (id integer primary key, version text);' },
    { good: 'create table book (id integer primary key, book_title text); create table author (id integer primary key, author_name text);' },
    { good: 'create table books (id integer primary key, book_title text);', options: { ignore: ['books'] } },
    { good: 'create table books (id integer primary key, book_title text);', options: { repeats: false } },
  ],
  check: {
    catalog(catalog, on) {
      const things = namedThings(catalog).filter((thing) => isJudged(thing, on));
      const prefix = commonPrefix(catalog);
      return [...things.flatMap((thing) => overBudget(thing, prefix, on)), ...repeated(on)];
    },
  },
});

function isJudged(thing: NamedThing, on: ObjectContext<Options>): boolean {
  return isThingNamedHere(thing, on.catalog) && !matchesThing(on.options.ignore, thing);
}

/** The prefix of all tables is not for one of them to leave out. */
function overBudget(thing: NamedThing, prefix: string, { options }: ObjectContext<Options>): readonly Report[] {
  const kind = thing.kind === 'materializedView' ? 'view' : thing.kind;
  if (thing.origin === null || (kind !== 'table' && kind !== 'view' && kind !== 'column' && kind !== 'enum')) return [];
  const { words, bytes } = options[kind];
  const own = kind === 'table' && thing.written.startsWith(prefix) ? thing.written.slice(prefix.length) : thing.written;
  const [hasWords, hasBytes] = [wordsOfName(own).length, utf8Length(own)];
  if (utf8Length(thing.written) > 63 || (hasWords <= words && hasBytes <= bytes)) return [];
  const over = hasWords > words ? `${hasWords} words, ${words} are allowed` : `${hasBytes} bytes, ${bytes} are allowed`;
  const behind = own === thing.written ? '' : ` behind "${prefix}"`;
  return [{ at: thing.origin, text: `${whatIs(thing)}: "${thing.written}" has${behind} ${over}.` }];
}

function repeated(on: ObjectContext<Options>): readonly Report[] {
  if (!on.options.repeats) return [];
  return repetitions(on.catalog, on.postgres).filter(({ table }) => !matches(on.options.ignore, table)).flatMap((one) => repetition(one, on));
}

function repetition({ table, column, rest }: Repetition, on: ObjectContext<Options>): readonly Report[] {
  const { name, origin, written } = column;
  if (origin === null) return [];
  const text = `Column of ${show(table)}: "${written}" repeats the name of its table: "${rest}" would do.`;
  return [{ at: origin, text, ...suggestedRenaming({ object: { kind: 'column', table, name }, at: origin, from: written, to: rest }, on) }];
}
