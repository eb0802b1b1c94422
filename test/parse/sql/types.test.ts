import type { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseType, spellType } from '../../../src/parse/sql/types.ts';
import { freshPglite } from '../../kit/fresh-database.ts';

let postgres: PGlite;
beforeAll(async () => {
  postgres = await freshPglite();
  await postgres.exec(`create type status as enum ('draft'); create schema archive; create domain archive.doi as text;
    create type "Access Level" as enum ('open');`);
});
afterAll(() => postgres.close());

/** As `format_type` prints it, with the schema of user-defined types, which it leaves out on the search path. */
async function observed(type: string): Promise<string> {
  await postgres.exec(`create table observed (c ${type})`);
  const { rows } = await postgres.query<{ type: string }>(`
    select case when n.nspname = 'pg_catalog' then '' else n.nspname || '.' end ||
      case when n.nspname = 'pg_catalog' then format_type(atttypid, atttypmod) else
        coalesce(e.typname, t.typname) || case when e.oid is null then '' else '[]' end end as type
    from pg_attribute a join pg_type t on t.oid = atttypid left join pg_type e on e.typarray = t.oid
    join pg_namespace n on n.oid = t.typnamespace where attrelid = 'observed'::regclass and attname = 'c'`);
  await postgres.exec('drop table observed');
  return rows[0]?.type ?? '';
}

const types = [
  'int', 'int4', 'integer', 'INTEGER', 'smallint', 'int2', 'bigint', 'int8', 'pg_catalog.int8', 'serial', 'bigserial',
  'smallserial', 'bool', 'boolean', 'text', 'varchar', 'varchar(20)', 'character varying (20)', 'char', 'char(3)',
  'character(4)', 'bpchar', '"char"', 'name', 'numeric', 'numeric(10)', 'numeric(10,2)', 'numeric(14, 2)', 'decimal(5, 0)',
  'dec(3)', 'numeric(5, -2)', 'real', 'float', 'float(24)', 'float(53)', 'float8', 'double precision', 'money', 'date', 'time',
  'time(3)', 'time with time zone', 'timetz(2)', 'timestamp', 'timestamp (3)', 'timestamp without time zone', 'timestamptz',
  'timestamptz(3)', 'timestamp (3) with time zone', 'timestamp with time zone', 'interval', 'interval(3)', 'interval year',
  'interval year to month', 'interval day to second(3)', 'interval hour to minute', 'interval second(2)', 'bit', 'bit(5)',
  'bit varying', 'varbit(7)', '"bit"', 'uuid', 'json', 'jsonb', 'bytea', 'inet', 'cidr', 'macaddr', 'macaddr8', 'point', 'line',
  'box', 'path', 'polygon', 'circle', 'tsvector', 'tsquery', 'xml', 'oid', 'regclass', 'int4range', 'tstzrange', 'int8multirange',
  'pg_lsn', 'text[]', 'text[][]', 'integer[3]', 'text array', 'int array[4]', 'varchar(5)[]', 'timestamptz(3)[]',
  'numeric(4,1)[]', 'status', 'public.status', '"public"."status"', 'status[]', 'archive.doi', 'archive.doi[]', '"Access Level"',
];

describe('spellType', () => {
  it.each(types)('%s is spelled as Postgres prints it', async (type) => {
    expect(spellType(type)).toBe(await observed(type));
  });

  it.each([
    ['vector(1536)', 'public.vector(1536)'],
    ['extensions.vector(3)', 'extensions.vector(3)'],
    ['citext', 'public.citext'],
    ['geometry(point, 4326)', 'public.geometry(Point,4326)'],
    ['geometry(Point)', 'public.geometry(Point)'],
    ['geography(MULTIPOLYGONZ)', 'public.geography(MultiPolygonZ,4326)'],
    ['halfvec(8)[]', 'public.halfvec(8)[]'],
  ])('a type of an extension: %s', (type, spelled) => {
    expect(spellType(type)).toBe(spelled);
  });

  it('puts a type without a schema in the one given', () => {
    expect(spellType('status', 'archive')).toBe('archive.status');
  });

  it.each(['', '   ', 'a b c', 'int; drop table dataset', 'int, 2', '(', "'x'", 'int)::text, (NULL::int', 'int FROM dataset'])(
    'answers what is no type as it is, in lower case with single spaces: %j', (text) => {
      expect(parseType(text)).toBeNull();
      expect(spellType(text)).toBe(text.trim().toLowerCase().replace(/\s+/g, ' '));
    });

  it('tells serial from its type', () => {
    expect(parseType('bigserial')).toEqual({ type: 'bigint', serial: true });
    expect(parseType('public.serial')).toEqual({ type: 'public.serial', serial: false });
  });
});
