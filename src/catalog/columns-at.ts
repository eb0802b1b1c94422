import type { Catalog, Column, Table } from '../facts/catalog.ts';
import type { Origin } from '../text/span.ts';

export interface ColumnOfTable {
  readonly table: Table;
  readonly column: Column;
}

const known = new WeakMap<Catalog, ReadonlyMap<string, readonly ColumnOfTable[]>>();

/** The columns that one place declares: several where tables share an object of columns, and those of partitions. */
export function columnsAt(catalog: Catalog, at: Origin): readonly ColumnOfTable[] {
  const places = known.get(catalog) ?? placesOf(catalog);
  known.set(catalog, places);
  return places.get(nameOf(at)) ?? [];
}

function placesOf({ tables }: Catalog): ReadonlyMap<string, readonly ColumnOfTable[]> {
  const places = new Map<string, ColumnOfTable[]>();
  for (const table of tables.values()) {
    for (const column of table.columns) {
      if (column.origin === null) continue;
      const name = nameOf(column.origin);
      places.set(name, [...places.get(name) ?? [], { table, column }]);
    }
  }
  return places;
}

function nameOf({ file, span }: Origin): string {
  return `${span.start} ${span.end} ${file}`;
}
