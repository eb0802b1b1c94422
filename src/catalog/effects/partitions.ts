import type { Catalog, PartitionBound, Table } from '../../facts/catalog.ts';
import type { ChangeOf } from '../../facts/change.ts';
import type { Effects } from '../../facts/effects.ts';
import { noEffects } from '../../facts/effects.ts';
import type { ObjectName } from '../../facts/names.ts';
import { keyOf } from '../../facts/names.ts';
import { indexesOf, type IndexShape } from '../indexes-of.ts';
import { applyChange } from '../replay.ts';
import { partitionsOf, tableOf } from '../replay/table-of.ts';
import {
  both, failing, familyOf, filesOf, foreignKeysOf, indexesLocked, locked, lockedAll, nameOf, referrersOf, withRows,
} from './combine.ts';
import type { EffectsContext } from './context.ts';

/** A new partition: its parent, the default partition (whose rows may belong to it), and both ends of the parent's foreign keys. */
export function createPartition(
  parent: ObjectName, bound: PartitionBound | undefined, catalog: Catalog, context: EffectsContext,
): Effects {
  return [
    locked(parent, 'AccessExclusive'), indexesLocked(catalog, parent, 'ShareUpdateExclusive'),
    neighbours(parent, catalog, context),
    bound?.kind === 'default' ? noEffects : checkedDefault(parent, bound, catalog),
  ].reduce(both);
}

/** ATTACH PARTITION: https://www.postgresql.org/docs/current/ddl-partitioning.html, on the CHECK that saves the scan. */
export function attachPartition(change: ChangeOf<'attachPartition'>, catalog: Catalog, context: EffectsContext): Effects {
  const { table, partition, bound } = change;
  const [parent, child] = [tableOf(catalog, table), tableOf(catalog, partition)];
  const after = applyChange(catalog, change).catalog;
  const builds = familyOf(catalog, partition).flatMap((one) => {
    const known = new Set(indexesOf(catalog, one).map(keyOf));
    return indexesOf(after, one).filter((index) => !known.has(keyOf(index))).map(nameOf);
  });
  const refers = foreignKeysOf(parent).length > 0 || builds.length > 0;
  const isRead = refers || !isImplied(parent, child, bound);
  const own: Effects = {
    ...lockedAll(familyOf(catalog, partition), 'AccessExclusive'), builds, scans: isRead ? filesOf(catalog, partition) : [],
    fails: isRead ? [withRows('23514', 'rows that do not belong to the partition stop it')] : [],
  };
  return [
    locked(table, context.major < 12 ? 'AccessExclusive' : 'ShareUpdateExclusive'), indexesLocked(catalog, table, 'ShareUpdateExclusive'), own,
    neighbours(table, catalog, context), bound.kind === 'default' ? noEffects : checkedDefault(table, bound, catalog),
  ].reduce(both);
}

/** DETACH PARTITION looks whether rows elsewhere refer to those that leave. */
export function detachPartition(
  { table, partition, concurrently }: ChangeOf<'detachPartition'>, catalog: Catalog, { major }: EffectsContext,
): Effects {
  if (concurrently) return both(locked(table, 'ShareUpdateExclusive'), locked(partition, 'AccessExclusive'));
  const child = lockedAll(familyOf(catalog, partition), major < 14 ? 'ShareUpdateExclusive' : 'AccessExclusive');
  const referrers = referrersOf(catalog, table).map(nameOf);
  const fallback = defaultOf(table, catalog).filter((name) => keyOf(name) !== keyOf(partition));
  const reading: Effects = {
    ...lockedAll(referrers, 'AccessExclusive'), scans: referrers,
    fails: referrers.length === 0 ? [] : [withRows('23503', 'rows that refer to those of the partition stop it')],
  };
  return [
    lockedAll([table, ...fallback], 'AccessExclusive'), child, inheritedIndexes(table, partition, catalog), reading,
    lockedAll(foreignKeysOf(tableOf(catalog, table)).map(({ references }) => references), 'ShareRowExclusive'),
  ].reduce(both);
}

/** Indexes of the partition that are part of one of the parent: as many as that has. */
function inheritedIndexes(table: ObjectName, partition: ObjectName, catalog: Catalog): Effects {
  const shapes = new Set(indexesOf(catalog, table).map(shapeOf));
  const { indexLocks } = indexesLocked(catalog, partition, 'AccessExclusive');
  const own = new Map(indexesOf(catalog, partition).map((index) => [keyOf(index), shapeOf(index)]));
  return { ...noEffects, indexLocks: indexLocks.filter(({ index }) => shapes.has(own.get(keyOf(index)) ?? '')) };
}

