import type { Database } from '../evidence/database.ts';
import type { Change } from '../facts/change.ts';
import type { Migration } from '../facts/history.ts';
import { type ObjectName, sameName } from '../facts/names.ts';

export interface InvalidIndex extends ObjectName {
  readonly table: ObjectName;
}

/** An invalid index whose name a migration is about to use. */
export interface Blocked {
  readonly migration: Migration;
  readonly index: InvalidIndex;
}

/**
 * Indexes that a CREATE INDEX or REINDEX CONCURRENTLY left half-built: every write maintains them, no query uses them,
 * and their name is taken (https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY).
 */
export async function invalidIndexes(database: Database): Promise<readonly InvalidIndex[]> {
  const rows = await database.query<{ schema: string; name: string; table_schema: string; table_name: string }>(
    `select n.nspname::text as schema, c.relname::text as name, tn.nspname::text as table_schema, t.relname::text as table_name
     from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     join pg_catalog.pg_class t on t.oid = i.indrelid join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace
     where not i.indisvalid and c.relkind = 'i' and n.nspname not like 'pg\\_%' order by 1, 2`,
  );
  return rows.map((row) => ({
    schema: row.schema, name: row.name, written: row.name,
    table: { schema: row.table_schema, name: row.table_name, written: row.table_name },
  }));
}

/**
 * Where a pending migration makes an index under the name of an invalid one that no statement before it removes or
 * mends: CREATE INDEX would fail, and with IF NOT EXISTS take the useless index for the one it is to make.
 */
export function blockedByInvalid(pending: readonly Migration[], invalid: readonly InvalidIndex[]): readonly Blocked[] {
  const blocked: Blocked[] = [];
  let left = invalid;
  for (const migration of pending) {
    for (const change of migration.sql?.statements.flatMap(({ changes }) => changes) ?? []) {
      const index = left.find((one) => isMadeBy(change, one));
      if (index !== undefined) blocked.push({ migration, index });
      left = left.filter((one) => one !== index && !isRemovedBy(change, one));
    }
  }
  return blocked;
}

function isMadeBy(change: Change, index: InvalidIndex): boolean {
  return change.kind === 'createIndex' && change.index.name === index.name && change.index.table.schema === index.schema;
}

/** Dropped with its table or schema too; renamed; or built again. */
function isRemovedBy(change: Change, index: InvalidIndex): boolean {
  switch (change.kind) {
    case 'dropRelation': return sameName(change.name, index) || sameName(change.name, index.table);
    case 'renameRelation': return sameName(change.name, index);
    case 'dropSchema': return change.schema === index.schema;
    case 'reindex': return !('name' in change.target) || sameName(change.target.name, index) || sameName(change.target.name, index.table);
    default: return false;
  }
}
