import type { Catalog, Column, IndexKey, Table } from '../facts/catalog.ts';
import { baseTypeOf, readTypeName } from './effects/type-name.ts';

/**
 * Whether an index with this key finds the rows in which its column equals a value. It does not if it is sorted by
 * another collation than the column's, even where both are deterministic (IndexCollMatchesExprColl in
 * src/backend/optimizer/path/indxpath.c). GiST, GIN and SP-GiST know equality of some types alone.
 */
export function answersEquality(key: IndexKey, method: string, table: Table | undefined, catalog: Catalog): boolean {
  const column = table?.columns.find(({ name }) => name === key.column);
  if (key.column === null || !sameCollation(key, column)) return false;
  switch (method) {
    case 'btree':
    case 'hash':
      return true;
    case 'gist':
    case 'gin':
    case 'spgist':
      return column !== undefined && knowsEquality(key, method, readTypeName(baseTypeOf(column.type, catalog)));
    default:
      return false;
  }
}

function sameCollation(key: IndexKey, column: Column | undefined): boolean {
  return key.collation === null || collationOf(key, column) === bare(column?.collation ?? 'default');
}

/** The collation that a key is sorted by: its own, or that of its column. */
export function collationOf({ collation }: IndexKey, column: Column | undefined): string {
  return bare(collation ?? column?.collation ?? 'default');
}

function bare(collation: string): string {
  return collation.replace(/^pg_catalog\./, '').replaceAll('"', '');
}

const ranges = new Set(['int4range', 'int8range', 'numrange', 'tsrange', 'tstzrange', 'daterange']);
const networks = new Set(['inet', 'cidr']);
/** With `btree_gist` and `btree_gin`, which alone have operator classes for them that are the default. */
const scalars = new Set([
  'smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision', 'oid', 'text', 'character varying', 'bpchar', 'uuid',
  'date', 'timestamp without time zone', 'timestamp with time zone', 'time without time zone', 'interval', 'boolean',
]);

function knowsEquality(
  { operatorClass }: IndexKey, method: 'gist' | 'gin' | 'spgist', { name, isArray }: { readonly name: string; readonly isArray: boolean },
): boolean {
  if (method === 'gin') {
    // With pg_trgm rows are found by what the value is made of, which is as good as it for long values.
    if (operatorClass !== null) return operatorClass === 'gin_trgm_ops';
    return isArray || scalars.has(name) || networks.has(name);
  }
  if (isArray) return false;
  if (method === 'spgist') return operatorClass === null && (name === 'text' || ranges.has(name) || networks.has(name));
  return operatorClass === null ? ranges.has(name) || scalars.has(name) : operatorClass === 'inet_ops' && networks.has(name);
}
