import type { Catalog, Expression, ForeignKey } from '../facts/catalog.ts';
import type { ObjectName } from '../facts/names.ts';
import { keyOf } from '../facts/names.ts';
import type { IndexShape } from './indexes-of.ts';
import { indexesOf } from './indexes-of.ts';
import { notNullColumns } from './not-null-terms.ts';

/**
 * What the query behind a foreign key finds when a row of the referenced table is deleted or updated. `partly`: an
 * index is used, but reads more than it must; `how` says why. `unknown`: the table is not known in full.
 */
export type Coverage =
  | { readonly kind: 'covered'; readonly by: IndexShape }
  | { readonly kind: 'partly'; readonly by: IndexShape; readonly how: 'someColumns' | 'columnBetween' | 'skipScan' }
  | { readonly kind: 'bare' }
  | { readonly kind: 'unknown' };

type Partly = Extract<Coverage, { kind: 'partly' }>['how'];

const bestFirst: readonly (Partly | 'covered')[] = ['covered', 'columnBetween', 'someColumns', 'skipScan'];

/**
 * Whether an index serves a foreign key. Measured on PostgreSQL 12, 15 and 18: its columns may lead the index in any
 * order, a hash index serves one column, DESC, INCLUDE and operator classes of the same equality do no harm, and a
 * predicate is implied by `fk = $1` only if it says that columns of the key are not null. BRIN, GIN, GiST and
 * expressions do not serve. `postgres` is the major version: 18 skips over a leading column of few values.
 */
export function coverage(catalog: Catalog, table: ObjectName, foreignKey: ForeignKey, postgres: number): Coverage {
  const known = catalog.tables.get(keyOf(table));
  const found = indexesOf(catalog, table).flatMap((index) => {
    const how = servesHow(index, foreignKey.columns, postgres);
    return how === null ? [] : [{ how, index }];
  });
  const best = bestFirst.flatMap((how) => found.find((one) => one.how === how) ?? [])[0];
  if (best?.how === 'covered') return { kind: 'covered', by: best.index };
  if (known === undefined || known.partial) return { kind: 'unknown' };
  return best === undefined ? { kind: 'bare' } : { kind: 'partly', by: best.index, how: best.how };
}

function servesHow(index: IndexShape, columns: readonly string[], postgres: number): Partly | 'covered' | null {
  if (!impliedByEquality(index.where, columns)) return null;
  const keys = index.keys.map((key) => key.column);
  if (index.method === 'hash') return hashServes(keys[0], columns);
  if (index.method !== 'btree' || columns.length === 0) return null;
  const places = columns.map((column) => keys.indexOf(column));
  if (places.every((place) => place >= 0 && place < columns.length)) return 'covered';
  return leadServes(keys, columns, places, postgres);
}

function hashServes(key: string | null | undefined, columns: readonly string[]): 'covered' | 'someColumns' | null {
  if (key === null || key === undefined || !columns.includes(key)) return null;
  return columns.length === 1 ? 'covered' : 'someColumns';
}

/**
 * The index begins with a column of the key, or (from 18 on) behind one other column, which a skip scan passes over.
 */
function leadServes(
  keys: readonly (string | null)[],
  columns: readonly string[],
  places: readonly number[],
  postgres: number,
): Partly | null {
  const lead = keys[0];
  if (lead !== undefined && lead !== null && columns.includes(lead)) {
    return places.every((place) => place >= 0) ? 'columnBetween' : 'someColumns';
  }
  const behindOne = places.every((place) => place >= 1 && place <= columns.length);
  return postgres >= 18 && behindOne && lead !== null ? 'skipScan' : null;
}

/** No predicate, or `c IS NOT NULL` of columns of the key, joined by AND: strict equality proves it. */
function impliedByEquality(where: Expression | null, columns: readonly string[]): boolean {
  if (where === null) return true;
  return notNullColumns(where.spelling ?? where.text)?.every((column) => columns.includes(column)) ?? false;
}
