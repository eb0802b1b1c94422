import type { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readExpressionText } from '../../../src/parse/sql/expression.ts';
import { readSql } from '../../../src/parse/sql/sql-file.ts';
import { freshPglite } from '../../kit/fresh-database.ts';

/** What an author writes and what a real Postgres prints of it must have one spelling. */

const dataset = `
  create type status as enum ('draft', 'published', 'withdrawn');
  create table dataset (
    id serial primary key, title varchar(200), slug text, code char(4), status status, size integer, views bigint,
    weight numeric(10,2), score double precision, ratio real, open boolean, released date, created timestamptz,
    updated timestamp, tags text[], codes varchar(10)[], meta jsonb, raw json, owner uuid, span interval, rank smallint,
    address inet
  );
  create function visible(status) returns boolean language sql immutable as 'select true';`;

const checks = [
  `size > 0`,
  `size > 0 and size < 1000 and views >= size`,
  `(size > 0 and views > 0) or (size = 0 and (views = 0 or views = 1))`,
  `status in ('draft', 'published')`,
  `status in ('draft')`,
  `status not in ('draft', 'withdrawn')`,
  `title in ('a', 'b')`,
  `slug in ('a', 'b')`,
  `size in (1, 2, 3)`,
  `size in (1, rank)`,
  `weight in (1, 2.5)`,
  `size between 1 and 100`,
  `size between 1 and 100 and views > 0`,
  `size not between 1 and 100`,
  `size between symmetric 1 and 100`,
  `weight > 0`,
  `weight >= 0.5`,
  `score >= 0 and score <= 1`,
  `ratio > -1`,
  `views > size`,
  `title <> ''`,
  `title != 'x'`,
  `title = slug`,
  `title like 'a%'`,
  `slug ilike '%b'`,
  `slug not like 'c%'`,
  `slug ~ '^[a-z0-9-]+$'`,
  `title ~* '^x'`,
  `slug !~ ' '`,
  `slug similar to 'a|b'`,
  `char_length(title) > 3`,
  `length(slug) <= 200`,
  `lower(title) = title`,
  `code = 'ABCD'`,
  `open`,
  `not open`,
  `open = true`,
  `open is true`,
  `open is not false`,
  `open is unknown`,
  `(slug is null) = (title is null)`,
  `slug is not null or title is not null`,
  `not (slug is null and title is null)`,
  `size is distinct from views`,
  `size is not distinct from 0`,
  `nullif(slug, '') is not null`,
  `coalesce(size, 0) > 0`,
  `coalesce(title, slug, 'none') <> 'x'`,
  `greatest(size, 1) < 10`,
  `least(weight, 1.5) < 10`,
  `case when open then size > 0 else true end`,
  `case status when 'draft' then released is null when 'published' then released is not null end`,
  `released > '2000-01-01'`,
  `released <= current_date`,
  `created <= now()`,
  `created <= current_timestamp`,
  `created > updated`,
  `extract(year from released) > 1900`,
  `date_part('year', created) > 1900`,
  `date_trunc('day', updated) = updated`,
  `created at time zone 'UTC' > updated`,
  `timezone('UTC', created) > updated`,
  `span > interval '1 hour'`,
  `span < '2 weeks 90 minutes'`,
  `span <> '1 year 2 months 3 days'::interval`,
  `meta ->> 'kind' = 'table'`,
  `meta -> 'a' -> 'b' is not null`,
  `(meta ->> 'n')::int > 3`,
  `meta #>> '{a,b}' = 'x'`,
  `meta ? 'kind'`,
  `meta @> '{"kind": "table"}'`,
  `meta @> '{"a":1,"bb":[1,2]}'::jsonb`,
  `jsonb_typeof(meta) = 'object'`,
  `raw ->> 'a' = 'b'`,
  `array_length(tags, 1) > 0`,
  `cardinality(tags) < 10`,
  `'a' = any(tags)`,
  `tags[1] = 'a'`,
  `tags && array['a','b']`,
  `tags @> '{a,b}'`,
  `tags @> array['a']::text[]`,
  `tags <> '{}'`,
  `codes = '{"a","b c"}'`,
  `status = any(array['draft','published']::status[])`,
  `size = any('{1,2}')`,
  `size <> all(array[1,2])`,
  `title || '-' || slug <> 'x'`,
  `title || size = 'x1'`,
  `substring(slug from 1 for 3) = 'abc'`,
  `substring(slug, 1, 3) = 'abc'`,
  `trim(slug) = slug`,
  `trim(both '-' from slug) = slug`,
  `btrim(slug) = slug`,
  `position('-' in slug) > 0`,
  `overlay(slug placing 'x' from 1) <> ''`,
  `slug = upper(slug collate "C")`,
  `slug collate "C" < 'b'`,
  `size::text = '1'`,
  `size::bigint > 1`,
  `size + 1 > views * 2 - 3`,
  `size % 2 = 0`,
  `-size < 0`,
  `@ size > 0`,
  `power(size, 2) > 1`,
  `round(weight, 1) = weight`,
  `mod(size, 2) = 0`,
  `owner <> '00000000-0000-0000-0000-000000000000'`,
  `status = 'draft' or (status = 'published' and released is not null)`,
  `visible(status)`,
  `public.visible(dataset.status)`,
  `dataset.size > 0`,
  `"dataset"."size" > 0 and "public"."dataset"."views" > 0`,
  `num_nonnulls(slug, title) = 1`,
  `(size, views) = (1, 2)`,
  `row(size, views) is not null`,
  `pg_column_size(meta) < 1000`,
  `address << '10.0.0.0/8'`,
  `open is not null and (open or size is null)`,
  `starts_with(slug, 'a')`,
  `(released, released) overlaps (released, released)`,
  `size & 3 = 0`,
  `size::numeric / 3 > 1`,
];

