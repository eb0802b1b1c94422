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

/** A rewrite reads the table once and builds every index anew. */
export function rewriting(catalog: Catalog, table: ObjectName): Pick<Effects, 'rewrites' | 'scans' | 'builds'> {
  return { rewrites: [table], scans: [table], builds: indexesOf(catalog, table).map(nameOf) };
}

export function nameOf({ schema, name, written }: ObjectName): ObjectName {
  return { schema, name, written };
}

export function withRows(sqlstate: string, reason: string): Failure {
  return { sqlstate, certain: 'withRows', reason };
}

/** The table and all its partitions, if it is known. */
export function familyOf(catalog: Catalog, name: ObjectName): readonly ObjectName[] {
  const table = tableOf(catalog, name);
  if (table === null) return [name];
  return [nameOf(table), ...partitionsOf(catalog, table).flatMap((partition) => familyOf(catalog, partition))];
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

function foreignKeysOf(table: Table | null): readonly ForeignKey[] {
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
