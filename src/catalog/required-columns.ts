import type { Column, Table } from '../facts/catalog.ts';
import { shortTypeNames } from '../facts/type-names.ts';

/** What a column that every table is to have must be, besides there. */
export interface RequiredColumn {
  /** As Postgres prints it, or by its short name. */
  readonly type?: string | undefined;
  readonly notNull?: boolean | undefined;
}

/** Columns that tables are to have, and how many a table must have beside them before it is asked for them. */
export interface RequiredColumns {
  readonly columns: Readonly<Record<string, RequiredColumn>>;
  readonly minColumns: number;
}

/**
 * Is a table asked for the columns that all have? Not what joins others, lists values, is a part of another table, belongs to
 * somebody else or lasts for a session.
 */
export function isAskedForColumns(table: Table, required: RequiredColumns): boolean {
  return table.origin !== null && !table.partial && isOrdinary(table) && !isSmall(table, required) && !isJoin(table, required);
}

function isOrdinary({ kind, persistence, partitionOf, inherits = [] }: Table): boolean {
  return (kind === 'table' || kind === 'partitioned') && persistence !== 'temporary' && partitionOf === null && inherits.length === 0;
}

/** What a table has of its own. */
function ownColumns(table: Table, { columns }: RequiredColumns): readonly Column[] {
  return table.columns.filter(({ name }) => !Object.hasOwn(columns, name));
}

function isSmall(table: Table, required: RequiredColumns): boolean {
  return ownColumns(table, required).length < required.minColumns;
}

function isJoin(table: Table, required: RequiredColumns): boolean {
  const inKeys = new Set(table.constraints.flatMap((one) => (one.kind === 'foreignKey' ? one.columns : [])));
  const primary = table.constraints.flatMap((one) => (one.kind === 'primaryKey' && one.columns.length === 1 ? one.columns : []));
  const joins = table.constraints.filter(({ kind }) => kind === 'foreignKey').length;
  return joins >= 2 && ownColumns(table, required).every(({ name }) => inKeys.has(name) || primary.includes(name));
}

/** Names of the columns that a table has not. */
export function missingColumns({ columns }: Table, required: RequiredColumns): readonly string[] {
  return Object.keys(required.columns).filter((name) => !columns.some((one) => one.name === name));
}

/** Is a column another than all are to be? */
export function isOtherwise(column: Column, { type, notNull }: RequiredColumn): boolean {
  return (type !== undefined && ![column.type, ...shortTypeNames(column.type)].includes(type)) || (notNull !== undefined && notNull !== column.notNull);
}
