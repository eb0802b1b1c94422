import type { Catalog, Table } from '../facts/catalog.ts';
import { keyOf } from '../facts/names.ts';

/**
 * Keys of the tables that something may have been taken from on the way from one catalog to a later one: those that are
 * another value or new, and those with an index that is another or gone, with the partitioned tables above them.
 */
export function differingTables(before: Catalog, after: Catalog): ReadonlySet<string> {
  const differing = [
    ...missingFrom(after.tables, before.tables).map(keyOf),
    ...missingFrom(before.tables, after.tables).map(keyOf),
    ...missingFrom(after.indexes, before.indexes).map(({ table }) => keyOf(table)),
  ];
  return new Set(differing.flatMap((key) => [...withParents(key, before), ...withParents(key, after)]));
}

/** The values that another map does not have under their keys. */
function missingFrom<Value>(other: ReadonlyMap<string, Value>, values: ReadonlyMap<string, Value>): readonly Value[] {
  if (values === other) return [];
  const found: Value[] = [];
  for (const [key, value] of values) {
    if (other.get(key) !== value) found.push(value);
  }
  return found;
}

function withParents(key: string, { tables }: Catalog): readonly string[] {
  const above: string[] = [];
  for (let at: string | null = key; at !== null && !above.includes(at); at = parentOf(tables.get(at))) above.push(at);
  return above;
}

function parentOf(table: Table | undefined): string | null {
  const parent = table?.partitionOf ?? null;
  return parent === null ? null : keyOf(parent);
}
