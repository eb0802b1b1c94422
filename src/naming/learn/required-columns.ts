import { isAskedForColumns, isOtherwise, missingColumns, type RequiredColumn, type RequiredColumns } from '../../catalog/required-columns.ts';
import type { Column, Table } from '../../facts/catalog.ts';
import { showName } from '../../facts/names.ts';
import { isEnough, sharesOf, type Convention, type Outlier } from './convention.ts';

/** What `design/required-columns` takes for a list of values where nothing is said. */
const minColumns = 3;

/** Columns that nearly every table has, with the type and the NOT NULL that nearly all of them have. */
export function learnColumns(tables: readonly Table[]): Convention {
  const required = { columns: columnsOf(tables, narrowed(tables, namesIn(tables))), minColumns };
  const asked = tables.filter((table) => isAskedForColumns(table, required));
  const convention = { aspect: 'columns', about: 'Columns of every table', of: asked.length, split: sharesOf(asked.flatMap(namesOf)).slice(0, 4) } as const;
  const names = Object.keys(required.columns);
  if (names.length === 0) return { ...convention, claim: null };
  const outliers = asked.map((table) => outliersIn(table, required));
  return {
    ...convention,
    claim: {
      way: names.map((name) => words(name, required.columns[name] ?? {})).join(', '),
      following: outliers.filter(({ length }) => length === 0).length,
      outliers: outliers.flat(), setting: { rule: 'design/required-columns', columns: required.columns },
    },
  };
}

/** Primary keys apart: of which kind a table's is hangs on what tells its rows apart. */
function namesIn(tables: readonly Table[]): readonly string[] {
  const keys = new Set(tables.flatMap(primaryKeyOf));
  return [...new Set(tables.flatMap(namesOf))].filter((name) => !keys.has(name)).filter((name) => isEnough(tables.filter((table) => namesOf(table).includes(name)).length, tables.length / 2));
}

function primaryKeyOf({ constraints }: Table): readonly string[] {
  return constraints.flatMap((one) => (one.kind === 'primaryKey' && one.columns.length === 1 ? one.columns : []));
}

function namesOf({ columns }: Table): readonly string[] {
  return columns.map(({ name }) => name);
}

/** Which tables are asked hangs on the columns that are asked for. */
function narrowed(tables: readonly Table[], names: readonly string[]): readonly string[] {
  const required = { columns: Object.fromEntries(names.map((name) => [name, {}])), minColumns };
  const asked = tables.filter((table) => isAskedForColumns(table, required));
  const left = names.filter((name) => isEnough(asked.filter((table) => namesOf(table).includes(name)).length, asked.length));
  return left.length === names.length ? left : narrowed(tables, left);
}

function columnsOf(tables: readonly Table[], names: readonly string[]): RequiredColumns['columns'] {
  return Object.fromEntries(names.map((name) => [name, shapeOf(tables.flatMap(({ columns }) => columns.filter((column) => column.name === name)))]));
}

function shapeOf(columns: readonly Column[]): RequiredColumn {
  const [type] = sharesOf(columns.map((column) => column.type));
  const notNull = columns.filter((column) => column.notNull).length;
  return {
    ...(type !== undefined && isEnough(type.count, columns.length) ? { type: type.way } : {}),
    ...(isEnough(notNull, columns.length) ? { notNull: true } : {}),
  };
}

function outliersIn(table: Table, required: RequiredColumns): readonly Outlier[] {
  const missing = missingColumns(table, required);
  const lack = missing.length === 0 || table.origin === null ? []
    : [{ name: `${showName(table)} without ${missing.join(', ')}`, origin: table.origin }];
  const others = table.columns.flatMap((column) => {
    const wanted = required.columns[column.name];
    return wanted === undefined || column.origin === null || !isOtherwise(column, wanted) ? []
      : [{ name: `${showName(table)}.${column.name} ${column.type}${column.notNull ? ' NOT NULL' : ''}`, origin: column.origin }];
  });
  return [...lack, ...others];
}

function words(name: string, { type, notNull }: RequiredColumn): string {
  return [name, ...(type === undefined ? [] : [type]), ...(notNull === true ? ['NOT NULL'] : [])].join(' ');
}
