import {
  isThingNamedHere, listed, matchesThing, namedThings, namesBeside, nondescriptAmong, rule, show, suggestedRenaming, textsOption, v, whatIs,
} from '#rule';
import type { Fault, NamedThing, ObjectContext, Report } from '#rule';

const options = v.object({
  vague: textsOption('More words that say nothing where they are a whole name.'),
  allow: textsOption('Names that may stand as they are.'),
  ignore: textsOption('Globs of tables, as `name` or `schema.name`, that somebody else names, with all that belongs to them.'),
});
type Options = v.InferOutput<typeof options>;

const drizzle = "import { boolean, integer, jsonb, pgEnum, pgTable, text } from 'drizzle-orm/pg-core';";

function book(column: string): { readonly schema: string } {
  return { schema: `${drizzle}\nexport const book = pgTable('book', { id: integer('id').primaryKey(), title: text('title'), ${column} });` };
}

export default rule({
  id: 'naming/descriptive',
  title: 'Choose names that say what a thing is',
  why: 'Nobody asks the one who made it: a name that says nothing, counts, or says the type instead has to be looked up in the code each time.',
  instead: 'Name what is in it.',
  level: 'off',
  presets: { strict: 'warn', conventions: 'warn' },
  silent: [
    'A vague word as part of a name: `book_data`, `value_date`, `info_email`.',
    'Columns named type, status, name, kind, content, metadata; `data` and `info` of jsonb, json, bytea and text, which is what a payload is.',
    'A column `value` of a table that says of what: by a foreign key, or a column like key, name or type.',
    'One letter where it has company, as in x and y, or r, g and b; x, y and z alone.',
    'A version beside the one that it follows: `book_v2` and `book`, `statusV2` and `status`.',
    'Two series or more in a table, as tag1 to tag7 and number1 to number5: slots that the program deals out by type.',
    'Two of a number, `address_line_1` and `address_line_2`; numbers that belong to the word: sha256, ipv4, oauth2, s3.',
    'A word for a type that is not the type of the column: `is_json`, `content_type`, `birth_date`; words that mean more, `connection_string`, `alt_text`.',
    'A mark of the type that most tables, views or enums of the project carry.',
    'Tables of Better Auth, Auth.js, Lucia and Supabase, told by their columns, and tables that match `ignore`, with all that belongs to them.',
  ],
  options,
  examples: [
    { bad: { schema: `${drizzle}\nexport const stuff = pgTable('stuff', { id: integer('id').primaryKey() });` } },
    { bad: book("temp: text('temp')") },
    { bad: 'create table data (id integer primary key);' },
    { bad: 'create table book (id integer primary key, info integer);' },
    { bad: 'create table new_table2 (id integer primary key);' },
    { bad: 'create table book (id integer primary key, column1 text);' },
    { bad: 'create table book (value integer, title text);' },
    { bad: "create table book (id integer primary key); create type status as enum ('lent', 'returned'); create table author (id integer primary key);" },
    { bad: book("n: integer('n')") },
    { bad: 'create table reader (id integer primary key, phone_1 text, phone_2 text, phone_3 text);' },
    { bad: book("title2: text('title2')") },
    { bad: 'create table book (id integer primary key); create table book2 (id integer primary key);' },
    { bad: book("isbnString: text('isbn_string')") },
    { bad: book("lent: boolean('lent_bool')") },
    { bad: 'create table book (id integer primary key, cover_json jsonb);' },
    { bad: 'create table tbl_book (id integer primary key); create table author (id integer primary key); create table loan (id integer primary key);' },
    { bad: 'create view vw_loans as select 1 as id; create view late as select 1 as id; create view lent as select 1 as id;' },
    {
      bad: "create type shelf_enum as enum ('low'); create type cover as enum ('hard'); create type language as enum ('nl');",
    },
    { bad: 'create table book (id integer primary key, notes text);', options: { vague: ['notes'] } },
    { good: 'create table book_data (id integer primary key, value_date date, info_email text, type text, status text, name text);' },
    { good: 'create table event (id integer primary key, type text, data jsonb, content text, metadata jsonb);' },
    { good: 'create table setting (key text primary key, value text);' },
    { good: 'create table point (id integer primary key, x real, y real, z real, r integer, g integer, b integer);' },
    { good: 'create table reader (id integer primary key, address_line_1 text, address_line_2 text, sha256 text, ipv4 inet, oauth2 text, s3_key text);' },
    { good: 'create table book (id integer primary key); create table book_v2 (id integer primary key, status text, "statusV2" text);' },
    { good: 'create table book (id integer primary key, tag1 text, tag2 text, tag3 text, number1 real, number2 real, number3 real);' },
    { good: 'create table reader (id integer primary key, is_json boolean, content_type text, birth_date date, connection_string text, alt_text text);' },
    { good: "create type shelf_enum as enum ('low'); create type cover_enum as enum ('hard');" },
    { good: 'create table temp (id integer primary key, n integer);', options: { ignore: ['temp'] } },
    { good: 'create table temp (id integer primary key);', options: { allow: ['temp'] } },
  ],
  check: {
    catalog(catalog, on) {
      const things = namedThings(catalog).filter((thing) => isJudged(thing, on));
      return nondescriptAmong(things, on.options.vague).flatMap(({ thing, fault }) => report(thing, fault, on));
    },
  },
});

function isJudged(thing: NamedThing, { catalog, options: { allow, ignore } }: ObjectContext<Options>): boolean {
  return isThingNamedHere(thing, catalog) && !allow.includes(thing.name) && !matchesThing(ignore, thing);
}

function report(thing: NamedThing, fault: Fault, on: ObjectContext<Options>): readonly Report[] {
  const { origin: at, identity, owner, written } = thing;
  if (at === null) return [];
  if (fault.kind === 'series') {
    const table = owner === null ? 'the table' : show(owner);
    return [{
      at, text: `Columns ${listed(fault.names)} of ${table} are one thing with numbers: one more of it takes a migration.`,
      instead: 'Give it rows of a table of its own, or one column that is an array.',
    }];
  }
  const isThere = identity !== null && on.isGenerated(identity) === 'yes';
  return [{
    at, text: `${whatIs(thing)}: "${written}" ${says(thing, fault)}.`,
    ...(fault.kind === 'type' && identity !== null && !namesBeside(identity, on.catalog).has(fault.rest)
      ? suggestedRenaming({ object: identity, at, from: written, to: fault.rest }, on) : {}),
    ...(isThere ? { instead: 'Name what is in it. A migration has made it: another name is a breaking change.' } : {}),
  }];
}

function says({ kind }: NamedThing, fault: Exclude<Fault, { readonly kind: 'series' }>): string {
  switch (fault.kind) {
    case 'vague': return kind === 'enum' ? 'does not say of what it is, and every table may want one' : 'does not say what is in it';
    case 'letter': return 'is one letter';
    case 'numbered': return `differs from "${fault.from}" by a number, which does not say how`;
    case 'type': return `has ${kind === 'column' ? 'its type' : 'what it is'} in its name: "${fault.rest}" would do`;
    default: return fault satisfies never;
  }
}
