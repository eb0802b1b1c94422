import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyTypes } from '../../src/catalog/key-types.ts';
import type { Database, DatabaseFailure } from '../../src/evidence/database.ts';
import { freshDatabase } from '../kit/fresh-database.ts';
import { foreignKeyQuery } from '../evidence/serving/foreign-key-query.ts';
import { catalogOf } from '../kit/catalog.ts';

const types = [
  'smallint', 'integer', 'bigint', 'numeric', 'numeric(10,2)', 'real', 'double precision', 'text', 'character varying',
  'character varying(20)', 'character(5)', 'name', 'uuid', 'date', 'timestamp without time zone', 'timestamp with time zone',
  'boolean', 'bytea', 'inet', 'cidr', 'text[]', 'jsonb', 'oid', 'public.mood', 'public.isbn', 'public.page', 'public.citext',
];

const own = "create domain isbn as text; create domain page as integer; create type mood as enum ('calm', 'cross');";

describe('two types at the ends of a foreign key', () => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase('citext');
    await database.exec(`create extension citext; ${own} set enable_seqscan = off; set plan_cache_mode = force_generic_plan;`);
    for (const [at, type] of types.entries()) await database.exec(`create table parent_${at} (id ${type} primary key)`);
  });
  afterAll(async () => {
    await database.close();
  });

  /** `refused`, or whether the index of the referencing column serves. */
  async function asPostgresSays(referring: number, referred: number): Promise<'refused' | 'index' | 'no index'> {
    const at = referring * types.length + referred;
    try {
      await database.exec(`create table child_${at} (id ${types[referring]} unique references parent_${referred})`);
    } catch (error) {
      expect(error).toMatchObject({ sqlstate: '42804' } satisfies Partial<DatabaseFailure>);
      return 'refused';
    }
    const { sql } = await foreignKeyQuery(database, `child_${at}`, `child_${at}_id_fkey`);
    await database.exec(`prepare look_${at} (${types[referred] ?? ''}) as ${sql}`);
    const plan = await database.query<Record<string, string>>(`explain execute look_${at} (null)`);
    return /Index Cond/.test(JSON.stringify(plan)) ? 'index' : 'no index';
  }

  const said = {
    alike: ['index'], narrower: ['index'], shorter: ['index'], cast: ['no index'], refused: ['refused'],
    unknown: ['index', 'no index', 'refused'],
  } as const;

  it.each(types.map((type, at) => [type, at] as const).filter(([type]) => type !== 'jsonb'))('%s', async (referring, from) => {
    const catalog = catalogOf(own);
    for (const [to, referred] of types.entries()) {
      const told = keyTypes(referring, referred, catalog);
      const seen = await asPostgresSays(from, to);
      expect([referred, seen, ...said[told]]).toEqual([referred, seen, ...said[told].filter((one) => told === 'unknown' || one === seen)]);
    }
  });

  it('are told apart where one can hold less', () => {
    const catalog = catalogOf(own);
    expect(keyTypes('integer', 'bigint', catalog)).toBe('narrower');
    expect(keyTypes('bigint', 'integer', catalog)).toBe('alike');
    expect(keyTypes('public.page', 'bigint', catalog)).toBe('narrower');
    expect(keyTypes('character varying(20)', 'text', catalog)).toBe('shorter');
    expect(keyTypes('character varying(20)', 'character varying(80)', catalog)).toBe('shorter');
    expect(keyTypes('character varying(20)', 'character varying(20)', catalog)).toBe('alike');
    expect(keyTypes('text', 'character varying(20)', catalog)).toBe('alike');
    expect(keyTypes('public.shelf_mark', 'text', catalog)).toBe('unknown');
  });
});
