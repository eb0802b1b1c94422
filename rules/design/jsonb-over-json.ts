import { isDeclared, isInExpressions, matchesColumn, retyped, rule, show, tellsOf, textsOption, v } from '#rule';

const options = v.object({
  ignore: textsOption('Globs of columns that must keep the very text they were given, as a signature asks for: `webhook.*`, `*.signed_body`.'),
});

export default rule({
  id: 'design/jsonb-over-json',
  title: 'Store JSON as jsonb',
  why: 'A json column is text that is read anew each time. It has no equality, so DISTINCT, GROUP BY and UNION of a query that selects it fail, and no index reaches into it.',
  instead: 'Declare `jsonb("…")`, which keeps the value; json only for what must keep its very text, blanks, doubled keys and all.',
  level: 'off',
  presets: { strict: 'warn', conventions: 'warn' },
  silent: ['Columns that match `ignore`.', 'Columns that tables share are told of once, at their place.'],
  options,
  examples: [
    {
      bad: {
        schema: `import { json, pgTable, text } from 'drizzle-orm/pg-core';
export const author = pgTable('author', {
  name: text('name').notNull(),
  links: json('links').$type<string[]>().notNull(),
});`,
        migrations: { '0000_readers': { up: 'create table reader (name text);', down: 'drop table reader;' } },
      },
      fixed: `import { jsonb, pgTable, text } from 'drizzle-orm/pg-core';
export const author = pgTable('author', {
  name: text('name').notNull(),
  links: jsonb('links').$type<string[]>().notNull(),
});`,
    },
    {
      bad: {
        schema: `import { json, pgTable, text } from 'drizzle-orm/pg-core';
export const author = pgTable('author', { name: text('name'), links: json('links') });`,
        migrations: { '0000_authors': { up: 'create table author (name text, links json);', down: 'drop table author;' } },
      },
    },
    {
      given: 'create table author (name text);',
      bad: "alter table author add column links json not null default '[]'; select distinct links from author;",
      fixed: "alter table author add column links jsonb not null default '[]'; select distinct links from author;",
      claims: { fails: '42883' },
    },
    { bad: 'create table author (links json); create view author_links as select json_array_length(links) from author;' },
    { bad: 'create table author (links json check (json_array_length(links) < 9));' },
    {
      bad: {
        schema: `import { json, pgTable, text } from 'drizzle-orm/pg-core';
const notes = { notes: json('notes') };
export const author = pgTable('author', { name: text('name'), ...notes });
export const book = pgTable('book', { title: text('title'), ...notes });`,
      },
    },
    { good: 'create table author (name text, links jsonb);' },
    { good: 'create table webhook (signature text, body json);', options: { ignore: ['webhook.body'] } },
  ],
  check: {
    column(column, table, on) {
      if (column.origin === null || !/^json(?:\[\])?$/.test(column.type)) return;
      if (matchesColumn(on.options.ignore, table, column.name) || !tellsOf(column, table, on)) return;
      return {
        at: column.origin,
        text: `Column ${column.name} of ${show(table)} is json, which has no equality and no index.`,
        ...(isDeclared(column.origin) ? {} : { instead: `Make ${column.name} jsonb, which keeps the value; json is for what must keep its very text.` }),
        ...retyped({
          columns: [column], to: 'jsonb', text: 'Make it jsonb',
          later: 'the migration that follows rewrites the table',
          isWhole: (one) => !isInExpressions(on.catalog, one.table, one.column.name),
        }, on),
      };
    },
  },
});
