import { chosenName } from '../../facts/chosen-name.ts';
import type { Casing } from '../../facts/casing.ts';
import type { Identifier, ObjectName } from '../../facts/names.ts';
import { referenceName } from '../../facts/reference-name.ts';
import { truncateToBytes } from '../../text/utf8.ts';
import { columnName } from './casing.ts';
import type { TableColumn, TableValue } from './drizzle/objects.ts';

/** NAMEDATALEN - 1. */
const longest = 63;

export function identifier(written: string): Identifier {
  return { name: truncateToBytes(written, longest), written };
}

export function objectName(schema: string | null, written: string): ObjectName {
  return { schema: schema === null ? 'public' : truncateToBytes(schema, longest), ...identifier(written) };
}

/** A column as another object names it. */
export interface NamedColumn {
  readonly table: TableValue;
  readonly column: TableColumn;
}

/** The name drizzle-orm goes by: the column's own or its key, before any casing. */
function ormName({ column }: NamedColumn): string {
  const { name } = column.builder;
  return typeof name === 'string' && name !== '' ? name : column.key;
}

export function databaseName({ column }: NamedColumn, casing: Casing | null): string {
  return columnName(column, casing);
}

/** drizzle-orm 0.45 and 1.0, unique-constraint.js. Casing of drizzle.config does not reach it: the name has the key in it. */
export function uniqueName(table: TableValue, columns: readonly NamedColumn[]): string {
  return `${table.name}_${columns.map(ormName).join('_')}_unique`;
}

/** drizzle-kit 0.31 and 1.0, `indexName`. */
export function indexName(table: TableValue, columns: readonly string[]): string {
  return `${table.name}_${columns.join('_')}_index`;
}

/** drizzle-kit 1.0, `interimToDDL`: a column's own `.unique()`, other than `unique().on(…)`, is called as Postgres calls it, to which it is left. */
export function ownUniqueName(table: TableValue, column: NamedColumn, casing: Casing | null): string {
  return chosenName(identifier(table.name).name, identifier(databaseName(column, casing)).name, 'key');
}

/** drizzle-kit 1.0, `defaultNameForPK`: left out of the SQL, so that Postgres makes it. */
export function keyName(table: TableValue): string {
  return chosenName(identifier(table.name).name, null, 'pkey');
}

/** drizzle-kit 1.0; its betas heeded casing in it. */
export function foreignKeyNameOfOne(
  table: TableValue, columns: readonly NamedColumn[], foreign: readonly NamedColumn[], casing: Casing | null,
): string {
  const named = (column: NamedColumn): string => databaseName(column, casing);
  return referenceName({
    table: table.name, columns: columns.map(named), parent: foreign[0]?.table.name ?? '', parentColumns: foreign.map(named),
  });
}

/** drizzle-orm 0.45, primary-keys.js, recased by drizzle-kit 0.31. */
export function primaryKeyName(
  given: string | null, table: TableValue, columns: readonly NamedColumn[], casing: Casing | null,
): string {
  return recased(given ?? `${table.name}_${columns.map(ormName).join('_')}_pk`, columns, casing);
}

/** drizzle-orm 0.45, foreign-keys.js, recased by drizzle-kit 0.31. */
export function foreignKeyName(
  given: string | null, table: TableValue, columns: readonly NamedColumn[], foreign: readonly NamedColumn[],
  casing: Casing | null,
): string {
  const to = foreign[0]?.table.name ?? '';
  const made = [table.name, ...columns.map(ormName), to, ...foreign.map(ormName)].join('_');
  return recased(given ?? `${made}_fk`, [...columns, ...foreign], casing);
}

/**
 * drizzle-kit 0.31 puts the database's name in place of the first occurrence of each column's key, wherever in the
 * name that is (`generatePgSnapshot`).
 */
function recased(name: string, columns: readonly NamedColumn[], casing: Casing | null): string {
  if (casing === null) return name;
  return columns.reduce((text, column) => text.replace(ormName(column), () => databaseName(column, casing)), name);
}
