import type { Catalog, Constraint, Index, IndexKey, Table } from '../facts/catalog.ts';
import type { ObjectName } from '../facts/names.ts';
import { keyOf, sameName } from '../facts/names.ts';

/** An index in one shape, whether somebody made it or a key brings it along. */
export interface IndexShape extends Omit<Index, 'table' | 'concurrently'> {
  /** The constraint that keeps it, or null for an index on its own. */
  readonly constraint: 'primaryKey' | 'unique' | 'exclusion' | null;
}

/** Every index of a table: those of its keys in the order of the table, then those made for themselves. */
export function indexesOf(catalog: Catalog, table: ObjectName): readonly IndexShape[] {
  const known = catalog.tables.get(keyOf(table));
  const made = [...catalog.indexes.values()].filter((index) => sameName(index.table, table));
  return [...(known === undefined ? [] : keyIndexes(known)), ...made.map(ownIndex)];
}

function keyIndexes(table: Table): readonly IndexShape[] {
  return table.constraints.flatMap((constraint) => keyIndex(table.schema, constraint) ?? []);
}

function keyIndex(schema: string, constraint: Constraint): IndexShape | null {
  if (constraint.kind === 'check' || constraint.kind === 'foreignKey') return null;
  const { name, written, origin, kind } = constraint;
  const base = { schema, name, written, origin, constraint: kind, keys: constraint.columns.map(plainKey) };
  if (kind === 'exclusion') {
    // An element that is an expression has no column: the index is then told by its method alone.
    const keys = constraint.columns.length === constraint.elements.length ? base.keys : [];
    return { ...base, keys, unique: false, method: constraint.method, include: [], where: constraint.where,
      nullsNotDistinct: false };
  }
  const nullsNotDistinct = kind === 'unique' && constraint.nullsNotDistinct;
  return { ...base, unique: true, method: 'btree', include: constraint.include, where: null, nullsNotDistinct };
}

function plainKey(column: string): IndexKey {
  return { column, expression: null, order: 'asc', nulls: 'last', operatorClass: null, collation: null };
}

function ownIndex(
  { schema, name, written, unique, method, keys, include, where, nullsNotDistinct, only, origin }: Index,
): IndexShape {
  return { schema, name, written, unique, method, keys, include, where, nullsNotDistinct, constraint: null, origin, ...(only ? { only } : {}) };
}
