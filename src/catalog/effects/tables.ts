import type { Catalog, Table } from '../../facts/catalog.ts';
import type { ChangeOf } from '../../facts/change.ts';
import type { Effects, Failure } from '../../facts/effects.ts';
import { noEffects } from '../../facts/effects.ts';
import type { ObjectName } from '../../facts/names.ts';
import { keyOf, sameName } from '../../facts/names.ts';
import { tableOfConstraintIndex } from '../replay/generated-names.ts';
import { tableOf } from '../replay/table-of.ts';
import { always, both, failing, familyOf, foreignKeysOf, isPartitioned, locked, lockedAll, nameOf, rewriting } from './combine.ts';
import type { EffectsContext } from './context.ts';
import { addForeignKey } from './foreign-keys.ts';
import { createPartition } from './partitions.ts';

/** A new table is nobody's business but that of the tables it refers to, and of its parents. */
export function createTable(
  { table, columns, constraints, inherits }: ChangeOf<'createTable'>, catalog: Catalog, context: EffectsContext,
): Effects {
  if (catalog.tables.has(keyOf(table))) return noEffects;
  const keys = [...columns.flatMap((column) => column.constraints), ...constraints]
    .flatMap((one) => (one.kind === 'foreignKey' && !sameName(one.references, table) ? [one] : []));
  const parent = table.partitionOf === null ? noEffects : createPartition(table.partitionOf, table.bound, catalog, context);
  const led = keys.map((key): Effects => {
    const { locks, fails } = addForeignKey(table, key, catalog, columns);
    const certain = fails.filter((failure) => failure.certain === 'always');
    return { ...noEffects, locks: locks.filter((lock) => !sameName(lock.table, table)), fails: certain };
  });
  return [parent, lockedAll(inherits, 'ShareUpdateExclusive'), ...led].reduce(both);
}

/** SET LOGGED and UNLOGGED: nothing where it is so already; between both kinds foreign keys lead one way only. */
export function setPersistence({ table, persistence }: ChangeOf<'setPersistence'>, catalog: Catalog): Effects {
  const known = tableOf(catalog, table);
  const lock = locked(table, 'AccessExclusive');
  if (known?.persistence === persistence) return lock;
  const refused = known === null ? null : crossing(known, persistence, catalog);
  const anew = { ...lock, ...rewriting(catalog, table) };
  return refused === null ? anew : failing(anew, refused);
}

function crossing(table: Table, persistence: 'permanent' | 'unlogged', catalog: Catalog): Failure | null {
  const related = persistence === 'unlogged'
    ? [...catalog.tables.values()].filter((one) => foreignKeysOf(one).some((key) => sameName(key.references, table)))
    : foreignKeysOf(table).flatMap(({ references }) => tableOf(catalog, references) ?? []);
  const other = related.find((one) => !sameName(one, table) && (one.persistence === 'permanent') === (persistence === 'unlogged'));
  return other === undefined ? null : always('42P16', `a foreign key joins it with ${other.name}, of the other kind`);
}

/** Without tables, all. Partitions go with their parent; since PostgreSQL 18 so do tables that inherit. */
export function vacuum(change: ChangeOf<'vacuum'>, catalog: Catalog, { major }: EffectsContext): Effects {
  const { tables, full, analyzeOnly, only } = change;
  const all: readonly ObjectName[] = tables.length > 0 ? tables
    : [...catalog.tables.values(), ...[...catalog.views.values()].filter(({ materialized }) => materialized)].map(nameOf);
  const reached = (table: ObjectName): readonly ObjectName[] =>
    (only || (major < 18 && !isPartitioned(catalog, table)) ? [table] : familyOf(catalog, table));
  const each = all.map((table): Effects => (full && !analyzeOnly
    ? { ...locked(table, 'AccessExclusive'), ...rewriting(catalog, table) }
    : lockedAll(reached(table), 'ShareUpdateExclusive')));
  return each.reduce(both, noEffects);
}

/** A table or materialized view, or what nobody made: not an index, sequence or plain view. */
export function isTable(catalog: Catalog, name: ObjectName): boolean {
  return !catalog.indexes.has(keyOf(name)) && !catalog.sequences.has(keyOf(name))
    && catalog.views.get(keyOf(name))?.materialized !== false
    && tableOfConstraintIndex(catalog, name.schema, name.name) === null;
}

/** Whether the catalog has any relation of the name. */
export function isKnown(catalog: Catalog, name: ObjectName): boolean {
  return tableOf(catalog, name) !== null || catalog.views.has(keyOf(name)) || !isTable(catalog, name);
}
