import type { Catalog, Column, IdentityKind, Table } from '../../facts/catalog.ts';
import type { NewColumn } from '../../facts/change.ts';
import type { Identifier, ObjectName } from '../../facts/names.ts';
import { isNoDefault } from '../../facts/column-default.ts';
import { keyOf, memberKey, sameName } from '../../facts/names.ts';
import { mapped, without } from './entries.ts';
import {
  addConstraint, constraintWithColumnRenamed, involvesColumn, withoutConstraints, withoutDoubleKeys, withoutForeignKeys,
} from './constraints.ts';
import { namesColumn, withColumnRenamed } from './expressions.ts';
import { indexNamesColumn, withIndexColumnsRenamed, withoutIndexes } from './indexes.ts';
import type { Replayed } from './replayed.ts';
import { andThen, done, duplicate, unknown } from './replayed.ts';
import { oneSequenceSpelling, sequenceDefault } from './sequence-default.ts';
import { ownSequence, sequenceType, withOwners, withoutOwned } from './sequences.ts';
import { columnOf, nameOf, partitionsOf, tableOf, withTable } from './table-of.ts';
import { withoutViewsOf, withReadColumnRenamed } from './views.ts';

export type Reach = 'cascade' | 'restrict';

/** ADD COLUMN with everything written inside it, on the table and its partitions. */
export function addColumn(catalog: Catalog, name: ObjectName, added: NewColumn): Replayed {
  const table = tableOf(catalog, name);
  if (table === null) return unknown(catalog, 'relation', name);
  if (columnOf(table, added.name) !== null) return duplicate(catalog, 'column', added.name, nameOf(table));
  const made = makeColumn(catalog, table, added);
  const onTable = done(withTable(made.catalog, { ...table, columns: [...table.columns, made.column] }));
  const inherited: NewColumn = { ...made.column, serial: false, identity: null, constraints: [] };
  const everywhere = partitionsOf(catalog, table).reduce(
    (replayed, partition) => andThen(replayed, (now) => addColumn(now, partition, inherited)), onTable);
  return withoutDoubleKeys(added.constraints).reduce(
    (replayed, constraint) => andThen(replayed, (now) => addConstraint(now, table, constraint)), everywhere);
}

/** A default as Postgres keeps it: null for one that says nothing. */
export function keptDefault(written: Column['default'], type: string): Column['default'] {
  return written !== null && isNoDefault(written.text, type) ? null : oneSequenceSpelling(written);
}

/** The column as the catalog keeps it, and the catalog with the sequence it may need. */
export function makeColumn(
  catalog: Catalog,
  table: ObjectName,
  added: NewColumn,
): { readonly catalog: Catalog; readonly column: Column } {
  const { serial, sequence: _sequence, constraints: _constraints, ...rest } = added;
  const column: Column = { ...rest, default: keptDefault(rest.default, rest.type) };
  if (!serial && column.identity === null) return { catalog, column };
  const made = ownSequence(catalog, { table: nameOf(table), column: added.name }, added);
  const drawn = serial ? sequenceDefault(made.sequence) : column.default;
  return { catalog: made.catalog, column: { ...column, notNull: true, default: drawn } };
}

/**
 * DROP COLUMN: keys, checks, foreign keys and indexes that name it go with it, whatever else they name; with CASCADE
 * foreign keys and generated columns that need it, policies and views too.
 */
export function dropColumn(catalog: Catalog, name: ObjectName, dropped: string, reach: Reach): Replayed {
  const table = tableOf(catalog, name);
  if (table === null) return unknown(catalog, 'relation', name);
  if (columnOf(table, dropped) === null) return absent(catalog, table, dropped);
  const freed = reach === 'cascade' ? withoutDependents(catalog, table, dropped) : catalog;
  const bare = withoutColumn(freed, table, dropped);
  return partitionsOf(bare, table).reduce((replayed, partition) =>
    columnOf(partition, dropped) === null ? replayed : andThen(replayed, (now) =>
      dropColumn(now, partition, dropped, reach)),
  done(bare));
}

