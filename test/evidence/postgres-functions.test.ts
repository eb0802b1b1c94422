import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixedFunctions, volatileFunctions } from '../../src/catalog/effects/postgres-functions.ts';
import type { Database } from '../../src/evidence/database.ts';
import { freshDatabase } from '../kit/fresh-database.ts';

/** PGlite 0.5 is PostgreSQL 18. */
describe('volatility of Postgres\'s own functions', () => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.close());

  async function volatilities(names: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
    const rows = await database.query<{ name: string; kinds: string }>(
      `select proname::text as name, string_agg(distinct provolatile::text, '') as kinds from pg_proc
      where pronamespace = 'pg_catalog'::regnamespace and proname = any ($1::text[]) group by 1`, [`{${[...names].join(',')}}`]);
    return new Map(rows.map(({ name, kinds }) => [name, kinds]));
  }

  it('is volatile for those listed so', async () => {
    const found = await volatilities(volatileFunctions);
    expect([...volatileFunctions].filter((name) => found.get(name) !== 'v')).toEqual([]);
  });

  it('is immutable or stable for the others', async () => {
    const found = await volatilities(fixedFunctions);
    expect([...fixedFunctions].filter((name) => found.get(name)?.includes('v') !== false)).toEqual([]);
  });
});
