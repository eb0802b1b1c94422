import type { IndexKey } from './catalog.ts';

/**
 * Types whose operator class `<type>_ops` is the default of btree, hash, gin, gist and spgist where they have it
 * (pg_opclass of PostgreSQL 18). `varchar_ops` and `cidr_ops` are not: they stand beside the default.
 */
const types = [
  'aclitem', 'array', 'bit', 'bool', 'box', 'bpchar', 'bytea', 'char', 'cid', 'circle', 'date', 'enum', 'float4', 'float8',
  'inet', 'int2', 'int4', 'int8', 'interval', 'jsonb', 'macaddr', 'macaddr8', 'money', 'multirange', 'name', 'numeric',
  'oid', 'oidvector', 'pg_lsn', 'point', 'poly', 'quad_point', 'range', 'record', 'text', 'tid', 'time', 'timestamp',
  'timestamptz', 'timetz', 'tsquery', 'tsvector', 'uuid', 'varbit', 'xid', 'xid8',
];
const defaults: ReadonlySet<string> = new Set(types.map((type) => `${type}_ops`));

/** Keys of an index with their operator classes as the catalog keeps them. */
export function withDistinctOperatorClasses(method: string, keys: readonly IndexKey[]): readonly IndexKey[] {
  return keys.map((key) => ({ ...key, operatorClass: distinctOperatorClass(method, key.operatorClass) }));
}

/** The operator class of an index key as the catalog keeps it: null where it is the default that Postgres does not print. */
export function distinctOperatorClass(method: string, name: string | null): string | null {
  if (name === null || (method === 'gist' && name === 'inet_ops')) return name;
  if (method === 'brin') return /^(?!.*_multi_ops$).*_(?:minmax|inclusion)_ops$/.test(name) && name !== 'inet_minmax_ops' ? null : name;
  return defaults.has(name) ? null : name;
}