function withoutColumn(catalog: Catalog, name: ObjectName, dropped: string): Catalog {
  const indexed = withoutIndexes(catalog, (index) => sameName(index.table, name) && indexNamesColumn(index, dropped));
  const owned = withoutOwned(indexed, (owner) => sameName(owner.table, name) && owner.column === dropped);
  const table = tableOf(owned, name);
  if (table === null) return owned;
  const unbound = withoutConstraints(owned, table, (constraint) => involvesColumn(constraint, dropped));
  const left = tableOf(unbound, name) ?? table;
  return withTable(unbound, { ...left, columns: left.columns.filter((column) => column.name !== dropped) });
}

function withoutDependents(catalog: Catalog, table: Table, dropped: string): Catalog {
  const unreferenced = withoutForeignKeys(catalog, (key) =>
    sameName(key.references, table) && key.referencedColumns.includes(dropped));
  const policies = without(unreferenced.policies, (policy) =>
    sameName(policy.table, table) && (namesColumn(policy.using, dropped) || namesColumn(policy.check, dropped)));
  const triggers = without(unreferenced.triggers, (trigger) => sameName(trigger.table, table) && trigger.columns.includes(dropped));
  const unseen = withoutViewsOf({ ...unreferenced, policies, triggers }, table, dropped);
  const generated = table.columns.filter((one) =>
    one.generated !== null && namesColumn(one.generated.expression, dropped));
  return generated.reduce((now, column) => dropColumn(now, table, column.name, 'cascade').catalog, unseen);
}

export function renameColumn(catalog: Catalog, name: ObjectName, from: string, to: Identifier): Replayed {
  const table = tableOf(catalog, name);
  if (table === null) return ofView(catalog, name, withIndexColumnsRenamed(catalog, name, from, to.name));
  if (columnOf(table, from) === null && !table.partial) return absent(catalog, table, from);
  if (columnOf(table, to.name) !== null) return duplicate(catalog, 'column', to.name, nameOf(table));
  const after = withNameEverywhere(withTable(catalog, withColumnName(table, from, to)), table, from, to.name);
  return partitionsOf(after, table).reduce(
    (replayed, partition) => andThen(replayed, (now) => renameColumn(now, partition, from, to)), done(after));
}

function withColumnName(table: Table, from: string, to: Identifier): Table {
  const columns = table.columns.map((column): Column => {
    const generated = column.generated === null
      ? null
      : { ...column.generated, expression: withColumnRenamed(column.generated.expression, from, to.name) };
    return column.name === from ? { ...column, name: to.name, written: to.written } : { ...column, generated };
  });
  const constraints = table.constraints.map((one) => constraintWithColumnRenamed(one, from, to.name));
  const { partitionKey: key } = table;
  if (key === undefined) return { ...table, columns, constraints };
  const partitionKey = { ...key, columns: key.columns.map((column) => (column === from ? to.name : column)) };
  return { ...table, columns, constraints, partitionKey };
}

/** Indexes, foreign keys from everywhere, policies and triggers of the table, views, owned sequences. */
function withNameEverywhere(catalog: Catalog, table: Table, from: string, to: string): Catalog {
  const rename = (column: string): string => (column === from ? to : column);
  const tables = mapped(catalog.tables, (one) => {
    if (!one.constraints.some((key) => key.kind === 'foreignKey' && sameName(key.references, table))) return one;
    const constraints = one.constraints.map((key) =>
      key.kind === 'foreignKey' && sameName(key.references, table)
        ? { ...key, referencedColumns: key.referencedColumns.map(rename) } : key);
    return { ...one, constraints };
  }, keyOf);
  const policies = mapped(catalog.policies, (policy) => (sameName(policy.table, table) ? {
    ...policy,
    using: policy.using === null ? null : withColumnRenamed(policy.using, from, to),
    check: policy.check === null ? null : withColumnRenamed(policy.check, from, to),
  } : policy), (policy) => memberKey(policy.table, policy.name));
  const triggers = mapped(catalog.triggers, (trigger) => (sameName(trigger.table, table) && trigger.columns.includes(from)
    ? { ...trigger, columns: trigger.columns.map(rename) } : trigger), (trigger) => memberKey(trigger.table, trigger.name));
  const views = withReadColumnRenamed(catalog.views, table, from, to);
  const indexed = withIndexColumnsRenamed({ ...catalog, tables, policies, triggers, views }, table, from, to);
  return withOwners(indexed, (sequence, owner) =>
    sameName(owner.table, table) && owner.column === from ? { ...sequence, ownedBy: { ...owner, column: to } }
      : sequence);
}

