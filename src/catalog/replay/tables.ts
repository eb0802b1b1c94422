import type { Catalog, Check, Column, Table } from '../../facts/catalog.ts';
import type { ChangeOf, NewColumn, NewConstraint } from '../../facts/change.ts';
import type { ObjectName } from '../../facts/names.ts';
import { keyOf, sameName, temporarySchema } from '../../facts/names.ts';
import { makeColumn } from './columns.ts';
import { addConstraint, inherit, withoutDoubleKeys, withoutForeignKeys } from './constraints.ts';
import { without, withoutKey } from './entries.ts';
import { isRelationTaken, isTypeInTheWay } from './generated-names.ts';
import { copyIndex, withoutIndexes } from './indexes.ts';
import type { Replayed } from './replayed.ts';
import { andThen, done, duplicate, unknown } from './replayed.ts';
import { withoutOwned } from './sequences.ts';
import { nameOf, partitionsOf, tableOf, withTable } from './table-of.ts';
import { withoutViewsOf } from './views.ts';

/**
 * CREATE TABLE: sequences first, then the table with its checks, then keys, then references, as Postgres orders them.
 */
export function createTable(catalog: Catalog, create: ChangeOf<'createTable'>): Replayed {
  const { table } = create;
  if (isRelationTaken(catalog, table.schema, table.name)) return duplicate(catalog, 'relation', table);
  if (isTypeInTheWay(catalog, table)) return duplicate(catalog, 'type', table);
  const parents = [...create.inherits, ...(table.partitionOf === null ? [] : [table.partitionOf])];
  const origins = sourcesOf(catalog, parents, create.like);
  const made = makeColumns(catalog, table, merged(origins.columns, create.columns));
  const partial = table.partial || create.asQuery || create.like.length > 0 || origins.missing.length > 0;
  const parent = table.partitionOf === null ? null : tableOf(catalog, table.partitionOf);
  const bare: Table = {
    ...table, partitionOf: parent === null ? table.partitionOf : nameOf(parent), partial,
    columns: made.columns, constraints: origins.checks,
    ...(create.inherits.length === 0 ? {} : { inherits: create.inherits }),
  };
  const start: Replayed = { catalog: withTable(made.catalog, bare), unknown: origins.missing, duplicate: [] };
  const bound = inOrder(create).reduce(
    (replayed, constraint) => andThen(replayed, (now) => addConstraint(now, table, constraint)), start);
  return parent === null ? bound : andThen(bound, (now) => copyOfParent(now, table, parent));
}

/** The constraints of a new table in the order Postgres makes and so names them. */
function inOrder(create: ChangeOf<'createTable'>): readonly NewConstraint[] {
  const all = [...create.columns.flatMap((column) => column.constraints), ...create.constraints];
  const checks = all.filter((one) => one.kind === 'check' || one.kind === 'notNull');
  const keys = all.filter((one) => one.kind === 'primaryKey' || one.kind === 'unique');
  const others = all.filter((one) => one.kind === 'exclusion' || one.kind === 'usingIndex');
  const references = all.filter((one) => one.kind === 'foreignKey');
  return [...checks, ...withoutDoubleKeys(keys), ...others, ...references];
}

interface Sources {
  readonly columns: readonly Column[];
  readonly checks: readonly Check[];
  readonly missing: Replayed['unknown'];
}

/**
 * What INHERITS, PARTITION OF, LIKE and OF bring along. LIKE brings types and NOT NULL alone, unless told otherwise.
 */
function sourcesOf(catalog: Catalog, parents: readonly ObjectName[], like: readonly ObjectName[]): Sources {
  const tables = parents.map((name) => tableOf(catalog, name));
  const missing = [...parents.filter((_, at) => tables[at] === null), ...like.filter((name) =>
    likeColumns(catalog, name) === null)];
  const inherited = tables.flatMap((table) => table?.columns ?? []);
  const copied = like.flatMap((name) => likeColumns(catalog, name) ?? []);
  return {
    columns: distinct([...inherited.map((column) => ({ ...column, identity: null })), ...copied]),
    checks: tables.flatMap((table) => table?.constraints.filter((one) => one.kind === 'check') ?? []),
    missing: missing.flatMap((name) => unknown(catalog, 'relation', name).unknown),
  };
}

function likeColumns(catalog: Catalog, name: ObjectName): readonly Column[] | null {
  const table = tableOf(catalog, name);
  if (table !== null) {
    return table.columns.map((column) => ({ ...column, default: null, identity: null, generated: null }));
  }
  const composite = catalog.compositeTypes.get(keyOf(name));
  return composite?.attributes.map((attribute) => ({
    name: attribute.name, written: attribute.name, type: attribute.type, notNull: false, default: null, identity: null,
    generated: null, collation: null, origin: composite.origin,
  })) ?? null;
}

