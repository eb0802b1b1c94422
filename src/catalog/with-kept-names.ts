import type { Catalog, Constraint, Index, Table } from '../facts/catalog.ts';
import { keyOf } from '../facts/names.ts';

/**
 * The declared catalog with the names that the newest snapshot has of what nobody named: drizzle-kit 1.0 lets them be, so that a
 * project that goes over to it keeps `loan_book_id_book_id_fk` (`preserveEntityNames`). The same catalog where nothing is called
 * otherwise. What is alike twice has the name it is given.
 */
export function withKeptNames(declared: Catalog, before: Catalog): Catalog {
  const tables = renamed(declared.tables, (table) => withKeptConstraints(table, before.tables.get(keyOf(table))));
  const indexes = withKeptIndexes(declared.indexes, before.indexes);
  return tables === declared.tables && indexes === declared.indexes ? declared : { ...declared, tables, indexes };
}

function renamed(tables: Catalog['tables'], rename: (table: Table) => Table): Catalog['tables'] {
  const all = [...tables].map(([key, table]) => [key, rename(table)] as const);
  return all.every(([key, table]) => tables.get(key) === table) ? tables : new Map(all);
}

function withKeptConstraints(table: Table, before: Table | undefined): Table {
  const names = keptNames(table.constraints, before?.constraints ?? [], constraintKey);
  if (names.size === 0) return table;
  return { ...table, constraints: table.constraints.map((one) => ({ ...one, ...nameFrom(names.get(one) ?? one) })) };
}

function withKeptIndexes(indexes: Catalog['indexes'], before: Catalog['indexes']): Catalog['indexes'] {
  const names = keptNames([...indexes.values()], [...before.values()], indexKey);
  if (names.size === 0) return indexes;
  return new Map([...indexes.values()].map((one) => {
    const kept = { ...one, ...nameFrom(names.get(one) ?? one) };
    return [keyOf(kept), kept];
  }));
}

type Called = Pick<Constraint, 'name' | 'written' | 'unnamed'>;

/** Of each that is called otherwise than the only one like it was, that one. */
function keptNames<One extends Called>(now: readonly One[], before: readonly One[], keyOfOne: (one: One) => string): ReadonlyMap<One, One> {
  const found = new Map<One, One>();
  const unnamed = now.filter(isUnnamed);
  if (unnamed.length === 0) return found;
  const alike = new Map<string, readonly One[]>();
  for (const one of unnamed) alike.set(keyOfOne(one), [...(alike.get(keyOfOne(one)) ?? []), one]);
  for (const was of before.filter(isUnnamed)) {
    const [one, another] = alike.get(keyOfOne(was)) ?? [];
    if (one !== undefined && another === undefined && one.name !== was.name) found.set(one, was);
  }
  return found;
}

function isUnnamed({ unnamed }: Called): boolean {
  return unnamed === true;
}

function nameFrom({ name, written }: Called): Pick<Called, 'name' | 'written'> {
  return { name, written };
}

/** Everything but the name. */
function constraintKey(one: Constraint): string {
  switch (one.kind) {
    case 'primaryKey':
      return JSON.stringify([one.kind, one.columns]);
    case 'unique':
      return JSON.stringify([one.kind, one.columns, one.nullsNotDistinct]);
    case 'foreignKey':
      return JSON.stringify([one.kind, one.columns, keyOf(one.references), one.referencedColumns, one.onDelete, one.onUpdate]);
    case 'check':
    case 'exclusion':
      return JSON.stringify([one.kind, one.name]);
    default:
      return one satisfies never;
  }
}

function indexKey({ table, unique, method, keys, where, concurrently }: Index): string {
  const parts = keys.map(({ column, expression, order, nulls, operatorClass }) => [column, expression?.text, order, nulls, operatorClass]);
  return JSON.stringify([keyOf(table), unique, method, concurrently, where?.text, parts]);
}
