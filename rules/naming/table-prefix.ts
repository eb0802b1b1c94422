import { matches, missingPrefixes, rule, show, textsOption, v } from '#rule';

const prefixes = v.record(v.string(), v.union([v.string(), v.array(v.string())]));
const options = v.object({
  by: v.optional(v.pipe(
    v.picklist(['evidence', 'file', 'schema', 'list', 'parent']),
    v.description('What a table’s prefix hangs on: its schema file, its pgSchema, a list of allowed ones, or its parent table. `evidence`: what the file’s other tables do.'),
  ), 'evidence'),
  prefixes: v.optional(v.pipe(
    prefixes, v.description('For `file`: glob of schema files, or a folder, to prefix or prefixes; for `schema`: name of the pgSchema to prefix or prefixes.'),
  ), {}),
  allowed: textsOption('For `list`: the prefixes a table may have.'),
  schemas: v.optional(v.pipe(
    v.array(v.string()),
    v.description('Schemas of Postgres in which a prefix is wanted; the name of any other is prefix enough. `schema` asks `prefixes` alone.'),
  ), ['public']),
  ignore: textsOption('Globs of tables, as `name` or `schema.name`, that somebody else names.'),
});

const schema = `import { integer, pgTable } from 'drizzle-orm/pg-core';
export const dataset = pgTable('dataset', { id: integer('id').primaryKey() });
export const version = pgTable('version', { id: integer('id').primaryKey() });`;
const prefixed = schema.replace("pgTable('version'", "pgTable('dataset_version'");

export default rule({
  id: 'naming/table-prefix',
  title: 'Give related tables one prefix',
  why: 'Tables that belong together stand together in every list, and a name says which part of the system owns it.',
  instead: 'Name the table with the prefix of its group before its first release; later it is a rename.',
  level: 'warn',
  presets: { strict: 'error', conventions: 'error' },
  silent: [
    'Nothing is configured and no prefix is evident: fewer than four tables of a file share one, or fewer than four in five.',
    'Nothing is configured and the table shares its first word with another table, wherever that is declared.',
    'A table whose whole name is the prefix without its underscore: `dataset` beside `dataset_version`.',
    'A table in a pgSchema: that name is prefix enough, unless `schemas` lists it or `by` is `schema`.',
    'Join tables (two foreign keys in the primary key) that carry the first word of one of the two, or both names.',
    'Tables of Better Auth, Auth.js, Lucia and Supabase, which are known by their columns.',
    'Partitions, which follow their parent; tables that match `ignore`; views.',
    'With `parent`: a table that is nobody’s child; tables of such a library are nobody’s parents.',
  ],
  options,
  examples: [
    { bad: { schema }, options: { by: 'file', prefixes: { 'src/*.ts': 'dataset_' } } },
    { good: { schema: prefixed }, options: { by: 'file', prefixes: { 'src/*.ts': 'dataset_' } } },
    { bad: { schema }, options: { by: 'list', allowed: ['dataset_', 'access_'] } },
    { bad: 'create schema access; create table access.request (id integer);', options: { by: 'schema', prefixes: { access: 'access_' } } },
    {
      bad: 'create table dataset (id integer primary key); create table version (id integer primary key references dataset);',
      options: { by: 'parent' },
    },
    { good: { schema } },
    {
      bad: { schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';
export const person = pgTable('agent_person', { id: integer('id').primaryKey() });
export const funder = pgTable('agent_funder', { id: integer('id').primaryKey() });
export const institute = pgTable('agent_institute', { id: integer('id').primaryKey() });
export const affiliation = pgTable('agent_affiliation', { id: integer('id').primaryKey() });
export const company = pgTable('company', { id: integer('id').primaryKey() });` },
    },
    {
      good: { schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';
export const person = pgTable('agent_person', { id: integer('id').primaryKey() });
export const funder = pgTable('agent_funder', { id: integer('id').primaryKey() });
export const institute = pgTable('agent_institute', { id: integer('id').primaryKey() });
export const affiliation = pgTable('agent_affiliation', { id: integer('id').primaryKey() });
export const dataset = pgTable('dataset', { id: integer('id').primaryKey() });
export const version = pgTable('dataset_version', { id: integer('id').primaryKey() });` },
    },
    { bad: { schema }, options: { by: 'file', prefixes: { src: 'dataset_' } } },
    { good: { schema }, options: { by: 'file', prefixes: { archive: 'dataset_' } } },
    { good: 'create schema access; create table access.request (id integer);', options: { by: 'list', allowed: ['archive_'] } },
    {
      bad: 'create schema access; create table access.request (id integer);',
      options: { by: 'list', allowed: ['archive_'], schemas: ['public', 'access'] },
    },
    {
      good: `create table agent_person (id integer primary key);
create table archive_dataset (id integer primary key);
create table agent_dataset (
  person_id integer references agent_person, dataset_id integer references archive_dataset, primary key (person_id, dataset_id)
);`,
      options: { by: 'list', allowed: ['archive_', 'agent_person'] },
    },
    {
      good: `create table archive_author (id integer primary key);
create table archive_book (id integer primary key);
create table link_archive_author_archive_book (
  author_id integer references archive_author, book_id integer references archive_book, primary key (author_id, book_id)
);`,
      options: { by: 'list', allowed: ['archive_'] },
    },
    {
      good: `create table archive_reading (taken_at timestamptz) partition by range (taken_at);
create table reading_2026 partition of archive_reading for values from ('2026-01-01') to ('2027-01-01');
create view readings as select * from archive_reading;`,
      options: { by: 'list', allowed: ['archive_'] },
    },
    { good: 'create table spatial_ref_sys (srid integer);', options: { by: 'list', allowed: ['archive_'], ignore: ['spatial_*'] } },
    {
      good: `create table "user" (id text primary key, email text, email_verified boolean, image text, created_at timestamptz);
create table session (id text primary key, token text, expires_at timestamptz, ip_address text, user_agent text, user_id text references "user");
create table verification (id text primary key, identifier text, value text, expires_at timestamptz);`,
      options: { by: 'list', allowed: ['archive_'] },
    },
    {
      good: 'create table dataset (id integer primary key); create table version (id integer primary key, dataset_id integer references dataset);',
      options: { by: 'parent' },
    },
  ],
  check: {
    table(table, on) {
      if (table.origin === null || matches(on.options.ignore, table)) return;
      const wanted = missingPrefixes(table, on.options, on);
      if (wanted.length === 0) return;
      return { at: table.origin, text: `Table ${show(table)} does not carry the prefix ${wanted.join(' or ')}.` };
    },
  },
});
