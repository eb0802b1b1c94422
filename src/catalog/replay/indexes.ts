import type { Catalog, Index, IndexKey, Table } from '../../facts/catalog.ts';
import type { NewIndex } from '../../facts/change.ts';
import type { ObjectName } from '../../facts/names.ts';
import { keyOf, sameName } from '../../facts/names.ts';
import { mapped, withEntry, without, withoutKey } from './entries.ts';
import { namesColumn, withColumnRenamed } from './expressions.ts';
import { chooseIndexName, indexColumnNames, isRelationTaken } from './generated-names.ts';
import type { Replayed } from './replayed.ts';
import { andThen, done, duplicate, unknown } from './replayed.ts';
import { nameOf, partialTable, partitionsOf, tableOf } from './table-of.ts';

/** CREATE INDEX, on the table (or materialized view) and, unless ONLY it is meant, on its partitions. */
export function createIndex(catalog: Catalog, index: NewIndex, reach: 'partitions' | 'only'): Replayed {
  const table = tableOf(catalog, index.table) ?? viewAsTable(catalog, index.table);
  if (table === null) return unknown(catalog, 'relation', index.table);
  const keys = index.keys.map(plainKey);
  const name = index.name ?? chooseIndexName(catalog, table, indexColumnNames(index.keys, index.include), 'idx');
  const { only: _, ...given }: NewIndex & Pick<Index, 'only'> = index;
  const isOnly = reach === 'only' && partitionsOf(catalog, table).length > 0;
  const made: Index = {
    ...given, keys, schema: table.schema, name, written: index.written ?? name, table: nameOf(table), ...(isOnly ? { only: true } : {}),
  };
  if (isRelationTaken(catalog, made.schema, made.name)) return duplicate(catalog, 'relation', made);
  const after = done({ ...catalog, indexes: withEntry(catalog.indexes, keyOf(made), made) });
  if (reach === 'only') return after;
  return partitionsOf(catalog, table).reduce(
    (replayed, partition) => andThen(replayed, (now) => copyIndex(now, partition, made)), after);
}

/** An index of the parent on a partition, unless one like it is there. */
export function copyIndex(catalog: Catalog, partition: Table, parent: Index): Replayed {
  const there = [...catalog.indexes.values()].some((one) => sameName(one.table, partition) && sameShape(one, parent));
  if (there) return done(catalog);
  return createIndex(catalog, { ...parent, name: null, written: null, table: nameOf(partition) }, 'partitions');
}

/** DROP INDEX. Those that Postgres made for it on partitions go too. */
export function dropIndex(catalog: Catalog, name: ObjectName): Replayed {
  const index = catalog.indexes.get(keyOf(name));
  if (index === undefined) return unknown(catalog, 'relation', name);
  const table = tableOf(catalog, index.table);
  const family = new Set((table === null ? [] : descendants(catalog, table)).map(keyOf));
  const alone = { ...catalog, indexes: withoutKey(catalog.indexes, keyOf(index)) };
  if (family.size === 0) return done(alone);
  return done(withoutIndexes(alone, (one) => family.has(keyOf(one.table)) && sameShape(one, index)));
}

/** Whether dropping the column takes the index with it: as key, included, in an expression or the predicate. */
export function indexNamesColumn(index: Index, column: string): boolean {
  return index.include.includes(column) || namesColumn(index.where, column)
    || index.keys.some((key) => key.column === column || namesColumn(key.expression, column));
}

export function withoutIndexes(catalog: Catalog, leaves: (index: Index) => boolean): Catalog {
  const indexes = without(catalog.indexes, leaves);
  return indexes === catalog.indexes ? catalog : { ...catalog, indexes };
}

export function withIndexColumnsRenamed(catalog: Catalog, table: ObjectName, from: string, to: string): Catalog {
  const indexes = mapped(catalog.indexes, (index) =>
    sameName(index.table, table) && indexNamesColumn(index, from) ? withColumn(index, from, to) : index, keyOf);
  return indexes === catalog.indexes ? catalog : { ...catalog, indexes };
}

function withColumn(index: Index, from: string, to: string): Index {
  return {
    ...index,
    keys: index.keys.map((key) => ({
      ...key, column: key.column === from ? to : key.column,
      expression: key.expression === null ? null : withColumnRenamed(key.expression, from, to),
    })),
    include: index.include.map((column) => (column === from ? to : column)),
    where: index.where === null ? null : withColumnRenamed(index.where, from, to),
  };
}

/**
 * A column in parentheses is a column, its collation that of the key (ComputeIndexAttrs in indexcmds.c). A cast makes
 * it an expression, which only the text shows.
 */
function plainKey(key: IndexKey): IndexKey {
  const isCast = /::|\bcast\b/i.test(key.expression?.text ?? '');
  const plain = isCast ? null : /^"((?:[^"]|"")*)"(?: COLLATE "((?:[^"]|"")*)")?$/.exec(key.expression?.spelling ?? '');
  if (plain?.[1] === undefined) return key;
  const collation = plain[2]?.replaceAll('""', '"') ?? key.collation;
  return { ...key, column: plain[1].replaceAll('""', '"'), expression: null, collation };
}

function viewAsTable(catalog: Catalog, name: ObjectName): Table | null {
  const view = catalog.views.get(keyOf(name));
  return view === undefined ? null : partialTable(view);
}

function descendants(catalog: Catalog, table: Table): readonly Table[] {
  return partitionsOf(catalog, table).flatMap((partition) => [partition, ...descendants(catalog, partition)]);
}

/** Whether one can stand for the other on a partition. */
export function sameShape(left: Index, right: Index): boolean {
  return shapeOf(left) === shapeOf(right);
}

function shapeOf({ keys, include, method, unique, where, nullsNotDistinct }: Index): string {
  const parts = keys.map((key) => [
    key.column, key.expression?.spelling ?? key.expression?.text, key.order, key.nulls, key.operatorClass,
      key.collation,
  ]);
  return JSON.stringify([parts, include, method, unique, where?.spelling ?? where?.text, nullsNotDistinct]);
}
