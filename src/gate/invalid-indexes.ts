import type { Database } from '../evidence/database.ts';
import type { ObjectName } from '../facts/names.ts';

/**
 * Indexes that a CREATE INDEX or REINDEX CONCURRENTLY left half-built: every write maintains them, no query uses them,
 * and their name is taken (https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY).
 */
export async function invalidIndexes(database: Database): Promise<readonly ObjectName[]> {
  const rows = await database.query<{ schema: string; name: string }>(
    `select n.nspname::text as schema, c.relname::text as name
     from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where not i.indisvalid and c.relkind = 'i' and n.nspname not like 'pg\\_%' order by 1, 2`,
  );
  return rows.map((row) => ({ ...row, written: row.name }));
}
