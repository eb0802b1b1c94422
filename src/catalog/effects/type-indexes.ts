import type { Catalog, Table } from '../../facts/catalog.ts';
import type { ObjectName } from '../../facts/names.ts';
import { indexesOf, type IndexShape } from '../indexes-of.ts';
import { namesColumn } from '../replay/expressions.ts';
import { oidTypes } from './type-coercion.ts';
import { baseTypeOf, readTypeName } from './type-name.ts';

/** A column that gets another type. */
export interface Retyped {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly collations: { readonly from: string | null; readonly to: string | null };
}

/** Indexes that read the column: Postgres drops and makes them again. */
export function indexesOn(catalog: Catalog, table: ObjectName, column: string): readonly IndexShape[] {
  return indexesOf(catalog, table).filter(({ keys, include, where }) => namesColumn(where, column) || include.includes(column)
    || keys.some((key) => key.column === column || namesColumn(key.expression, column)));
}

/**
 * Whether Postgres takes over the file of an index it makes again, where the table is not written anew: not of one with an
 * expression or predicate, nor on a partition, nor where operator class or collation are others then (`CheckIndexCompatible`
 * in commands/indexcmds.c).
 */
export function keepsFile(index: IndexShape, table: Table | null, column: Retyped, catalog: Catalog): boolean {
  if (table?.kind === 'partitioned' || table?.kind === 'partition') return false;
  if (index.where !== null || index.keys.some(({ expression }) => expression !== null) || index.keys.length === 0) return false;
  const keys = index.keys.filter((key) => key.column === column.name);
  return keys.every(({ operatorClass, collation }) => {
    const sameOrder = collation !== null || column.collations.from === column.collations.to;
    return sameOrder && (operatorClass !== null || operatorFamily(column.from, catalog) === operatorFamily(column.to, catalog));
  });
}

/** Types of one default operator class. Those over arrays, enums and ranges hold for one type each. */
function operatorFamily(type: string, catalog: Catalog): string {
  const base = readTypeName(baseTypeOf(type, catalog));
  const own = readTypeName(type);
  if (own.isArray) return `${own.name}[]`;
  if (base.name.includes('.') && !base.name.endsWith('.citext')) return own.name;
  if (base.name === 'character varying') return 'text';
  if (base.name === 'cidr') return 'inet';
  return oidTypes.has(base.name) ? 'oid' : base.name.replace(/^interval .*/, 'interval');
}

/** Whether an access method has a default operator class for a type; only Postgres's own methods and types are known. */
export function isIndexable(method: string, type: string, catalog: Catalog): boolean {
  const { name, isArray } = readTypeName(baseTypeOf(type, catalog));
  if (name.includes('.')) return true;
  const isRange = /(?:range)$/.test(name);
  switch (method) {
    case 'btree':
    case 'hash': return isArray || !unordered.has(name);
    case 'gin': return isArray || name === 'jsonb' || name === 'tsvector';
    case 'gist': return !isArray && (isRange || ['box', 'circle', 'point', 'polygon', 'tsquery', 'tsvector'].includes(name));
    default: return true;
  }
}

const unordered: ReadonlySet<string> = new Set([
  'json', 'xml', 'point', 'line', 'lseg', 'box', 'path', 'polygon', 'circle', 'jsonpath', 'txid_snapshot',
]);
