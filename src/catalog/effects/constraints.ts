import type { Catalog, Table } from '../../facts/catalog.ts';
import type { ChangeOf, NewConstraint } from '../../facts/change.ts';
import type { Effects } from '../../facts/effects.ts';
import type { ObjectName } from '../../facts/names.ts';
import { keyOf } from '../../facts/names.ts';
import { tableOf } from '../replay/table-of.ts';
import { setNotNull } from './columns.ts';
import { both, locked, relatedTo, withRows } from './combine.ts';
import type { EffectsContext } from './context.ts';
import { newIndexes } from './indexes.ts';

export function addConstraint(
  table: ObjectName, constraint: NewConstraint, catalog: Catalog, context: EffectsContext,
): Effects {
  const lock = locked(table, 'AccessExclusive');
  switch (constraint.kind) {
    case 'foreignKey': {
      const pair = both(locked(table, 'ShareRowExclusive'), locked(constraint.references, 'ShareRowExclusive'));
      if (!constraint.validated) return pair;
      return { ...pair, scans: [table], fails: [withRows('23503', 'rows that refer to nothing stop a foreign key')] };
    }
    case 'check': {
      if (!constraint.validated) return lock;
      return { ...lock, scans: [table], fails: [withRows('23514', 'rows that break the check stop it')] };
    }
    case 'notNull': return constraint.validated ? setNotNull(table, constraint.column, catalog, context) : lock;
    case 'usingIndex': return usingIndex(table, constraint.index, constraint.makes, catalog, context);
    case 'unique':
    case 'primaryKey':
    case 'exclusion': return key(table, constraint, catalog);
    default: return constraint satisfies never;
  }
}

export function key(
  table: ObjectName,
  constraint: Extract<NewConstraint, { kind: 'unique' | 'primaryKey' | 'exclusion' }>,
  catalog: Catalog,
): Effects {
  const fails = [constraint.kind === 'exclusion'
    ? withRows('23P01', 'rows that exclude each other stop the constraint')
    : withRows('23505', 'rows with the same values stop the key')];
  const nulls = constraint.kind === 'primaryKey' && !areNotNull(tableOf(catalog, table), constraint.columns)
    ? [withRows('23502', 'rows that hold null stop a primary key')] : [];
  const builds = newIndexes(catalog, { table, constraint });
  return { ...locked(table, 'AccessExclusive'), scans: [table], builds, fails: [...fails, ...nulls] };
}

function areNotNull(table: Table | null, columns: readonly string[]): boolean {
  return columns.every((column) => table?.columns.some((one) => one.name === column && one.notNull) === true);
}

/** A primary key makes its columns NOT NULL first. */
function usingIndex(
  table: ObjectName, name: string, makes: 'unique' | 'primaryKey', catalog: Catalog, context: EffectsContext,
): Effects {
  const lock = locked(table, 'AccessExclusive');
  if (makes === 'unique') return lock;
  const index = catalog.indexes.get(keyOf({ schema: tableOf(catalog, table)?.schema ?? table.schema, name }));
  const columns = index?.keys.flatMap(({ column }) => column ?? []) ?? [];
  const scanning = columns.map((column) => setNotNull(table, column, catalog, context)).find(({ scans }) =>
    scans.length > 0);
  return scanning ?? lock;
}

export function dropConstraint({ table, constraint, cascade }: ChangeOf<'dropConstraint'>, catalog: Catalog): Effects {
  const dropped = tableOf(catalog, table)?.constraints.find((one) => one.name === constraint.name);
  const lock = locked(table, 'AccessExclusive');
  if (dropped?.kind === 'foreignKey') return both(lock, locked(dropped.references, 'AccessExclusive'));
  if (!cascade || (dropped?.kind !== 'primaryKey' && dropped?.kind !== 'unique')) return lock;
  const related = relatedTo(catalog, table, (one, side) =>
    side === 'to' && one.referencedColumns.every((column) => dropped.columns.includes(column)));
  return related.map((name) => locked(name, 'AccessExclusive')).reduce(both, lock);
}

export function validateConstraint({ table, constraint }: ChangeOf<'validateConstraint'>, catalog: Catalog): Effects {
  const found = tableOf(catalog, table)?.constraints.find((one) => one.name === constraint.name);
  const lock = locked(table, 'ShareUpdateExclusive');
  if (found !== undefined && 'validated' in found && found.validated) return lock;
  const reading: Effects = { ...lock, scans: [table] };
  if (found?.kind === 'foreignKey') {
    const fails = [withRows('23503', 'rows that refer to nothing stop the validation')];
    return both({ ...reading, fails }, locked(found.references, 'RowShare'));
  }
  return found?.kind === 'check' ? { ...reading, fails: [withRows('23514',
    'rows that break the check stop the validation')] } : reading;
}
