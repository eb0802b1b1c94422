import type { Catalog, ForeignKey, Table } from '../facts/catalog.ts';
import type { ObjectName } from '../facts/names.ts';
import { keyOf, sameName } from '../facts/names.ts';
import { answersEquality } from './answers-equality.ts';
import { baseTypeOf } from './effects/type-name.ts';
import { impliedByEquality } from './implied-by-equality.ts';
import type { IndexShape } from './indexes-of.ts';
import { indexesOf } from './indexes-of.ts';
import { keyTypes } from './key-types.ts';

/**
 * How an index serves that reads more than it must. `someColumns`: it looks up a part of the columns, and their rows are
 * compared one by one. `columnBetween`: another column stands between those of the key. `skipScan`: from PostgreSQL 18 on
 * it is entered once for each value of what stands before them, which a boolean or an enum has few of; `longSkipScan`: how
 * many values that has, nobody knows.
 */
export type PartialService = 'someColumns' | 'columnBetween' | 'skipScan' | 'longSkipScan';

/** A column that is cast before it is compared, so that no index on it serves. */
export interface Converted {
  readonly column: string;
  readonly from: string;
  readonly to: string;
}

/**
 * What the query behind a foreign key finds when a row of the referenced table is deleted or gets another key.
 * `bare`: every row of the table, or of an index, is read. `unknown`: the table is not known in full.
 */
export type Coverage =
  | { readonly kind: 'covered'; readonly by: IndexShape }
  | { readonly kind: 'partly'; readonly by: IndexShape; readonly how: PartialService }
  | { readonly kind: 'converted'; readonly columns: readonly Converted[] }
  | { readonly kind: 'bare' }
  | { readonly kind: 'unknown' };

type Service = PartialService | 'covered';

const bestFirst: readonly Service[] = ['covered', 'columnBetween', 'someColumns', 'skipScan', 'longSkipScan'];

/**
 * Whether an index serves a foreign key: put to the planner of PGlite and of PostgreSQL 14 to 18 in
 * test/evidence/planner.test.ts. `postgres` is the major version.
 */
export function coverage(catalog: Catalog, table: ObjectName, foreignKey: ForeignKey, postgres: number): Coverage {
  const known = catalog.tables.get(keyOf(table));
  const converted = convertedColumns(catalog, known, foreignKey);
  const stored = foreignKey.columns.filter((column) => !converted.some((one) => one.column === column));
  const own = served({ catalog, table: known, name: table, columns: foreignKey.columns, stored, postgres });
  if (own?.how === 'covered') return { kind: 'covered', by: own.by };
  if (known === undefined || known.partial) return { kind: 'unknown' };
  const best = own ?? servedInPartitions(catalog, known, { columns: foreignKey.columns, stored, postgres });
  if (best !== null) return best.how === 'covered' ? { kind: 'covered', by: best.by } : { kind: 'partly', by: best.by, how: best.how };
  if (converted.length === 0 || stored.length > 0) return { kind: 'bare' };
  return indexesOf(catalog, table).some(({ keys }) => keys.some(({ column }) => column === null))
    ? { kind: 'unknown' } : { kind: 'converted', columns: converted };
}

function convertedColumns(catalog: Catalog, table: Table | undefined, foreignKey: ForeignKey): readonly Converted[] {
  const referenced = catalog.tables.get(keyOf(foreignKey.references));
  return foreignKey.columns.flatMap((name, at) => {
    const from = table?.columns.find((column) => column.name === name)?.type;
    const to = referenced?.columns.find((column) => column.name === foreignKey.referencedColumns[at])?.type;
    if (from === undefined || to === undefined || keyTypes(from, to, catalog) !== 'cast') return [];
    return [{ column: name, from, to }];
  });
}

/** A lookup in a table, by all columns of a key; only those that are compared as they are stored can be found in an index. */
interface Lookup {
  readonly catalog: Catalog;
  readonly name: ObjectName;
  readonly table: Table | undefined;
  readonly columns: readonly string[];
  readonly stored: readonly string[];
  readonly postgres: number;
}

interface Served {
  readonly by: IndexShape;
  readonly how: Service;
}

function served(lookup: Lookup): Served | null {
  const found = indexesOf(lookup.catalog, lookup.name).flatMap((by) => {
    const how = servesHow(by, lookup);
    return how === null ? [] : [{ by, how }];
  });
  return bestFirst.flatMap((how) => found.find((one) => one.how === how) ?? [])[0] ?? null;
}

/** Indexes that were made on the partitions and not on their parent serve as well, if each partition has one. */
function servedInPartitions(catalog: Catalog, parent: Table, lookup: Pick<Lookup, 'columns' | 'stored' | 'postgres'>): Served | null {
  const partitions = [...catalog.tables.values()].filter(({ partitionOf }) => partitionOf !== null && sameName(partitionOf, parent));
  const answers = partitions.map((table) =>
    served({ ...lookup, catalog, table, name: table }) ?? servedInPartitions(catalog, table, lookup));
  if (answers.length === 0 || !answers.every((one) => one !== null)) return null;
  return bestFirst.flatMap((how) => answers.find((one) => one.how === how) ?? []).at(-1) ?? null;
}

/** One made ON ONLY a partitioned table holds no row: those of its partitions do, see `servedInPartitions`. */
function servesHow(index: IndexShape, lookup: Lookup): Service | null {
  if (index.only === true) return null;
  const { columns, stored, catalog, table } = lookup;
  if (columns.length === 0 || !impliedByEquality(index.where, columns)) return null;
  const keys = index.keys.map((key) =>
    (key.column !== null && stored.includes(key.column) && answersEquality(key, index.method, table, catalog) ? key.column : null));
  const places = columns.map((column) => keys.indexOf(column));
  const all: Service = places.every((place) => place >= 0) ? 'covered' : 'someColumns';
  switch (index.method) {
    case 'btree':
      return keys[0] === null ? skipsHow(index, places, lookup) : leads(places);
    case 'gist':
      return keys[0] === null ? null : leads(places);
    case 'gin':
      return keys.every((key) => key === null) ? null : all;
    case 'hash':
    case 'spgist':
      return keys[0] === null ? null : all;
    default:
      return null;
  }
}

/** The index begins with a column of the key. */
function leads(places: readonly number[]): Service {
  if (places.every((place) => place >= 0 && place < places.length)) return 'covered';
  return places.every((place) => place >= 0) ? 'columnBetween' : 'someColumns';
}

/** Other columns lead, which a skip scan passes over from 18 on. Where they are unique it would read the whole index. */
function skipsHow(index: IndexShape, places: readonly number[], { catalog, name, table, postgres }: Lookup): PartialService | null {
  const behind = places.filter((place) => place >= 0);
  if (postgres < 18 || behind.length === 0) return null;
  const before = index.keys.slice(0, Math.min(...behind));
  const isEachOnce = indexesOf(catalog, name).some(({ unique, where, keys }) =>
    unique && where === null && keys.every(({ column }) => column !== null && before.some((one) => one.column === column)));
  if (isEachOnce) return null;
  return before.every(({ column }) => hasFewValues(table, column, catalog)) ? 'skipScan' : 'longSkipScan';
}

function hasFewValues(table: Table | undefined, column: string | null, catalog: Catalog): boolean {
  const type = table?.columns.find(({ name }) => name === column)?.type;
  if (type === undefined) return false;
  const base = baseTypeOf(type, catalog);
  return base === 'boolean' || catalog.enums.has(base);
}