function distinct(columns: readonly Column[]): readonly Column[] {
  return columns.filter((column, at) => columns.findIndex((one) => one.name === column.name) === at);
}

/** Columns brought along, with what the table says of them again; then its own. */
function merged(brought: readonly Column[], own: readonly NewColumn[]): readonly NewColumn[] {
  const again = (column: Column): NewColumn => {
    const said = own.find((one) => one.name === column.name);
    const base = { ...column, serial: false, constraints: [] };
    if (said === undefined) return base;
    return { ...base, notNull: column.notNull || said.notNull, default: said.default ?? column.default };
  };
  return [...brought.map(again), ...own.filter((column) => !brought.some((one) => one.name === column.name))];
}

function makeColumns(
  catalog: Catalog, table: ObjectName, columns: readonly NewColumn[],
): { catalog: Catalog; columns: readonly Column[] } {
  let now = catalog;
  const made = columns.map((column) => {
    const next = makeColumn(now, table, column);
    now = next.catalog;
    return next.column;
  });
  return { catalog: now, columns: made };
}

/** Keys, references and indexes of the partitioned parent on a partition. */
function copyOfParent(catalog: Catalog, name: ObjectName, parent: Table): Replayed {
  const partition = tableOf(catalog, name);
  if (partition === null) return done(catalog);
  const indexes = [...catalog.indexes.values()].filter((index) => sameName(index.table, parent));
  const bound = parent.constraints.reduce(
    (replayed, constraint) => andThen(replayed, (now) => inherit(now, partition, constraint)), done(catalog));
  return indexes.reduce((replayed, index) => andThen(replayed, (now) => copyIndex(now, partition, index)), bound);
}

export function attachPartition(
  catalog: Catalog, { table: name, partition, bound }: ChangeOf<'attachPartition'>,
): Replayed {
  const [parent, child] = [tableOf(catalog, name), tableOf(catalog, partition)];
  if (parent === null) return unknown(catalog, 'relation', name);
  if (child === null) return unknown(catalog, 'relation', partition);
  const kind = child.kind === 'partitioned' ? 'partitioned' : 'partition';
  return copyOfParent(withTable(catalog, { ...child, kind, partitionOf: nameOf(parent), bound }), child, parent);
}

export function detachPartition(catalog: Catalog, partition: ObjectName): Replayed {
  const child = tableOf(catalog, partition);
  if (child === null) return unknown(catalog, 'relation', partition);
  const { bound: _left, ...rest } = child;
  return done(withTable(catalog, { ...rest, kind: child.kind === 'partitioned' ? 'partitioned' : 'table', partitionOf: null }));
}

/** INHERIT and NO INHERIT. */
export function changeParent(catalog: Catalog, name: ObjectName, parent: ObjectName, how: 'inherit' | 'noInherit'): Replayed {
  const table = tableOf(catalog, name);
  if (table === null) return done(catalog);
  const others = (table.inherits ?? []).filter((one) => !sameName(one, parent));
  return done(withTable(catalog, { ...table, inherits: how === 'inherit' ? [...others, parent] : others }));
}

/** DROP TABLE with all it owns, partitions too; with CASCADE foreign keys to it and views over it. */
export function dropTable(catalog: Catalog, name: ObjectName, reach: 'cascade' | 'restrict'): Replayed {
  const table = tableOf(catalog, name);
  if (table === null) return unknown(catalog, 'relation', name);
  const childless = partitionsOf(catalog, table).reduce((now, partition) =>
    dropTable(now, partition, reach).catalog, catalog);
  const freed = reach === 'cascade'
    ? withoutViewsOf(withoutForeignKeys(childless, (key) => sameName(key.references, table)), table, null)
    : childless;
  return done(withoutTable(freed, table));
}

function withoutTable(catalog: Catalog, table: Table): Catalog {
  const bare = withoutIndexes(catalog, (index) => sameName(index.table, table));
  const owned = withoutOwned(bare, (owner) => sameName(owner.table, table));
  return {
    ...owned,
    tables: withoutKey(owned.tables, keyOf(table)),
    policies: without(owned.policies, (policy) => sameName(policy.table, table)),
    triggers: without(owned.triggers, (trigger) => sameName(trigger.table, table)),
  };
}

/**
 * What is left when the session is closed: temporary tables, views and sequences are gone, and what belongs to them.
 */
export function withoutTemporary(catalog: Catalog): Catalog {
  const tables = [...catalog.tables.values()].filter((table) =>
    table.schema === temporarySchema || table.persistence === 'temporary');
  const bare = tables.reduce((now, table) => dropTable(now, table, 'cascade').catalog, catalog);
  const views = without(bare.views, (view) => view.schema === temporarySchema);
  const sequences = without(bare.sequences, (sequence) => sequence.schema === temporarySchema);
  return views === bare.views && sequences === bare.sequences ? bare : { ...bare, views, sequences };
}
