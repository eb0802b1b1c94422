import type { Catalog, Column } from '../../facts/catalog.ts';
import { keyOf, type ObjectName } from '../../facts/names.ts';
import type { Newborns } from '../born-here.ts';

/** What code written before a deploy can run into after it. */
export const breakingKinds = [
  'tableDropped', 'tableRenamed', 'tableRemade', 'viewDropped', 'viewRenamed', 'columnDropped', 'columnRenamed', 'columnRemade',
  'defaultDropped', 'notNullSet', 'typeNarrowed', 'typeDropped', 'typeRenamed', 'enumValueRenamed', 'enumValueRemoved',
  'schemaDropped', 'schemaRenamed',
] as const;
export type BreakingKind = (typeof breakingKinds)[number];

/** A change that code written for the schema before cannot live with. */
export interface Breaking {
  /** `…Remade`: dropped, and there again after the deploy, without its rows. */
  readonly kind: BreakingKind;
  /** What happens, to be continued or ended: `column book.isbn is dropped`. */
  readonly what: string;
}

/** The catalogs a change is judged by. */
export interface BreakingContext {
  /** Before the change. */
  readonly before: Catalog;
  /** Before the deploy: what the code in use knows. */
  readonly live: Catalog;
  /** After the deploy: whether what is taken away comes back. */
  readonly after: Catalog;
  readonly newborns: Newborns;
}

/** A column as a catalog has it, or null. */
export function columnIn(catalog: Catalog, table: ObjectName, name: string): Column | null {
  return catalog.tables.get(keyOf(table))?.columns.find((column) => column.name === name) ?? null;
}

/** Whether a known table has no such column. */
export function lacksColumn(catalog: Catalog, table: ObjectName, name: string): boolean {
  const known = catalog.tables.get(keyOf(table));
  return known !== undefined && !known.partial && columnIn(catalog, table, name) === null;
}

/** Whether a row gets a value of the column from the database, where an INSERT leaves it out. */
export function isFilled({ default: value, generated, identity }: Column): boolean {
  return value !== null || generated !== null || identity !== null;
}
