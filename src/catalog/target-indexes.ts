import type { Catalog } from '../facts/catalog.ts';
import type { ObjectName } from '../facts/names.ts';
import { type IndexShape, indexesOf } from './indexes-of.ts';

/**
 * The indexes by which a foreign key may refer to columns of a table: unique, without a predicate, over these columns and no
 * others, in any order (`transformFkeyCheckAttrs`, src/backend/commands/tablecmds.c).
 */
export function targetIndexes(catalog: Catalog, table: ObjectName, columns: readonly string[]): readonly IndexShape[] {
  return indexesOf(catalog, table).filter((index) => index.unique && index.where === null && index.keys.length === columns.length
    && index.keys.every(({ column }) => column !== null && columns.includes(column)));
}