const defaults: readonly (readonly [column: string, value: string])[] = [
  ['size', '0'], ['size', '-1'], ['size', `'5'`], ['size', '1 + 2'], ['weight', '0'], ['weight', '1.50'], ['weight', '-0.5'],
  ['weight', `'0.00'`], ['score', '0'], ['open', 'true'], ['open', `'t'::boolean`], ['open', 'false'], ['title', `'x'`],
  ['title', `'it''s'`], ['slug', `''`], ['slug', `'a'::text`], ['status', `'draft'`], ['status', `'draft'::status`],
  ['status', `'draft'::"public"."status"`], ['created', 'now()'], ['created', 'CURRENT_TIMESTAMP'], ['updated', 'now()'],
  ['updated', `timezone('utc', now())`], ['updated', `(now() at time zone 'utc')`], ['released', 'current_date'],
  ['released', 'now()'], ['meta', `'{}'`], ['meta', `'{}'::jsonb`], ['meta', `'{"b":[1,{"c":null}],"a":"x"}'::jsonb`],
  ['meta', `'[]'::jsonb`], ['raw', `'{"b": 1}'`], ['tags', `'{}'`], ['tags', `'{}'::text[]`], ['tags', `ARRAY[]::text[]`],
  ['tags', `'{"a","b"}'`], ['tags', `array['a','b']`], ['codes', `array['a']::varchar[]`], ['owner', 'gen_random_uuid()'],
  ['owner', 'pg_catalog.gen_random_uuid()'], ['id', `nextval('dataset_id_seq')`],
  ['id', `nextval('public.dataset_id_seq'::regclass)`], ['id', `nextval('"dataset_id_seq"'::regclass)`], ['title', 'current_user'],
  ['slug', `md5(random()::text)`], ['slug', `(gen_random_uuid())::text`], ['slug', `substr(md5(random()::text), 0, 10)`],
  ['created', `now() + interval '7 days'`], ['created', `now() + '7 days'::interval`], ['size', `extract(epoch from now())::int`],
  ['size', `(extract(epoch from now()) * 1000)::bigint`], ['slug', `to_char(now(), 'YYYY')`], ['slug', 'null'],
  ['created', `'1970-01-01T00:00:00.000Z'`], ['created', `'2024-02-29 12:30:00.250+02'`], ['created', `'2024-02-29T23:30-01:30'`],
  ['updated', `'2024-02-29T12:30:00'`], ['updated', `'2024-02-29 12:30:00.5'::timestamp`],
];

const indexed = [
  `lower(title)`, `lower(slug)`, `(coalesce(title, slug))`, `(meta ->> 'kind')`, `((meta ->> 'kind')::text)`,
  `date_trunc('day', updated)`, `(title || ' ' || slug)`, `upper(lower(title))`, `(size + 1)`, `(slug is not null)`,
  `to_tsvector('english', title)`, `to_tsvector('english', coalesce(title, '') || ' ' || slug)`, `(meta -> 'a')`,
  `(case when open then 1 end)`, `((created at time zone 'UTC')::date)`, `md5(slug)`, `(size is null)`,
];

let postgres: PGlite;
beforeAll(async () => {
  postgres = await freshPglite();
  await postgres.exec(dataset);
});
afterAll(() => postgres.close());

async function printed(sql: string): Promise<string> {
  const { rows } = await postgres.query<{ text: string }>(sql);
  return rows[0]?.text ?? '';
}

describe('a check', () => {
  it.each(checks)('%s', async (written) => {
    await postgres.exec(`alter table dataset add constraint c check (${written})`);
    const observed = await printed(`select pg_get_constraintdef(oid) as text from pg_constraint where conname = 'c'`);
    await postgres.exec('alter table dataset drop constraint c');
    const spellings = [written, observed.replace(/^CHECK \(|\)$/g, '')].map((text) => readExpressionText(text).spelling);
    expect(spellings[0]).not.toBeNull();
    expect(spellings[1], `server prints ${observed}`).toBe(spellings[0]);
  });
});

describe('a default', () => {
  it.each(defaults)('%s: %s', async (column, written) => {
    await postgres.exec(`alter table dataset alter column ${column} set default ${written}`);
    const observed = await printed(`select pg_get_expr(adbin, adrelid) as text from pg_attrdef d join pg_attribute a
      on a.attrelid = d.adrelid and a.attnum = d.adnum where adrelid = 'dataset'::regclass and attname = '${column}'`);
    const server = observed === '' ? 'NULL' : readExpressionText(observed).spelling;
    expect(server, `server prints ${observed}`).toBe(readExpressionText(written).spelling);
  });
});

describe('an index key and predicate', () => {
  it.each(indexed)('%s', async (written) => {
    const isImmutable = await postgres.exec(`create index i on dataset (${written}) where size > 0 and title <> ''`)
      .then(() => true, () => false);
    expect(isImmutable).toBe(true);
    const observed = await printed(`select pg_get_indexdef('i'::regclass) as text`);
    await postgres.exec('drop index i');
    const [own, server] = [`create index i on dataset (${written}) where size > 0 and title <> ''`, observed].map((sql) => {
      const [change] = readSql('a.sql', sql).statements[0]?.changes ?? [];
      if (change?.kind !== 'createIndex') throw new Error(`no index: ${sql}`);
      return { key: change.index.keys.map((key) => key.expression?.spelling), where: change.index.where?.spelling };
    });
    expect(server, `server prints ${observed}`).toEqual(own);
  });
});
