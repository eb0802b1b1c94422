import type { Catalog, Table, View } from '../../facts/catalog.ts';
import type { Change, ChangeOf } from '../../facts/change.ts';
import type { Effects } from '../../facts/effects.ts';
import { noEffects } from '../../facts/effects.ts';
import type { ObjectName } from '../../facts/names.ts';
import { keyOf, sameName } from '../../facts/names.ts';
import { applyChange } from '../replay.ts';
import { sequenceOfDefault } from '../replay/sequence-default.ts';
import { tableOf } from '../replay/table-of.ts';
import { always, both, failing, familyOf, foreignKeysOf, heirsOf, lineOf, lockedAll, nameOf } from './combine.ts';
import type { EffectsContext } from './context.ts';
import { triggered } from './foreign-keys.ts';
import { dropIndex } from './indexes.ts';
import { viewsOver } from './views.ts';

export function dropRelation(change: ChangeOf<'dropRelation'>, catalog: Catalog, context: EffectsContext): Effects {
  const { relation, name } = change;
  const kind = kindOf(catalog, name);
  if (kind === null && change.tolerates === 'missing') return noEffects;
  const isSure = tableOf(catalog, name)?.partial !== true;
  if (kind !== null && kind !== relation && relation !== 'index' && isSure) {
    return failing(noEffects, always('42809', `${name.name} is another kind of relation`));
  }
  switch (relation) {
    case 'table': return dropTable(change, catalog, context);
    case 'index': return dropIndex(change, catalog);
    case 'sequence': return dropSequence(change, catalog);
    case 'view':
    case 'materializedView': return dropView(change, catalog);
    default: return relation satisfies never;
  }
}

function kindOf(catalog: Catalog, name: ObjectName): ChangeOf<'dropRelation'>['relation'] | null {
  const key = keyOf(name);
  if (tableOf(catalog, name) !== null) return 'table';
  const view = catalog.views.get(key);
  if (view !== undefined) return view.materialized ? 'materializedView' : 'view';
  if (catalog.sequences.has(key)) return 'sequence';
  return catalog.indexes.has(key) ? 'index' : null;
}

/** What goes with the table, the tables at the other ends of its foreign keys, and the parent of a partition. */
function dropTable(change: ChangeOf<'dropRelation'>, catalog: Catalog, context: EffectsContext): Effects {
  const { name, cascade } = change;
  const family = familyOf(catalog, name);
  const gone = [...family, ...lineOf(catalog, name).slice(1, 2)];
  const led = family.flatMap((table) =>
    foreignKeysOf(tableOf(catalog, table)).flatMap(({ references }) => triggered(references, catalog, context)));
  const leaning = family.flatMap((table) => referrers(table, catalog)).filter((table) => !family.some((one) => sameName(one, table)));
  const own = lockedAll([...gone, ...led], 'AccessExclusive');
  if (cascade) {
    return [own, lockedAll(leaning.map(nameOf), 'AccessExclusive'), gonewith(change, catalog)].reduce(both);
  }
  const views = family.flatMap((table) => viewsOver(catalog, table));
  const first = [...leaning, ...views, ...heirsOf(catalog, name)].find((one) => !goesAlong(one, change));
  return first === undefined ? own : failing(own, always('2BP01', `${first.name} depends on it`));
}

function goesAlong(name: ObjectName, { besides }: ChangeOf<'dropRelation'>): boolean {
  return besides.some((one) => sameName(one, name));
}

/** A foreign key to a partitioned table leans on each of its partitions. */
function referrers(name: ObjectName, catalog: Catalog): readonly Table[] {
  const line = lineOf(catalog, name);
  return [...catalog.tables.values()].filter((table) => foreignKeysOf(table).some((key) =>
    line.some((one) => sameName(one, key.references))));
}

/** Plain views lock nothing that is a table. */
function dropView(change: ChangeOf<'dropRelation'>, catalog: Catalog): Effects {
  const first = change.cascade ? undefined : viewsOver(catalog, change.name).find((one) => !goesAlong(one, change));
  const gone = gonewith(change, catalog);
  return first === undefined ? gone : failing(gone, always('2BP01', `${first.name} depends on it`));
}

/** Those behind serial and identity columns, and those that a default names. */
function dropSequence({ name, cascade }: ChangeOf<'dropRelation'>, catalog: Catalog): Effects {
  const using = [...catalog.tables.values()].filter((table) => table.columns.some((column) => {
    const drawn = sequenceOfDefault(column.default);
    return drawn !== null && sameName(drawn, name);
  }));
  const owner = catalog.sequences.get(keyOf(name))?.ownedBy ?? null;
  const identity = owner !== null && tableOf(catalog, owner.table)?.columns.some((column) =>
    column.name === owner.column && column.identity !== null) === true;
  if (identity) return failing(noEffects, always('2BP01', 'an identity column needs it'));
  if (cascade) return lockedAll(using.map(nameOf), 'AccessExclusive');
  return using.length === 0 ? noEffects : failing(noEffects, always('2BP01', 'a default draws from it'));
}

/** DROP SCHEMA: everything in it. */
export function dropSchema(change: ChangeOf<'dropSchema'>, catalog: Catalog): Effects {
  const { tables, views, sequences, enums, domains, compositeTypes, routines } = catalog;
  const maps: readonly ReadonlyMap<string, ObjectName>[] = [tables, views, sequences, enums, domains, compositeTypes, routines];
  const inside = maps.some((map) => [...map.values()].some(({ schema }) => schema === change.schema));
  if (!change.cascade) return inside ? failing(noEffects, always('2BP01', 'it is not empty')) : noEffects;
  return gonewith(change, catalog);
}

/** DROP FUNCTION: with CASCADE the triggers that call it. */
export function dropRoutine(change: ChangeOf<'dropOther'>, catalog: Catalog): Effects {
  const after = applyChange(catalog, { ...change, cascade: true }).catalog;
  const triggers = [...catalog.triggers].filter(([key]) => !after.triggers.has(key)).map(([, one]) => one);
  if (change.cascade) return lockedAll(triggers.flatMap(({ table }) => familyOf(catalog, table)), 'AccessExclusive');
  const [first] = triggers;
  return first === undefined ? noEffects : failing(noEffects, always('2BP01', `trigger ${first.name} calls it`));
}

/** Locks on what a DROP takes away, by the catalog after it. */
function gonewith(change: Change, catalog: Catalog): Effects {
  const after = applyChange(catalog, change).catalog;
  const tables = missing(catalog.tables, after.tables);
  const views = missing<View>(catalog.views, after.views).filter(({ materialized }) => materialized);
  const unbound = [...catalog.tables].flatMap(([key, table]) => {
    const left = new Set(foreignKeysOf(after.tables.get(key) ?? null).map(({ name }) => name));
    const lost = foreignKeysOf(table).filter(({ name }) => !left.has(name));
    return lost.length === 0 ? [] : [nameOf(table), ...lost.flatMap(({ references }) => familyOf(catalog, references))];
  });
  return lockedAll([...[...tables, ...views].map(nameOf), ...unbound], 'AccessExclusive');
}

function missing<Value>(before: ReadonlyMap<string, Value>, after: ReadonlyMap<string, Value>): readonly Value[] {
  return [...before].filter(([key]) => !after.has(key)).map(([, value]) => value);
}
