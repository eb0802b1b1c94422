import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/evidence/database.ts';
import { freshDatabase } from '../kit/fresh-database.ts';
import { claimed, observedClaims } from '../evidence/claims.ts';

describe('what examples claim of Postgres', () => {
  let database: Database;
  beforeAll(async () => { database = await freshDatabase(); });
  afterAll(() => database.close());

  it('is claimed somewhere', () => {
    expect(claimed.length).toBeGreaterThan(1);
  });

  it.each(claimed.map((each) => [each.name, each] as const))('%s: Postgres agrees', async (_, each) => {
    expect(await observedClaims(database, each)).toEqual(each.claims);
  });
});
