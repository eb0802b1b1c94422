import type { Catalog, Table } from '../../facts/catalog.ts';
import type { ChangeOf } from '../../facts/change.ts';
import type { Effects, Failure } from '../../facts/effects.ts';
import { sameName, type ObjectName } from '../../facts/names.ts';
import { applyChange } from '../replay.ts';
import { tableOf } from '../replay/table-of.ts';
import { missingColumn } from './alter-column.ts';
import { always, both, failing, locked, lockedFamily, nameOf, relatedTo } from './combine.ts';
import type { EffectsContext } from './context.ts';
import { dependentsOf } from './dependents.ts';

/** The tables at the other end of foreign keys that go with the column lose triggers, for which they are locked as hard. */
export function dropColumn(change: ChangeOf<'dropColumn'>, catalog: Catalog, context: EffectsContext): Effects {
  const { table, column: { name }, tolerates } = change;
  const known = tableOf(catalog, table);
  const missing = missingColumn(catalog, table, name);
  if (missing !== null) return failing(locked(table, 'AccessExclusive'), ...(tolerates === 'missing' ? [] : [missing]));
  const related = relatedTo(catalog, table, (key, side) => (side === 'from' ? key.columns : key.referencedColumns).includes(name));
  const locks = [...related, ...droppedViews(change, catalog)].map((one) => locked(one, 'AccessExclusive'))
    .reduce(both, lockedFamily(catalog, table));
  const { perhaps } = dependentsOf(catalog, table, name);
  return {
    ...failing(locks, ...partitionFailures(known, name), ...(change.cascade ? [] : dependentFailures(change, catalog, context))),
    unknown: change.cascade ? [] : perhaps,
  };
}

/** With CASCADE materialized views go with the column. */
function droppedViews(change: ChangeOf<'dropColumn'>, catalog: Catalog): readonly ObjectName[] {
  if (!change.cascade) return [];
  const after = applyChange(catalog, change).catalog;
  return [...catalog.views].filter(([key, view]) => view.materialized && !after.views.has(key)).map(([, view]) => nameOf(view));
}

/** A partition has the columns of its parent; the key of a partitioned table cannot change. */
export function partitionFailures(table: Table | null, column: string): readonly Failure[] {
  if (table?.kind === 'partition') return [always('42P16', `column ${column} is inherited from the partitioned table`)];
  return table?.partitionKey?.columns.includes(column) === true ? [always('42P16', `column ${column} is part of the partition key`)] : [];
}

/** Before PostgreSQL 15 generated columns went with the columns they are made of, unasked. */
function dependentFailures(
  { table, column }: ChangeOf<'dropColumn'>, catalog: Catalog, { major }: EffectsContext,
): readonly Failure[] {
  const { views, generated, policies, triggers } = dependentsOf(catalog, table, column.name);
  const references = [...catalog.tables.values()].filter((one) => !sameName(one, table))
    .flatMap(({ constraints }) => constraints.filter((key) =>
    key.kind === 'foreignKey' && sameName(key.references, table) && key.referencedColumns.includes(column.name)));
  const needing = [
    ...views.map((name) => `view ${name}`), ...(major < 15 ? [] : generated).map((name) => `generated column ${name}`),
    ...policies.map((name) => `policy ${name}`),
    ...triggers.map((name) => `trigger ${name}`), ...references.map(({ name }) => `foreign key ${name}`),
  ];
  return needing.length === 0 ? [] : [always('2BP01', `${needing.join(', ')} need${needing.length === 1 ? 's' : ''} it`)];
}

