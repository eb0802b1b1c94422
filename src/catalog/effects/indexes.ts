import type { Catalog } from '../../facts/catalog.ts';
import type { Change, ChangeOf, NewConstraint } from '../../facts/change.ts';
import type { Effects } from '../../facts/effects.ts';
import { noEffects } from '../../facts/effects.ts';
import type { ObjectName } from '../../facts/names.ts';
import { keyOf, sameName } from '../../facts/names.ts';
import { indexesOf } from '../indexes-of.ts';
import { applyChange } from '../replay.ts';
import { tableOfConstraintIndex } from '../replay/generated-names.ts';
import { sameShape } from '../replay/indexes.ts';
import { tableOf } from '../replay/table-of.ts';
import { always, both, failing, familyOf, indexLocked, isPartitioned, locked, lockedAll, nameOf, withRows } from './combine.ts';
import { lacksPartitionKey } from './partition-key.ts';

export function createIndex(change: ChangeOf<'createIndex'>, catalog: Catalog): Effects {
  const { index, concurrently } = change;
  const partitioned = isPartitioned(catalog, index.table);
  if (partitioned && concurrently) {
    const reason = 'an index on a partitioned table cannot be built concurrently';
    return failing(locked(index.table, 'ShareUpdateExclusive'), always('0A000', reason));
  }
  const after = applyChange(catalog, { ...change, tolerates: null, conditional: false }).catalog;
  const builds = [...after.indexes].filter(([key]) => !catalog.indexes.has(key)).map(([, made]) => made);
  const reached = change.only === true || builds.length === 0 ? [index.table] : familyOf(catalog, index.table)
    .filter((table) => sameName(table, index.table) || partitioned);
  const lacking = index.unique ? lacksPartitionKey(tableOf(catalog, index.table), index.keys.flatMap(({ column }) => column ?? [])) : null;
  const lock = both(lockedAll(reached, concurrently ? 'ShareUpdateExclusive' : 'Share'), adopted(change, reached, builds, catalog));
  if (lacking !== null) return failing(lock, lacking);
  return {
    ...lock,
    scans: builds.map(({ table }) => table).filter((table) => !isPartitioned(catalog, table)),
    builds: builds.map(nameOf),
    fails: index.unique && builds.length > 0 ? [withRows('23505', 'rows with the same values stop a unique index')]
      : [],
  };
}

/** An index of a partition that is like the new one becomes its part. */
function adopted(
  { index }: ChangeOf<'createIndex'>, reached: readonly ObjectName[], builds: readonly { readonly table: ObjectName }[], catalog: Catalog,
): Effects {
  const partitions = reached.filter((table) => !sameName(table, index.table) && !builds.some((one) => sameName(one.table, table)));
  const like = [...catalog.indexes.values()].filter((one) => partitions.some((table) => sameName(table, one.table))
    && sameShape(one, { ...one, keys: index.keys, include: index.include, method: index.method, unique: index.unique, where: index.where,
      nullsNotDistinct: index.nullsNotDistinct }));
  return like.map((one) => indexLocked(one, one.table, 'Share')).reduce(both, noEffects);
}

/** Of a partitioned table, those of the partitions go too. */
export function dropIndex({ name, concurrently }: ChangeOf<'dropRelation'>, catalog: Catalog): Effects {
  const index = catalog.indexes.get(keyOf(name));
  if (index !== undefined) {
    const reached = concurrently || !isPartitioned(catalog, index.table) ? [index.table] : familyOf(catalog, index.table);
    return lockedAll(reached, concurrently ? 'ShareUpdateExclusive' : 'AccessExclusive');
  }
  const table = tableOfConstraintIndex(catalog, name.schema, name.name);
  return table === null ? noEffects : failing(noEffects, always('2BP01', 'a constraint needs the index'));
}

export function reindex({ target, concurrently }: ChangeOf<'reindex'>, catalog: Catalog): Effects {
  if (!('name' in target)) return noEffects;
  const mode = concurrently ? 'ShareUpdateExclusive' : 'Share';
  if (target.kind === 'table') return rebuilding(target.name, indexesOf(catalog, target.name).map(nameOf), mode);
  const table = tableOfIndex(catalog, target.name);
  return table === null ? { ...noEffects, builds: [target.name] } : rebuilding(table, [target.name], mode);
}

/** CONCURRENTLY builds another index beside the old one, and swaps them. */
function rebuilding(table: ObjectName, indexes: readonly ObjectName[], mode: 'Share' | 'ShareUpdateExclusive'): Effects {
  const onIndexes = mode === 'Share' ? 'AccessExclusive' : 'ShareUpdateExclusive';
  const locks = indexes.map((index) => indexLocked(index, table, onIndexes)).reduce(both, locked(table, mode));
  return { ...locks, scans: indexes.length === 0 ? [] : [table], builds: indexes };
}

/** The table of an index, that of a key included. */
export function tableOfIndex(catalog: Catalog, name: ObjectName): ObjectName | null {
  const table = catalog.indexes.get(keyOf(name))?.table ?? tableOfConstraintIndex(catalog, name.schema, name.name);
  return table === null ? null : nameOf(table);
}

/** The indexes a key brings along, on partitions too, under the names Postgres will give them. */
export function newIndexes(
  catalog: Catalog, { table, constraint }: { table: ObjectName; constraint: NewConstraint },
): readonly ObjectName[] {
  const origin = constraint.origin ?? { file: '', span: { start: 0, end: 0 } };
  const add: Change = { kind: 'addConstraint', table, constraint, origin, tolerates: null, conditional: false };
  const after = applyChange(catalog, add).catalog;
  return familyOf(catalog, table).flatMap((one) => {
    const known = new Set(indexesOf(catalog, one).map(keyOf));
    return indexesOf(after, one).filter((index) => !known.has(keyOf(index))).map(nameOf);
  });
}
