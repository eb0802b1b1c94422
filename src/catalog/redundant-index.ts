import type { Catalog, IndexKey, Table } from '../facts/catalog.ts';
import type { ObjectName } from '../facts/names.ts';
import { keyOf } from '../facts/names.ts';
import { collationOf } from './answers-equality.ts';
import type { IndexShape } from './indexes-of.ts';
import { indexesOf } from './indexes-of.ts';
import { sameExpression } from './same-expression.ts';

/** An index that another one makes needless. `duplicate`: the same keys; `prefix`: the other one goes on. */
export interface Redundancy {
  readonly redundant: IndexShape;
  readonly by: IndexShape;
  readonly kind: 'duplicate' | 'prefix';
}

/**
 * The indexes of a table that could go without a query noticing. An index that guards something (unique, primary key,
 * exclusion) is redundant only beside one that guards the same, a constraint's only beside another constraint. Of two
 * alike the later goes. A longer index stands in if it reads the same way or all the other way round. An index that the
 * table is clustered on, or known by in logical replication, stays. Put to a planner in test/evidence/planner.test.ts.
 */
export function redundantIndexes(catalog: Catalog, table: ObjectName): readonly Redundancy[] {
  const shapes = indexesOf(catalog, table);
  const known = catalog.tables.get(keyOf(table));
  const gone = new Set<IndexShape>();
  const found: Redundancy[] = [];
  for (const index of shapes.toReversed()) {
    if (index.name === known?.replicaIdentity || index.name === known?.clusteredOn) continue;
    const better = shapes.flatMap((other) => {
      const kind = other === index || gone.has(other) ? null : madeNeedless(index, other, known);
      return kind === null ? [] : [{ redundant: index, by: other, kind }];
    });
    const best = better.find((one) => one.kind === 'duplicate') ?? better[0];
    if (best === undefined) continue;
    gone.add(index);
    found.push(best);
  }
  return found.toReversed();
}

function madeNeedless(index: IndexShape, by: IndexShape, table: Table | undefined): Redundancy['kind'] | null {
  if (index.constraint === 'primaryKey' || index.constraint === 'exclusion') return null;
  if (index.only !== by.only || index.method !== by.method || index.keys.length === 0 || !sameExpression(index.where, by.where)) return null;
  if (!canStandIn(index, by, table)) return null;
  if (index.keys.length < by.keys.length) return !index.unique && index.method === 'btree' ? 'prefix' : null;
  if (index.unique && !guardsAsMuch(by, index)) return null;
  if (index.constraint !== null && by.constraint === null) return null;
  return by.include.every((column) => index.include.includes(column)) ? 'duplicate' : 'prefix';
}

/** The other begins with the same keys, read the same or all the other way round, and holds what this one includes. */
function canStandIn(index: IndexShape, by: IndexShape, table: Table | undefined): boolean {
  if (index.keys.length > by.keys.length) return false;
  const pairs = index.keys.map((key, at) => [key, by.keys[at]] as const);
  if (!pairs.every(([key, other]) => other !== undefined && sameKey(key, other, table))) return false;
  const held = [...by.include, ...by.keys.flatMap((key) => key.column ?? [])];
  if (!index.include.every((column) => held.includes(column))) return false;
  if (index.method !== 'btree') return true;
  return pairs.every(([key, other]) => other !== undefined && sameDirection(key, other))
    || pairs.every(([key, other]) => other !== undefined && reversed(key, other));
}

function sameKey(key: IndexKey, other: IndexKey, table: Table | undefined): boolean {
  const column = table?.columns.find(({ name }) => name === key.column);
  return key.column === other.column && sameExpression(key.expression, other.expression)
    && comparing(key) === comparing(other) && collationOf(key, column) === collationOf(other, column);
}

/** `varchar_ops` and `cidr_ops` have the operators of the default, under another name. */
function comparing({ operatorClass }: IndexKey): string | null {
  return operatorClass === 'varchar_ops' || operatorClass === 'cidr_ops' ? null : operatorClass;
}

function sameDirection(key: IndexKey, other: IndexKey): boolean {
  return key.order === other.order && key.nulls === other.nulls;
}

/** A btree is read backwards as well: both order and place of nulls are then the other way round. */
function reversed(key: IndexKey, other: IndexKey): boolean {
  return key.order !== other.order && key.nulls !== other.nulls;
}

/** Whether an index refuses at least the rows that another one on the same keys refuses. */
function guardsAsMuch(by: IndexShape, index: IndexShape): boolean {
  return by.unique && (by.nullsNotDistinct || by.constraint === 'primaryKey' || !index.nullsNotDistinct);
}
