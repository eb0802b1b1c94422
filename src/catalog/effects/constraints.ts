import type { Catalog, Constraint, Table } from '../../facts/catalog.ts';
import type { ChangeOf, NewConstraint } from '../../facts/change.ts';
import type { Effects, Failure, LockMode } from '../../facts/effects.ts';
import { noEffects } from '../../facts/effects.ts';
import type { ObjectName } from '../../facts/names.ts';
import { keyOf, sameName } from '../../facts/names.ts';
import { indexesOf } from '../indexes-of.ts';
import { isCopyOf } from '../replay/constraints.ts';
import { tableOf } from '../replay/table-of.ts';
import {
  always, both, failing, familyOf, filesOf, foreignKeysOf, indexLocked, lineOf, locked, lockedAll, nameOf, withRows,
} from './combine.ts';
import type { EffectsContext } from './context.ts';
import { addForeignKey, dropForeignKey, validateForeignKey } from './foreign-keys.ts';
import { newIndexes } from './indexes.ts';
import { addNotNull, setNotNull } from './not-null.ts';
import { lacksPartitionKey } from './partition-key.ts';

export function addConstraint(
  table: ObjectName, constraint: NewConstraint, catalog: Catalog, context: EffectsContext,
): Effects {
  switch (constraint.kind) {
    case 'foreignKey': return addForeignKey(table, constraint, catalog);
    case 'check': {
      const lock = lockedAll(familyOf(catalog, table), 'AccessExclusive');
      if (!constraint.validated) return lock;
      return { ...lock, scans: filesOf(catalog, table), fails: [withRows('23514', 'rows that break the check stop it')] };
    }
    case 'notNull': return addNotNull(table, constraint, catalog, context);
    case 'usingIndex': return usingIndex(table, constraint, catalog, context);
    case 'unique':
    case 'primaryKey':
    case 'exclusion': return key(table, constraint, catalog, context);
    default: return constraint satisfies never;
  }
}

type Key = Extract<NewConstraint, { kind: 'unique' | 'primaryKey' | 'exclusion' }>;

function key(table: ObjectName, constraint: Key, catalog: Catalog, context: EffectsContext): Effects {
  const lock = both(lockedAll(familyOf(catalog, table), partitionMode(table, constraint, catalog, context)), locked(table, 'AccessExclusive'));
  const refused = refusal(table, constraint, catalog);
  if (refused !== null) return failing(lock, refused);
  const fails = [constraint.kind === 'exclusion'
    ? withRows('23P01', 'rows that exclude each other stop the constraint')
    : withRows('23505', 'rows with the same values stop the key')];
  const nulls = constraint.kind === 'primaryKey' && !areNotNull(tableOf(catalog, table), constraint.columns)
    ? [withRows('23502', 'rows that hold null stop a primary key')] : [];
  const builds = newIndexes(catalog, { table, constraint });
  return { ...lock, scans: filesOf(catalog, table), builds, fails: [...fails, ...nulls] };
}

/** Before PostgreSQL 18 partitions were locked for the build alone, unless a primary key makes their columns NOT NULL. */
function partitionMode(table: ObjectName, constraint: Key, catalog: Catalog, { major }: EffectsContext): LockMode {
  const makesNotNull = constraint.kind === 'primaryKey' && !areNotNull(tableOf(catalog, table), constraint.columns);
  return major >= 18 || makesNotNull ? 'AccessExclusive' : 'Share';
}

/** A second primary key, or a key of a partitioned table that leaves out what the table is cut by. */
function refusal(name: ObjectName, constraint: Key, catalog: Catalog): Failure | null {
  const table = tableOf(catalog, name);
  if (table === null) return null;
  if (constraint.kind === 'primaryKey' && table.constraints.some(({ kind }) => kind === 'primaryKey')) {
    return always('42P16', `${table.name} has a primary key already`);
  }
  return constraint.kind === 'exclusion' ? null : lacksPartitionKey(table, constraint.columns);
}

function areNotNull(table: Table | null, columns: readonly string[]): boolean {
  return columns.every((column) => table?.columns.some((one) => one.name === column && one.notNull) === true);
}

