import type { Catalog, Column, ForeignKey } from '../../facts/catalog.ts';
import type { NewForeignKey } from '../../facts/change.ts';
import type { Effects, Failure } from '../../facts/effects.ts';
import type { ObjectName } from '../../facts/names.ts';
import { sameName } from '../../facts/names.ts';
import { keyTypes } from '../key-types.ts';
import { tableOf } from '../replay/table-of.ts';
import { targetIndexes } from '../target-indexes.ts';
import { always, both, failing, familyOf, filesOf, lockedAll, withRows } from './combine.ts';
import type { EffectsContext } from './context.ts';

/**
 * Both ends with their partitions; the rows of the new key's table are read, unless it is NOT VALID. `columns`: of the table.
 */
export function addForeignKey(
  table: ObjectName, key: NewForeignKey, catalog: Catalog, columns: readonly Column[] = tableOf(catalog, table)?.columns ?? [],
): Effects {
  const ends = lockedAll([...familyOf(catalog, table), ...familyOf(catalog, key.references)], 'ShareRowExclusive');
  const refused = refusal(table, key, catalog) ?? typeRefusal(key, columns, catalog);
  if (refused !== null) return failing(ends, refused);
  if (!key.validated) return ends;
  return { ...ends, scans: filesOf(catalog, table), fails: [withRows('23503', 'rows that refer to nothing stop a foreign key')] };
}

/**
 * A key must be unique where it leads; a unique index serves, one with a predicate does not. Of a key into its own table
 * nothing is sure: the same ALTER TABLE may make the index, which Postgres does first.
 */
function refusal(table: ObjectName, { references, referencedColumns }: NewForeignKey, catalog: Catalog): Failure | null {
  const parent = tableOf(catalog, references);
  if (parent === null || parent.partial || sameName(parent, table)) return null;
  if (referencedColumns === null) {
    const hasKey = parent.constraints.some(({ kind }) => kind === 'primaryKey');
    return hasKey ? null : always('42704', `${parent.name} has no primary key to refer to`);
  }
  return targetIndexes(catalog, parent, referencedColumns).length > 0 ? null : always('42830', `the columns of ${parent.name} that ${table.name} refers to are not unique`);
}

/** Each column needs an operator that compares it with the one it refers to. */
export function typeRefusal(
  { columns, references, referencedColumns }: NewForeignKey, own: readonly Column[], catalog: Catalog,
): Failure | null {
  const parent = tableOf(catalog, references);
  const referred = referencedColumns ?? parent?.constraints.find((one) => one.kind === 'primaryKey')?.columns ?? [];
  const refused = columns.flatMap((name, place): readonly Failure[] => {
    const from = own.find((column) => column.name === name)?.type;
    const to = parent?.columns.find((column) => column.name === referred[place])?.type;
    if (from === undefined || to === undefined || keyTypes(from, to, catalog) !== 'refused') return [];
    return [always('42804', `${name} is ${from}, which does not compare with the ${to} that it refers to`)];
  });
  return refused[0] ?? null;
}

/** The triggers of both ends go, partitions included. */
export function dropForeignKey(table: ObjectName, key: ForeignKey, catalog: Catalog, context: EffectsContext): Effects {
  const ends = [...familyOf(catalog, table), key.references, ...triggered(key.references, catalog, context)];
  return lockedAll(ends, 'AccessExclusive');
}

/**
 * The tables at the far end of a foreign key that have a trigger for it: before PostgreSQL 15 only those with rows of
 * their own (https://www.postgresql.org/docs/release/15.0/, row moves between partitions).
 */
export function triggered(references: ObjectName, catalog: Catalog, { major }: EffectsContext): readonly ObjectName[] {
  return major < 15 ? filesOf(catalog, references) : familyOf(catalog, references);
}

export function validateForeignKey(table: ObjectName, key: ForeignKey, catalog: Catalog): Effects {
  const reading = { ...lockedAll(familyOf(catalog, table), 'ShareUpdateExclusive'), scans: filesOf(catalog, table) };
  const fails = [withRows('23503', 'rows that refer to nothing stop the validation')];
  return both({ ...reading, fails }, lockedAll([key.references], 'RowShare'));
}
