import type { Catalog } from '../../facts/catalog.ts';
import type { Change, ChangeOf, NewConstraint } from '../../facts/change.ts';
import type { Effects } from '../../facts/effects.ts';
import { noEffects } from '../../facts/effects.ts';
import type { ObjectName } from '../../facts/names.ts';
import { keyOf } from '../../facts/names.ts';
import { indexesOf } from '../indexes-of.ts';
import { applyChange } from '../replay.ts';
import { tableOfConstraintIndex } from '../replay/generated-names.ts';
import { tableOf } from '../replay/table-of.ts';
import { both, familyOf, locked, nameOf, withRows } from './combine.ts';

export function createIndex(change: ChangeOf<'createIndex'>, catalog: Catalog): Effects {
  const { index, concurrently } = change;
  const partitioned = tableOf(catalog, index.table)?.kind === 'partitioned';
  if (partitioned && concurrently) {
    const reason = 'an index on a partitioned table cannot be built concurrently';
    return {
      ...locked(index.table, 'ShareUpdateExclusive'), fails: [{ sqlstate: '0A000', certain: 'always', reason }],
    };
  }
  const after = applyChange(catalog, { ...change, tolerates: null, conditional: false }).catalog;
  const builds = [...after.indexes].filter(([key]) => !catalog.indexes.has(key)).map(([, made]) => made);
  const reached = change.only === true ? [index.table] : familyOf(catalog, index.table);
  return {
    ...noEffects,
    locks: reached.map((table) => ({ table, mode: concurrently ? 'ShareUpdateExclusive' : 'Share' })),
    scans: builds.map(({ table }) => table).filter((table) => tableOf(catalog, table)?.kind !== 'partitioned'),
    builds: builds.map(nameOf),
    fails: index.unique && builds.length > 0 ? [withRows('23505', 'rows with the same values stop a unique index')]
      : [],
  };
}

export function dropIndex({ name, concurrently }: ChangeOf<'dropRelation'>, catalog: Catalog): Effects {
  const index = catalog.indexes.get(keyOf(name));
  if (index !== undefined) {
    const reached = concurrently ? [index.table] : familyOf(catalog, index.table);
    return reached.map((table) => locked(table, concurrently ? 'ShareUpdateExclusive'
      : 'AccessExclusive')).reduce(both, noEffects);
  }
  const table = tableOfConstraintIndex(catalog, name.schema, name.name);
  if (table === null) return noEffects;
  return { ...noEffects, fails: [{ sqlstate: '2BP01', certain: 'always', reason: 'a constraint needs the index' }] };
}

export function reindex({ target, concurrently }: ChangeOf<'reindex'>, catalog: Catalog): Effects {
  if (!('name' in target)) return noEffects;
  const mode = concurrently ? 'ShareUpdateExclusive' : 'Share';
  if (target.kind === 'table') {
    const builds = indexesOf(catalog, target.name).map(nameOf);
    return { ...locked(target.name, mode), scans: [target.name], builds };
  }
  const table = catalog.indexes.get(keyOf(target.name))?.table
    ?? tableOfConstraintIndex(catalog, target.name.schema, target.name.name);
  const builds = [target.name];
  return table === null ? { ...noEffects, builds } : { ...locked(nameOf(table), mode), scans: [nameOf(table)], builds };
}

/** The index a key brings along, under the name Postgres will give it. */
export function newIndexes(
  catalog: Catalog, { table, constraint }: { table: ObjectName; constraint: NewConstraint },
): readonly ObjectName[] {
  const known = new Set(indexesOf(catalog, table).map(keyOf));
  const origin = constraint.origin ?? { file: '', span: { start: 0, end: 0 } };
  const add: Change = { kind: 'addConstraint', table, constraint, origin, tolerates: null, conditional: false };
  return indexesOf(applyChange(catalog, add).catalog, table).filter((index) => !known.has(keyOf(index))).map(nameOf);
}
