import type { Catalog, ForeignKey, Table } from '../../facts/catalog.ts';
import type { Effects, Failure, LockMode } from '../../facts/effects.ts';
import { lockModes, noEffects } from '../../facts/effects.ts';
import type { ObjectName } from '../../facts/names.ts';
import { keyOf, sameName } from '../../facts/names.ts';
import { indexesOf } from '../indexes-of.ts';
import { partitionsOf, tableOf } from '../replay/table-of.ts';

export function locked(table: ObjectName, mode: LockMode): Effects {
  return { ...noEffects, locks: [{ table, mode }] };
}

export function both(left: Effects, right: Effects): Effects {
  return {
    locks: [...left.locks, ...right.locks], indexLocks: [...left.indexLocks, ...right.indexLocks],
    rewrites: [...left.rewrites, ...right.rewrites],
    scans: [...left.scans, ...right.scans], builds: [...left.builds, ...right.builds],
    fails: [...left.fails, ...right.fails], unknown: [...left.unknown, ...right.unknown],
  };
}

/** A rewrite reads the table once and builds every index anew, under ACCESS EXCLUSIVE on each. */
export function rewriting(catalog: Catalog, table: ObjectName): Pick<Effects, 'rewrites' | 'scans' | 'builds' | 'indexLocks'> {
  const builds = indexesOf(catalog, table).map(nameOf);
  return { rewrites: [table], scans: [table], builds, indexLocks: builds.map((index) => ({ index, table, mode: 'AccessExclusive' })) };
}

/** The same of a table and its partitions: a partitioned table has no file, the others have one each. */
export function rewritingFamily(catalog: Catalog, name: ObjectName): Effects {
  return filesOf(catalog, name).map((table): Effects => ({ ...noEffects, ...rewriting(catalog, table) })).reduce(both, noEffects);
}

/** The tables with rows of their own: itself, or its partitions. */
export function filesOf(catalog: Catalog, name: ObjectName): readonly ObjectName[] {
  return familyOf(catalog, name).filter((table) => !isPartitioned(catalog, table));
}

/** A table cut into partitions, be it one itself. */
export function isPartitioned(catalog: Catalog, name: ObjectName): boolean {
  const table = tableOf(catalog, name);
  return table?.kind === 'partitioned' || table?.partitionKey !== undefined;
}

/** One mode on each. */
export function lockedAll(tables: readonly ObjectName[], mode: LockMode): Effects {
  return { ...noEffects, locks: tables.map((table) => ({ table, mode })) };
}

/** One mode on every index of a table. */
export function indexesLocked(catalog: Catalog, table: ObjectName, mode: LockMode): Effects {
  return { ...noEffects, indexLocks: indexesOf(catalog, table).map((index) => ({ index: nameOf(index), table, mode })) };
}

export function indexLocked(index: ObjectName, table: ObjectName, mode: LockMode): Effects {
  return { ...noEffects, indexLocks: [{ index: nameOf(index), table: nameOf(table), mode }] };
}

/** The table and what it is a partition of, upwards. */
export function lineOf(catalog: Catalog, name: ObjectName): readonly ObjectName[] {
  const table = tableOf(catalog, name);
  if (table === null) return [name];
  return [nameOf(table), ...(table.partitionOf === null ? [] : lineOf(catalog, table.partitionOf))];
}

/** Tables with a foreign key to the table, or to what it is a partition of; not itself. */
export function referrersOf(catalog: Catalog, name: ObjectName): readonly Table[] {
  const line = lineOf(catalog, name);
  return [...catalog.tables.values()].filter((table) => !sameName(table, name)
    && foreignKeysOf(table).some((key) => line.some((one) => sameName(one, key.references))));
}

/** ACCESS EXCLUSIVE on a table and its partitions; on a view nothing that matters to tables. */
export function lockedFamily(catalog: Catalog, name: ObjectName): Effects {
  if (catalog.views.get(keyOf(name))?.materialized === false) return noEffects;
  return familyOf(catalog, name).map((table) => locked(table, 'AccessExclusive')).reduce(both, noEffects);
}

export function always(sqlstate: string, reason: string): Failure {
  return { sqlstate, certain: 'always', reason };
}

/** The effects with more errors. */
export function failing(effects: Effects, ...fails: readonly Failure[]): Effects {
  return fails.length === 0 ? effects : { ...effects, fails: [...effects.fails, ...fails] };
}

export function nameOf({ schema, name, written }: ObjectName): ObjectName {
  return { schema, name, written };
}

export function withRows(sqlstate: string, reason: string): Failure {
  return { sqlstate, certain: 'withRows', reason };
}

/** The table, all its partitions and all that inherit from it, if it is known. */
export function familyOf(catalog: Catalog, name: ObjectName): readonly ObjectName[] {
  const table = tableOf(catalog, name);
  if (table === null) return [name];
  const children = [...partitionsOf(catalog, table), ...heirsOf(catalog, table)];
  return [nameOf(table), ...children.flatMap((child) => familyOf(catalog, child))];
}

/** Tables that INHERIT from it. */
export function heirsOf(catalog: Catalog, name: ObjectName): readonly Table[] {
  return [...catalog.tables.values()].filter((one) => one.inherits?.some((parent) => sameName(parent, name)) === true);
}

/** Tables at the other end of the foreign keys that `counts`, from and to the table. */
export function relatedTo(
  catalog: Catalog, name: ObjectName, counts: (key: ForeignKey, side: 'from' | 'to') => boolean,
): readonly ObjectName[] {
  const own = foreignKeysOf(tableOf(catalog, name)).filter((key) => counts(key, 'from')).map((key) => key.references);
  const others = [...catalog.tables.values()].filter((table) =>
    foreignKeysOf(table).some((key) => sameName(key.references, name) && counts(key, 'to'))).map(nameOf);
  return [...own, ...others];
}

export function foreignKeysOf(table: Table | null): readonly ForeignKey[] {
  return table?.constraints.filter((one) => one.kind === 'foreignKey') ?? [];
}

/** What several changes do together: every object once, locks with the strongest mode. */
export function sumOf(all: readonly Effects[]): Effects {
  const { locks, indexLocks, rewrites, scans, builds, fails, unknown } = all.reduce(both, noEffects);
  return {
    locks: strongest(locks, ({ table }) => keyOf(table)), indexLocks: strongest(indexLocks, ({ index }) => keyOf(index)),
    rewrites: distinct(rewrites), scans: distinct(scans), builds: distinct(builds), fails, unknown: [...new Set(unknown)],
  };
}

/** One lock a relation, the strongest. */
function strongest<Lock extends { readonly mode: LockMode }>(
  locks: readonly Lock[], keyFor: (lock: Lock) => string,
): readonly Lock[] {
  const kept = new Map<string, Lock>();
  for (const lock of locks) {
    const held = kept.get(keyFor(lock));
    if (held === undefined || lockModes.indexOf(lock.mode) > lockModes.indexOf(held.mode)) kept.set(keyFor(lock), lock);
  }
  return [...kept.values()];
}

function distinct(names: readonly ObjectName[]): readonly ObjectName[] {
  return [...new Map(names.map((name) => [keyOf(name), name])).values()];
}