/** ALTER VIEW and ALTER MATERIALIZED VIEW name columns too, which the catalog does not keep. */
function ofView(catalog: Catalog, name: ObjectName, after: Catalog): Replayed {
  return catalog.views.has(keyOf(name)) ? done(after) : unknown(catalog, 'relation', name);
}

/** A column of the table and of its partitions through `change`. */
export function changeColumn(
  catalog: Catalog, name: ObjectName, column: string, change: (column: Column) => Column,
): Replayed {
  const table = tableOf(catalog, name);
  if (table === null) return ofView(catalog, name, catalog);
  if (columnOf(table, column) === null) return absent(catalog, table, column);
  const columns = table.columns.map((one) => (one.name === column ? change(one) : one));
  const after = withTable(catalog, { ...table, columns });
  return partitionsOf(after, table).reduce(
    (replayed, partition) => andThen(replayed, (now) => changeColumn(now, partition, column, change)), done(after));
}

/** ALTER COLUMN … TYPE. The default stays, cast anew; an identity's sequence counts in the new type. */
export function setColumnType(
  catalog: Catalog,
  name: ObjectName,
  column: string,
  to: { readonly type: string; readonly collation: string | null },
): Replayed {
  const table = tableOf(catalog, name);
  const changed = changeColumn(catalog, name, column, (one) => ({ ...one, ...to }));
  if (table === null || columnOf(table, column)?.identity === null) return changed;
  const counted = withOwners(changed.catalog, (sequence, owner) =>
    sameName(owner.table, table) && owner.column === column ? { ...sequence, type: sequenceType(to.type) } : sequence);
  return { ...changed, catalog: counted };
}

export function addIdentity(
  catalog: Catalog,
  name: ObjectName,
  column: string,
  identity: IdentityKind,
  sequence: ObjectName | undefined,
): Replayed {
  const table = tableOf(catalog, name);
  const found = table === null ? null : columnOf(table, column);
  if (table === null || found === null) return changeColumn(catalog, name, column, (one) => one);
  if (found.identity !== null) return duplicate(catalog, 'column', column, nameOf(table));
  const asked = { type: found.type, origin: found.origin, ...(sequence === undefined ? {} : { sequence }) };
  const made = ownSequence(catalog, { table: nameOf(table), column }, asked);
  return changeColumn(made.catalog, name, column, (one) => ({ ...one, identity, notNull: true }));
}

/** DROP IDENTITY: the sequence goes, NOT NULL stays. */
export function dropIdentity(catalog: Catalog, name: ObjectName, column: string): Replayed {
  const table = tableOf(catalog, name);
  if (table !== null && columnOf(table, column)?.identity === null) {
    return unknown(catalog, 'column', column, nameOf(table));
  }
  const changed = changeColumn(catalog, name, column, (one) => ({ ...one, identity: null }));
  if (table === null) return changed;
  const freed = withoutOwned(changed.catalog, (owner) => sameName(owner.table, table) && owner.column === column);
  return { ...changed, catalog: freed };
}

/** A column that is not in the table. Of a partial table it may be, unseen. */
function absent(catalog: Catalog, table: Table, column: string): Replayed {
  return table.partial ? done(catalog) : unknown(catalog, 'column', column, nameOf(table));
}
