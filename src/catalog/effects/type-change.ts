import type { Catalog, Column, ForeignKey, Table } from '../../facts/catalog.ts';
import type { ChangeOf } from '../../facts/change.ts';
import type { Effects } from '../../facts/effects.ts';
import { noEffects } from '../../facts/effects.ts';
import { keyOf, sameName, showName, type ObjectName } from '../../facts/names.ts';
import { namesColumn } from '../replay/expressions.ts';
import { tableOf } from '../replay/table-of.ts';
import { knownColumn, missingColumn } from './alter-column.ts';
import { systemColumns } from './columns.ts';
import { always, both, failing, familyOf, filesOf, locked, lockedFamily, nameOf, relatedTo, rewriting, withRows } from './combine.ts';
import type { EffectsContext } from './context.ts';
import { indexesOn, keepsFile, type Retyped } from './type-indexes.ts';
import { keepsBits } from './type-coercion.ts';
import { typeChangeRefusals } from './type-change-refusals.ts';
import { rowFailuresOfCast } from './cast-failures.ts';

/**
 * ALTER COLUMN … TYPE: on the table and its partitions. Indexes, checks and foreign keys that need the column are made
 * again; those keep their files or are not asked again where the bits of the column and the operators stay as they are.
 */
export function setColumnType(change: ChangeOf<'setColumnType'>, catalog: Catalog, context: EffectsContext): Effects {
  const { table, column: { name } } = change;
  if (catalog.views.has(keyOf(table))) return failing(noEffects, always('42809', `${showName(table)} is a view`));
  const missing = missingColumn(catalog, table, name);
  if (missing !== null) return failing(locked(table, 'AccessExclusive'), missing);
  if (systemColumns.has(name)) return failing(locked(table, 'AccessExclusive'), always('0A000', `${name} is a column of every table`));
  const locks = both(lockedFamily(catalog, table), relatedLocks(catalog, table, name));
  const column = knownColumn(catalog, table, name);
  if (column === null) return { ...locks, unknown: [`the type of ${showName(table)}.${name} is not known`] };
  const reach = reachOf(change, column, catalog, context);
  const { fails, unknown } = typeChangeRefusals(change, column, catalog, context);
  const each = familyOf(catalog, table).map((one) => onTable(one, retyped(change, column), reach, catalog)).reduce(both, noEffects);
  const all = failing(both(both(locks, each), revalidation(catalog, table, retyped(change, column), reach)), ...fails);
  const unsure = reach === 'unknown' ? [`whether ${column.type} and ${change.type} have the same bits is not known`] : [];
  const rowFails = reach === 'rewrite' ? rowFailuresOfCast(column.type, change, catalog) : [];
  return { ...failing(all, ...rowFails), unknown: [...unknown, ...unsure] };
}

type Reach = 'rewrite' | 'keep' | 'unknown';

/** A virtual column has no bits. */
function reachOf({ type, casts }: ChangeOf<'setColumnType'>, column: Column, catalog: Catalog, context: EffectsContext): Reach {
  if (column.generated?.stored === false) return 'keep';
  if (casts === null) return 'rewrite';
  const kept = keepsBits(column.type, [...casts, type], catalog, context);
  return kept === 'unknown' ? 'unknown' : kept === 'yes' ? 'keep' : 'rewrite';
}

function retyped({ column, type, collation }: ChangeOf<'setColumnType'>, before: Column): Retyped {
  return { name: column.name, from: before.type, to: type, collations: { from: before.collation, to: collation } };
}

/** Foreign keys on the column are made again, which locks the tables at their other end. */
function relatedLocks(catalog: Catalog, table: ObjectName, column: string): Effects {
  const related = relatedTo(catalog, table, (key, side) => (side === 'from' ? key.columns : key.referencedColumns).includes(column));
  return related.map((name) => locked(name, 'AccessExclusive')).reduce(both, noEffects);
}

/** The indexes of the column are dropped and made again, whether they keep their files or not. */
function onTable(name: ObjectName, column: Retyped, reach: Reach, catalog: Catalog): Effects {
  const table = tableOf(catalog, name);
  const own = indexesOn(catalog, name, column.name);
  const isFileless = table?.kind === 'partitioned';
  const indexLocks = own.map((index) => ({ index: nameOf(index), table: name, mode: 'AccessExclusive' as const }));
  if (reach === 'rewrite') {
    return { ...noEffects, ...(isFileless ? { builds: own.map(nameOf), indexLocks } : rewriting(catalog, name)) };
  }
  const builds = own.filter((index) => !keepsFile(index, table, column, catalog)).map(nameOf);
  const isRead = builds.length > 0 || (table !== null && checksOn(table, column.name));
  return { ...noEffects, builds, indexLocks, scans: isRead && !isFileless ? [name] : [] };
}

/** Postgres asks a check anew that is NOT VALID too; measured on PostgreSQL 18. */
function checksOn(table: Table, column: string): boolean {
  return table.constraints.some((one) => one.kind === 'check' && namesColumn(one.expression, column));
}

/** Foreign keys whose operators change, or one side of which is written anew, are asked again: the rows that refer are read. */
function revalidation(catalog: Catalog, table: ObjectName, column: Retyped, reach: Reach): Effects {
  const asked = keysOn(catalog, table, column.name).filter(({ key }) => key.validated)
    .filter(() => reach === 'rewrite' || !keepsOperators(column, catalog));
  return asked.map(({ of }): Effects => failing({ ...noEffects, scans: filesOf(catalog, of) },
    withRows('23503', 'rows that refer to nothing stop the foreign key'))).reduce(both, noEffects);
}

/** The column's equality is the same: that of its default operator class. */
function keepsOperators(column: Retyped, catalog: Catalog): boolean {
  const key = { column: column.name, expression: null, order: 'asc', nulls: 'last', operatorClass: null, collation: 'any' } as const;
  const shape = {
    schema: '', name: '', written: '', unique: true, method: 'btree', keys: [key], include: [], where: null, nullsNotDistinct: false,
    constraint: null, origin: null };
  return keepsFile(shape, null, column, catalog);
}

interface KeyOf {
  readonly of: ObjectName;
  readonly key: ForeignKey;
}

function keysOn(catalog: Catalog, table: ObjectName, column: string): readonly KeyOf[] {
  return [...catalog.tables.values()].flatMap((one) => one.constraints.flatMap((key): readonly KeyOf[] => {
    if (key.kind !== 'foreignKey') return [];
    const isOwn = sameName(one, table) && key.columns.includes(column);
    const isTarget = sameName(key.references, table) && key.referencedColumns.includes(column);
    return isOwn || isTarget ? [{ of: nameOf(one), key }] : [];
  }));
}

