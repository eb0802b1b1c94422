import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase } from '../kit/fresh-database.ts';
import type { Database } from '../../src/evidence/database.ts';
import { distinctOperatorClass } from '../../src/facts/operator-class.ts';

describe('operator classes that Postgres does not print', () => {
  let database: Database;
  beforeAll(async () => { database = await freshDatabase(); });
  afterAll(async () => { await database.close(); });

  it('are those that pg_opclass calls default', async () => {
    const classes = await database.query<{ method: string; name: string; isDefault: boolean }>(
      `select amname::text as method, opcname::text as name, bool_or(opcdefault) as "isDefault"
       from pg_opclass join pg_am a on a.oid = opcmethod group by 1, 2`);
    expect(classes.length).toBeGreaterThan(100);
    const wrong = classes.filter(({ method, name, isDefault }) => (distinctOperatorClass(method, name) === null) !== isDefault);
    expect(wrong).toEqual([]);
  });

  it('and none of what an extension brings', () => {
    expect(distinctOperatorClass('gin', 'gin_trgm_ops')).toBe('gin_trgm_ops');
    expect(distinctOperatorClass('hnsw', 'vector_cosine_ops')).toBe('vector_cosine_ops');
    expect(distinctOperatorClass('btree', null)).toBeNull();
  });
});
