import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/evidence/database.ts';
import { freshDatabase } from '../kit/fresh-database.ts';
import { tableSizes } from '../../src/gate/table-sizes.ts';
import { Problem } from '../../src/text/problem.ts';
import { rowsOfSizedLibrary, sizedLibrary } from './sized-library.ts';

describe('the sizes of tables', () => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase();
    await database.exec(sizedLibrary);
  });
  afterAll(() => database.close());

  it('are what Postgres says of them, partitions and heirs together', async () => {
    const sizes = await tableSizes(database);
    expect(Object.fromEntries([...sizes].map(([table, { rows }]) => [table, rows]))).toEqual(rowsOfSizedLibrary);
    const bytes = (table: string): number => sizes.get(table)?.bytes ?? NaN;
    expect(bytes('public.author')).toBeGreaterThan(8192);
    expect(bytes('public.loan')).toBe(bytes('public.loan_old') + bytes('public.loan_new'));
    expect(bytes('public.thing')).toBeGreaterThan(bytes('public.map'));
  });

  it('leave the connection as it was, and the database', async () => {
    await tableSizes(database);
    const [after] = await database.query<{ limit: string; writes: string }>(
      `select current_setting('statement_timeout') as limit, current_setting('transaction_read_only') as writes`);
    expect(after).toEqual({ limit: '0', writes: 'off' });
  });

  it('are a problem where the database does not answer', async () => {
    const silent: Database = { ...database, query: () => Promise.reject(new Error('the connection broke')) };
    await expect(tableSizes(silent)).rejects.toThrow(new Problem(
      'The sizes of tables in memory cannot be read: the connection broke.',
      'Any role that may connect can read them; run again, or leave the statistics out.'));
    await database.exec('rollback');
  });
});