function shapeOf({ unique, method, keys }: IndexShape): string {
  return JSON.stringify([unique, method, keys.map(({ column, expression, order }) => [column, expression?.spelling, order])]);
}

/** Foreign keys of the parent and to it get triggers on a partition that comes; the table that refers is locked since 15. */
function neighbours(parent: ObjectName, catalog: Catalog, { major }: EffectsContext): Effects {
  const led = foreignKeysOf(tableOf(catalog, parent)).map(({ references }) => references);
  const referring = major < 15 ? [] : referrersOf(catalog, parent).map(nameOf);
  return lockedAll([...led, ...referring], 'ShareRowExclusive');
}

/** Read for rows that belong to the new partition, unless a valid CHECK says that there are none. */
function checkedDefault(parent: ObjectName, bound: PartitionBound | undefined, catalog: Catalog): Effects {
  const found = defaultOf(parent, catalog);
  const [first] = found;
  if (first === undefined) return noEffects;
  const lock = lockedAll(found, 'AccessExclusive');
  if (isRuledOut(tableOf(catalog, parent), tableOf(catalog, first), bound)) return lock;
  const reading: Effects = { ...lock, scans: found.flatMap((name) => filesOf(catalog, name)) };
  return failing(reading, withRows('23514', 'rows of the default partition that belong to the new one stop it'));
}

/** The default partition with its own partitions; none where there is none. */
function defaultOf(parent: ObjectName, catalog: Catalog): readonly ObjectName[] {
  const table = tableOf(catalog, parent);
  const found = table === null ? undefined : partitionsOf(catalog, table).find(({ bound }) => bound?.kind === 'default');
  return found === undefined ? [] : familyOf(catalog, found);
}

/** A valid CHECK that says what the bound says, word for word, saves the scan; Postgres can conclude more. */
function isImplied(parent: Table | null, child: Table | null, bound: PartitionBound): boolean {
  const terms = boundTerms(parent, bound);
  if (terms === null || child === null) return false;
  const proven = checksOf(child).flatMap((check) => check.split(/\s+and\s+/i).map(bare));
  const cutBy = parent?.partitionKey?.columns ?? [];
  const areNotNull = cutBy.every((name) => child.columns.some((column) => column.name === name && column.notNull));
  return areNotNull && terms.every((ways) => ways.some((term) => proven.includes(bare(term))));
}

/** The same of a CHECK of the default partition that leaves out the new range: `day < from OR day >= to`. */
function isRuledOut(parent: Table | null, fallback: Table | null, bound: PartitionBound | undefined): boolean {
  const column = soleColumn(parent);
  if (fallback === null || bound?.kind !== 'range' || column === null) return false;
  const [from, to] = [bound.from[0], bound.to[0]];
  if (from == null || to == null) return false;
  const outside = [`${column} < ${from}`, `${column} >= ${to}`].map(bare).sort().join();
  return checksOf(fallback).some((check) => check.split(/\s+or\s+/i).map(bare).sort().join() === outside);
}

function checksOf({ constraints }: Table): readonly string[] {
  return constraints.flatMap((one) => (one.kind === 'check' && one.validated
    ? [one.expression.spelling ?? one.expression.text] : []));
}

function bare(term: string): string {
  return term.replace(/[()\s"]/g, '').toLowerCase();
}

/** The column a table is cut by, if it is one. */
function soleColumn(table: Table | null): string | null {
  const [column, ...others] = table?.partitionKey?.columns ?? [];
  return others.length > 0 ? null : column ?? null;
}

/** Each term in the ways it may be written; null for bounds over several columns or without constants. */
function boundTerms(parent: Table | null, bound: PartitionBound): readonly (readonly string[])[] | null {
  const column = soleColumn(parent);
  if (column === null || (bound.kind !== 'range' && bound.kind !== 'list')) return null;
  if (bound.kind === 'list') {
    if (bound.values.some((value) => value === null)) return null;
    const values = bound.values.join(', ');
    const single = bound.values.length === 1 ? [`${column} = ${values}`] : [];
    return [[`${column} in (${values})`, `${column} = any (array[${values}])`, ...single]];
  }
  const [from, to] = [bound.from[0], bound.to[0]];
  return [...(from == null ? [] : [[`${column} >= ${from}`]]), ...(to == null ? [] : [[`${column} < ${to}`]])];
}
