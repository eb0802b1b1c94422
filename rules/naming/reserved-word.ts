import { isReserved, isThingNamedHere, keyOf, matchesThing, namedThings, readsElse, rule, textsOption, v, whatIs } from '#rule';
import type { Catalog, NamedKind, NamedThing, ObjectContext, Report } from '#rule';

const options = v.object({
  allow: textsOption('Words that may be names all the same.'),
  ignore: textsOption('Globs of tables, as `name` or `schema.name`, that somebody else names, with all that belongs to them.'),
});
type Options = v.InferOutput<typeof options>;

const drizzle = "import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';";
const account = `${drizzle}
export const account = pgTable('account', {
  id: text('id').primaryKey(), accountId: text('account_id'), providerId: text('provider_id'), userId: text('user_id').references(() => user.id),
  accessToken: text('access_token'), refreshToken: text('refresh_token'), idToken: text('id_token'),
});
export const session = pgTable('session', {
  id: text('id').primaryKey(), expiresAt: timestamp('expires_at'), ipAddress: text('ip_address'), userAgent: text('user_agent'),
  userId: text('user_id').references(() => user.id), token: text('token'),
});
export const user = pgTable('user', {
  id: text('id').primaryKey(), email: text('email'), emailVerified: timestamp('email_verified'), image: text('image'), createdAt: timestamp('created_at'),
});`;

export default rule({
  id: 'naming/reserved-word',
  title: 'Name nothing with a word that SQL has reserved',
  why: 'Drizzle quotes every name; people do not. In SQL that somebody writes, in psql, a report or a migration, the name is a syntax error without quotes, or, like user, something else.',
  instead: 'Say it with another word, or with one more: purchase_order, sort_order, ends_at, reader.',
  level: 'off',
  presets: { conventions: 'warn' },
  silent: [
    'Words that Postgres knows and has not reserved: name, type, value, key, status, date, position.',
    '`from` and `to`, or `line` and `column`, of one table: a span, and a place in a text, are called so everywhere.',
    'Columns of a table whose own name needs quotes, as "BookLoan" does: SQL about it is full of them.',
    'Constraints, indexes, policies and triggers, which hardly any SQL calls by name; partitions.',
    'Tables of Better Auth, Auth.js, Lucia and Supabase, told by their columns, and tables that match `ignore`, with all that belongs to them.',
  ],
  options,
  examples: [
    { bad: { schema: `${drizzle}\nexport const order = pgTable('order', { id: integer('id').primaryKey() });` } },
    { bad: { schema: `${drizzle}\nexport const loan = pgTable('loan', { id: integer('id').primaryKey(), end: timestamp('end') });` } },
    { bad: 'create table "user" (id integer primary key);' },
    { bad: `create type "default" as enum ('low', 'high');` },
    { bad: 'create view "desc" as select 1 as id;' },
    { bad: 'create table loan (id integer primary key, "left" integer);' },
    { good: 'create table loan (id integer primary key, name text, type text, value text, key text, date date, position integer);' },
    { good: 'create table loan (id integer primary key, constraint "check" check (id > 0));' },
    { good: 'create table loan (id integer primary key, "from" date, "to" date);' },
    { good: 'create table misprint (id integer primary key, line integer, "column" integer);' },
    { bad: 'create table letter (id integer primary key, "from" text);' },
    { good: 'create table "BookLoan" (id integer primary key, "order" integer);' },
    { good: { schema: account } },
    { good: 'create table "user" (id integer primary key, "order" integer);', options: { ignore: ['user'] } },
    { good: 'create table "group" (id integer primary key);', options: { allow: ['group'] } },
  ],
  check: {
    catalog: (catalog, on) => namedThings(catalog).flatMap((thing) => reserved(thing, on) ?? []),
  },
});

const kinds: readonly NamedKind[] = [
  'schema', 'table', 'view', 'materializedView', 'column', 'enum', 'domain', 'compositeType', 'sequence', 'routine',
];

function reserved(thing: NamedThing, on: ObjectContext<Options>): Report | undefined {
  const { kind, name, origin } = thing;
  if (origin === null || !kinds.includes(kind) || !isReserved(name, on.postgres) || on.options.allow.includes(name)) return;
  if (isOfPair(thing, on.catalog) || isAmongQuotes(thing) || !isThingNamedHere(thing, on.catalog) || matchesThing(on.options.ignore, thing)) return;
  const other = kind === 'table' || kind === 'column' ? readsElse(name, kind) : null;
  return { at: origin, text: `${whatIs(thing)}: "${name}" is a reserved word: ${without(thing, other)}.`, ...breaking(thing, on) };
}

const partners: Readonly<Record<string, string>> = { from: 'to', to: 'from', column: 'line' };

function isOfPair({ kind, name, owner }: NamedThing, { tables }: Catalog): boolean {
  if (kind !== 'column' || owner === null || !Object.hasOwn(partners, name)) return false;
  return tables.get(keyOf(owner))?.columns.some((one) => one.name === partners[name]) === true;
}

function isAmongQuotes({ kind, table }: NamedThing): boolean {
  return kind === 'column' && table !== null && !/^[a-z_][a-z0-9_$]*$/.test(table);
}

function without({ kind }: NamedThing, other: string | null): string {
  if (other !== null) return `without quotes Postgres reads it as ${other}, and reports no error`;
  return kind === 'column' ? 'without quotes, or its table before it, SQL refuses it' : 'without quotes SQL refuses it';
}

function breaking({ identity }: NamedThing, on: ObjectContext<Options>): Pick<Report, 'instead'> {
  const isThere = identity !== null && on.isGenerated(identity) === 'yes';
  return isThere ? { instead: 'Quote it in SQL. A migration has made it: another name is a breaking change.' } : {};
}
