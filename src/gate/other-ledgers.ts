import type { Database } from '../evidence/database.ts';
import { schemasToEmpty, type SchemaNames } from './empty-database.ts';
import type { LedgerName } from './ledger.ts';

/** As drizzle-orm makes them, before 1.0 and since (`createLedger`). */
const columnsOfLedgers = [
  'created_at bigint, hash text, id integer',
  'applied_at timestamp with time zone, created_at bigint, hash text, id integer, name text',
];

/**
 * Ledgers beside this one, in what would be emptied: another project has its tables there. A ledger is known by its columns,
 * which are these and no others.
 */
export async function otherLedgers(database: Database, ledger: LedgerName, names: SchemaNames): Promise<readonly LedgerName[]> {
  return database.query<LedgerName>(
    `select n.nspname::text as schema, c.relname::text as "table"
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind = 'r' and n.nspname = any ($1::text[]) and not (n.nspname = $2 and c.relname = $3)
     group by n.nspname, c.relname
     having string_agg(a.attname::text || ' ' || pg_catalog.format_type(a.atttypid, null), ', ' order by a.attname) = any ($4::text[])
     order by 1, 2`,
    [await schemasToEmpty(database, names), ledger.schema, ledger.table, columnsOfLedgers],
  );
}
