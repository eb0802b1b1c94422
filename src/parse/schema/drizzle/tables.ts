import type { Casing } from '../../../facts/casing.ts';
import type { CallSite } from '../call-site.ts';
import { make, type Interpreter } from '../interpreter.ts';
import { absent, isAbsent, textOf, unknown, type Unknown, unknownObject, type Value } from '../values.ts';
import { applyUnicodeCasing } from '../casing.ts';
import type { ColumnBuilder, TableColumn, TableCreator, TableValue } from './objects.ts';

/** Where a table belongs, and how its columns without a name are named: `snakeCase.schema('library').table(…)` of drizzle-orm 1.0. */
export interface TableSetting {
  readonly schema: string | null;
  readonly casing: Casing | null;
}

/** `pgTable(name, columns, extras)`, in a schema if one is given. A table whose name is not known is unknown. */
export function makeTable(
  run: Interpreter, given: readonly Value[], { schema, casing }: TableSetting, site: CallSite,
): TableValue | Unknown {
  const [named = absent, columns = absent, extras = absent] = given;
  const name = textOf(named, site.head);
  if (name === null) return unknownObject('a table has no name', site.head);
  if (typeof name !== 'string') return unknownObject(`the name of a table cannot be told: ${name.reason}`, site.head);
  const read = readColumns(run, columns, casing, site);
  return make<TableValue>(run, {
    kind: 'table', schema, name, columns: read.columns, extras: isAbsent(extras) ? null : extras, rowSecurity: false,
    unread: read.unread, origin: site.head,
  });
}

/** `pgTableCreator((name) => …)` makes tables whose names a function of the project gives. */
export function makeCreatedTable(
  run: Interpreter, { customize, casing }: TableCreator, given: readonly Value[], site: CallSite,
): TableValue | Unknown {
  const [name = absent, ...rest] = given;
  const customized = customize.kind === 'function' ? run.apply(customize, [name], site.head)
    : customize.kind === 'unknown' ? customize : unknown('pgTableCreator has no function', site.head);
  return makeTable(run, [customized, ...rest], { schema: null, casing }, site);
}

interface ReadColumns {
  readonly columns: readonly TableColumn[];
  readonly unread: readonly Unknown[];
}

function readColumns(run: Interpreter, given: Value, casing: Casing | null, site: CallSite): ReadColumns {
  const value = given.kind === 'function'
    ? run.apply(given, [{ kind: 'drizzle', library: 'pg-core', name: '*' }], site.whole) : given;
  if (value.kind === 'unknown') return { columns: [], unread: [value] };
  if (value.kind !== 'dictionary') {
    return { columns: [], unread: [unknown(`a ${value.kind} stands where columns belong`, site.head)] };
  }
  const columns: TableColumn[] = [];
  const unread: Unknown[] = [...value.unread];
  for (const [key, builder] of value.entries) {
    if (builder.kind === 'column') columns.push({ key, builder: namedByKey(key, builder, casing) });
    else unread.push(columnProblem(key, builder, site));
  }
  return { columns, unread };
}

/** drizzle-orm 1.0 names a column as soon as its table is made, so that to all else it has a name of its own. */
function namedByKey(key: string, builder: ColumnBuilder, casing: Casing | null): ColumnBuilder {
  return builder.name === '' && casing !== null ? { ...builder, name: applyUnicodeCasing(key, casing) } : builder;
}

function columnProblem(key: string, value: Value, site: CallSite): Unknown {
  if (value.kind === 'unknown') return unknown(`the column ${key} cannot be told: ${value.reason}`, value.origin);
  return unknown(`${key} is a ${value.kind}, no column`, site.head);
}

/** `.enableRLS()` */
export function callTable(table: TableValue, method: string, site: CallSite): Value {
  if (method === 'enableRLS') return { ...table, rowSecurity: true };
  return unknown(`a table has no method ${method}`, site.tail);
}
