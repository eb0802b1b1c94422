import type { Change, NewConstraint, NewForeignKey } from '../facts/change.ts';
import type { Failure } from '../facts/effects.ts';
import { keyOf, sameName, type ObjectName } from '../facts/names.ts';
import type { ChangeContext } from './context.ts';
import { earlierIn, isFilledBefore, mayHaveRows } from './earlier.ts';
import { tableOf } from './wait.ts';

type On = ChangeContext<unknown>;

/**
 * The error that rows may cause which are there when the deploy comes to a change, or null: there are none, or what the
 * deploy did before makes them fit.
 */
export function mayFail(change: Change, on: On): Failure | null {
  const table = tableOf(change);
  if (table === null || !mayHaveRows(table, change, on)) return null;
  return on.effects.fails.find((failure) =>
    failure.certain === 'withRows' && !isRuledOut(failure, change, table, on)) ?? null;
}

function isRuledOut({ sqlstate }: Failure, change: Change, table: ObjectName, on: On): boolean {
  const isEmptyColumn = (column: string): boolean => holdsOnlyNull(column, change, table, on);
  switch (sqlstate) {
    case '23505': {
      const key = keyOfChange(change);
      if (key === null) return false;
      return (!key.nullsNotDistinct && key.columns.some(isEmptyColumn)) || replacesStricter(key.columns, change, table, on);
    }
    case '23502': {
      const columns = requiredColumns(change);
      return columns.length > 0 && columns.every((column) => isFilledBefore(change, table, column, on));
    }
    case '23503': return constraintsOf(change).some((one) => one.kind === 'foreignKey'
      && (one.columns.some(isEmptyColumn) || wasReferredTo(one, change, table, on)));
    case '23514': return constraintsOf(change).some((one) =>
      one.kind === 'check' && passesNull(one) && (one.expression.columns ?? []).every(isEmptyColumn));
    default: return false;
  }
}

/** A check of null alone is null, which counts as met, unless it asks for a value. */
function passesNull({ expression: { text, spelling, columns } }: Extract<NewConstraint, { kind: 'check' }>): boolean {
  return columns !== null && columns.length > 0 && !/\bis\b|coalesce|num_nonnulls|num_nulls/i.test(spelling ?? text);
}

function constraintsOf(change: Change): readonly NewConstraint[] {
  if (change.kind === 'addConstraint') return [change.constraint];
  return change.kind === 'addColumn' ? change.column.constraints : [];
}

interface Key {
  readonly columns: readonly string[];
  /** Or a primary key, which takes no nulls at all. */
  readonly nullsNotDistinct: boolean;
}

function keyOfChange(change: Change): Key | null {
  if (change.kind === 'createIndex') {
    const { keys, nullsNotDistinct } = change.index;
    return { columns: keys.flatMap(({ column }) => column ?? []), nullsNotDistinct };
  }
  const [key] = constraintsOf(change).filter((one) => one.kind === 'unique' || one.kind === 'primaryKey');
  return key === undefined ? null : { columns: key.columns, nullsNotDistinct: key.kind === 'primaryKey' || key.nullsNotDistinct };
}

function requiredColumns(change: Change): readonly string[] {
  switch (change.kind) {
    case 'setNotNull': return [change.column.name];
    case 'addConstraint':
      if (change.constraint.kind === 'notNull') return [change.constraint.column];
      return change.constraint.kind === 'primaryKey' ? change.constraint.columns : [];
    default: return [];
  }
}

/** A column of this deploy that no default and no statement has filled. */
function holdsOnlyNull(name: string, change: Change, table: ObjectName, on: On): boolean {
  const column = on.before.tables.get(keyOf(table))?.columns.find((one) => one.name === name);
  if (column === undefined || on.columnBornHere(table, name) !== 'yes') return false;
  return column.default === null && column.identity === null && column.generated === null
    && !isFilledBefore(change, table, name, on);
}

/** The deploy drops a key on some of the columns before: rows that met that one meet this. */
function replacesStricter(columns: readonly string[], change: Change, table: ObjectName, on: On): boolean {
  const live = on.beforeDeploy.tables.get(keyOf(table));
  const within = (key: readonly string[]): boolean => key.length > 0 && key.every((column) => columns.includes(column));
  return earlierIn(change, on).some((one) => {
    if (one.kind === 'dropConstraint' && sameName(one.table, table)) {
      return live?.constraints.some((key) => key.name === one.constraint.name
        && (key.kind === 'unique' || key.kind === 'primaryKey') && within(key.columns)) === true;
    }
    if (one.kind !== 'dropRelation' || one.relation !== 'index') return false;
    const index = on.beforeDeploy.indexes.get(keyOf(one.name));
    return index !== undefined && index.unique && index.where === null && sameName(index.table, table)
      && within(index.keys.map(({ column }) => column ?? ''));
  });
}

/** The deploy drops the same reference before, to make it again with another action: the rows met that one. */
function wasReferredTo({ columns, references }: NewForeignKey, change: Change, table: ObjectName, on: On): boolean {
  const live = on.beforeDeploy.tables.get(keyOf(table))?.constraints ?? [];
  return earlierIn(change, on).some((one) => one.kind === 'dropConstraint' && sameName(one.table, table)
    && live.some((key) => key.kind === 'foreignKey' && key.validated && key.name === one.constraint.name
      && sameName(key.references, references) && key.columns.join('\0') === columns.join('\0')));
}