/** A primary key makes its columns NOT NULL first; an index that gets the constraint's name is locked for it. */
function usingIndex(
  table: ObjectName, constraint: Extract<NewConstraint, { kind: 'usingIndex' }>, catalog: Catalog, context: EffectsContext,
): Effects {
  const { index: name, makes } = constraint;
  const lock = locked(table, 'AccessExclusive');
  const index = catalog.indexes.get(keyOf({ schema: tableOf(catalog, table)?.schema ?? table.schema, name }));
  const isRenamed = constraint.name !== null && constraint.name !== name && index !== undefined;
  const mode = context.major < 12 ? 'AccessExclusive' : 'ShareUpdateExclusive';
  const named = isRenamed ? both(lock, indexLocked(index, table, mode)) : lock;
  if (makes === 'unique') return named;
  const columns = index?.keys.flatMap(({ column }) => column ?? []) ?? [];
  const scanning = columns.map((column) => setNotNull(table, column, catalog, context)).find(({ scans }) =>
    scans.length > 0);
  return scanning === undefined ? named : both(named, scanning);
}

export function dropConstraint(change: ChangeOf<'dropConstraint'>, catalog: Catalog, context: EffectsContext): Effects {
  const { table, constraint } = change;
  const known = tableOf(catalog, table);
  const dropped = known?.constraints.find((one) => one.name === constraint.name);
  if (known === null || dropped === undefined) return locked(table, 'AccessExclusive');
  if (isInherited(known, dropped, catalog)) {
    return failing(locked(table, 'AccessExclusive'), always('42P16', 'the constraint belongs to the partitioned table'));
  }
  const family = lockedAll(familyOf(catalog, table), 'AccessExclusive');
  switch (dropped.kind) {
    case 'foreignKey': return dropForeignKey(table, dropped, catalog, context);
    case 'check': return family;
    case 'exclusion':
    case 'unique':
    case 'primaryKey': return both(family, dropKey(change, known, dropped, catalog));
    default: return dropped satisfies never;
  }
}

function isInherited(table: Table, constraint: Constraint, catalog: Catalog): boolean {
  const parent = table.partitionOf === null ? null : tableOf(catalog, table.partitionOf);
  return parent?.constraints.some((one) => isCopyOf(constraint, one)) === true;
}

/** Foreign keys lean on the index of the key. */
function dropKey({ cascade }: ChangeOf<'dropConstraint'>, table: Table, dropped: Constraint, catalog: Catalog): Effects {
  const leaning = referring(table, dropped, catalog);
  if (!cascade) return leaning.length === 0 ? noEffects : failing(noEffects, always('2BP01', 'foreign keys lean on the key'));
  return leaning.map((one) => lockedAll(familyOf(catalog, one), 'AccessExclusive')).reduce(both, noEffects);
}

/** The tables whose foreign keys lead to the columns, unless another key of the table has the same. */
function referring(table: Table, dropped: Constraint, catalog: Catalog): readonly Table[] {
  if (dropped.kind !== 'primaryKey' && dropped.kind !== 'unique') return [];
  const same = (columns: readonly string[]): boolean =>
    columns.length === dropped.columns.length && columns.every((column) => dropped.columns.includes(column));
  const another = indexesOf(catalog, table).some((one) => one.unique && one.where === null && one.name !== dropped.name
    && same(one.keys.flatMap(({ column }) => column ?? [])));
  if (another) return [];
  return [...catalog.tables.values()].filter((one) => foreignKeysOf(one).some((each) =>
    lineOf(catalog, table).some((name) => sameName(name, each.references)) && same(each.referencedColumns)));
}

export function renameConstraint({ table, constraint }: ChangeOf<'renameConstraint'>, catalog: Catalog): Effects {
  const known = tableOf(catalog, table);
  const found = known?.constraints.find((one) => one.name === constraint.name);
  if (found?.kind === 'check') return lockedAll(familyOf(catalog, table), 'AccessExclusive');
  const lock = locked(table, 'AccessExclusive');
  if (known === null || found === undefined || found.kind === 'foreignKey') return lock;
  return both(lock, indexLocked({ ...nameOf(known), name: found.name, written: found.written }, known, 'ShareUpdateExclusive'));
}

export function validateConstraint({ table, constraint }: ChangeOf<'validateConstraint'>, catalog: Catalog): Effects {
  const found = tableOf(catalog, table)?.constraints.find((one) => one.name === constraint.name);
  if (found !== undefined && 'validated' in found && found.validated) return locked(table, 'ShareUpdateExclusive');
  if (found?.kind === 'foreignKey') return validateForeignKey(table, found, catalog);
  const reading: Effects = { ...lockedAll(familyOf(catalog, table), 'ShareUpdateExclusive'), scans: filesOf(catalog, table) };
  return found?.kind === 'check' ? failing(reading, withRows('23514', 'rows that break the check stop the validation')) : reading;
}
