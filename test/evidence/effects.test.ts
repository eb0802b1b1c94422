import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/evidence/database.ts';
import { freshDatabase } from '../kit/fresh-database.ts';
import { families } from './forms/index.ts';
import { isOf, layGround, putToPostgres } from './put-to-postgres.ts';

/** PGlite 0.5 is PostgreSQL 18. The servers of the matrix are asked the same in test/matrix/effects.test.ts. */
const major = 18;

describe('what is predicted of a statement is what PGlite does', () => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase();
    await layGround(database);
  });
  afterAll(() => database.close());

  describe.each(Object.entries(families))('%s', (_, forms) => {
    it.each(forms.filter(isOf(major)).map((form) => [form.sql, form] as const))('%s', async (_sql, form) => {
      const { compared, disagreements } = await putToPostgres(database, form, major);
      expect(disagreements).toEqual([]);
      expect(compared).toBeGreaterThan(0);
    });
  });
});
