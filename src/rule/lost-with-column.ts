import { indexesOf } from '../catalog/indexes-of.ts';
import { applyChange } from '../catalog/replay.ts';
import type { Catalog, Index, Table } from '../facts/catalog.ts';
import type { ChangeOf } from '../facts/change.ts';
import { keyOf, sameName, type ObjectName } from '../facts/names.ts';
import type { ChangeContext } from './context.ts';

/** Something that Postgres drops together with a column, although it is about other columns too. */
export interface LostWithColumn {
  readonly what: 'index' | 'unique index' | 'unique constraint' | 'primary key' | 'foreign key';
  readonly name: string;
  /** Its other columns, in their order. */
  readonly others: readonly string[];
}

/**
 * What goes along with a dropped column and that nothing in the same deploy replaces: an index, a key or a foreign key of
 * several columns (RemoveAttributeById in src/backend/catalog/heap.c drops what depends on the column, without a word).
 */
export function lostWithColumn(change: ChangeOf<'dropColumn'>, on: Pick<ChangeContext<unknown>, 'before' | 'deploy'>): readonly LostWithColumn[] {
  const table = on.before.tables.get(keyOf(change.table));
  if (table === undefined || !table.columns.some(({ name }) => name === change.column.name)) return [];
  const after = behindDeploy(change, on);
  return [...lostConstraints(table, change.column.name), ...lostIndexes(on.before, table, change.column.name)]
    .filter((lost) => lost.others.length > 0 && !isReplaced(lost, after, table));
}

function lostConstraints(table: Table, column: string): readonly LostWithColumn[] {
  return table.constraints.flatMap((constraint) => {
    if (constraint.kind === 'check' || constraint.kind === 'exclusion' || !constraint.columns.includes(column)) return [];
    const words = { primaryKey: 'primary key', unique: 'unique constraint', foreignKey: 'foreign key' } as const;
    return [{ what: words[constraint.kind], name: constraint.name, others: constraint.columns.filter((one) => one !== column) }];
  });
}

function lostIndexes({ indexes }: Catalog, table: ObjectName, column: string): readonly LostWithColumn[] {
  return [...indexes.values()].flatMap((index) => {
    if (!sameName(index.table, table) || !usesColumn(index, column)) return [];
    const others = index.keys.flatMap((key) => (key.column === null || key.column === column ? [] : [key.column]));
    return [{ what: index.unique ? 'unique index' as const : 'index' as const, name: index.name, others }];
  });
}

function usesColumn(index: Index, column: string): boolean {
  return index.include.includes(column) || index.where?.columns?.includes(column) === true
    || index.keys.some((key) => key.column === column || key.expression?.columns?.includes(column) === true);
}

function behindDeploy(change: ChangeOf<'dropColumn'>, { before, deploy }: Pick<ChangeContext<unknown>, 'before' | 'deploy'>): Catalog {
  const changes = deploy.transactions.flatMap(({ steps }) => steps.flatMap(({ statement }) => statement.changes));
  return changes.slice(changes.indexOf(change)).reduce((catalog, one) => applyChange(catalog, one).catalog, before);
}

/** The table is gone, or has another of its kind whose columns are the remaining ones, at the front of an index. */
function isReplaced({ what, others }: LostWithColumn, after: Catalog, table: Table): boolean {
  const left = after.tables.get(keyOf(table));
  if (left === undefined) return true;
  if (what === 'foreign key') {
    return left.constraints.some((one) => one.kind === 'foreignKey' && others.every((column) => one.columns.includes(column)));
  }
  return indexesOf(after, table).some(({ keys, unique }) => (unique || what === 'index')
    && others.every((column, at) => keys[at]?.column === column) && (what === 'index' || keys.length === others.length));
}
