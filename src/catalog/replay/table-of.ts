import type { Catalog, Column, Table } from '../../facts/catalog.ts';
import type { ObjectName } from '../../facts/names.ts';
import { keyOf, sameName, temporarySchema } from '../../facts/names.ts';
import { withEntry } from './entries.ts';

/**
 * The table a change means. A temporary table hides one of the same name in public: pg_temp is searched first, and
 * statements are read one by one, without knowing what is temporary.
 */
export function tableOf(catalog: Catalog, name: ObjectName): Table | null {
  const temporary = name.schema === 'public' ? catalog.tables.get(keyOf({ ...name, schema: temporarySchema }))
    : undefined;
  return temporary ?? catalog.tables.get(keyOf(name)) ?? null;
}

export function columnOf(table: Table, name: string): Column | null {
  return table.columns.find((column) => column.name === name) ?? null;
}

export function withTable(catalog: Catalog, table: Table): Catalog {
  return { ...catalog, tables: withEntry(catalog.tables, keyOf(table), table) };
}

export function nameOf({ schema, name, written }: ObjectName): ObjectName {
  return { schema, name, written };
}

export function partitionsOf(catalog: Catalog, table: Table): readonly Table[] {
  if (table.kind !== 'partitioned' && table.partitionOf === null) return [];
  return [...catalog.tables.values()].filter((one) => one.partitionOf !== null && sameName(one.partitionOf, table));
}

/** A table that a change names and nobody made: there may be more of it than we see. */
export function partialTable(name: ObjectName): Table {
  return {
    ...nameOf(name), kind: 'table', persistence: 'permanent', columns: [], constraints: [], rowSecurity: false,
    partitionOf: null, partial: true, origin: null,
  };
}
