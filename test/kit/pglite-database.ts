import type { PGlite } from '@electric-sql/pglite';
import { type Database, failureOf } from '../../src/evidence/database.ts';

/** A PGlite that drizzle-orm is given, as the gate sees it. */
export function pgliteDatabase(client: PGlite): Database {
  const rethrow = (thrown: unknown): never => { throw failureOf(thrown); };
  return {
    place: 'memory',
    exec: async (sql) => { await client.exec(sql).catch(rethrow); },
    query: async <Row>(sql: string, parameters: readonly unknown[] = []) =>
      (await client.query<Row>(sql, [...parameters]).catch(rethrow)).rows,
    close: () => client.close(),
  };
}
