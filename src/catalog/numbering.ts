import type { Catalog, Column, Table } from '../facts/catalog.ts';
import { chosenName } from '../facts/chosen-name.ts';
import { keyOf, sameName } from '../facts/names.ts';
import { sequenceOfDefault } from './replay/sequence-default.ts';

/** Where the numbers of a column come from: an identity, a serial, or a sequence that is not its own. */
export type Numbering = 'identity' | 'serial' | 'sequence';

/** What counts a column, or null for one that gets its values elsewhere. */
export function numberingOf(column: Column, table: Table, { sequences }: Catalog): Numbering | null {
  if (column.identity !== null) return 'identity';
  const drawn = sequenceOfDefault(column.default);
  if (drawn === null) return null;
  const sequence = sequences.get(keyOf(drawn));
  if (sequence === undefined) {
    return drawn.schema === table.schema && drawn.name === chosenName(table.name, column.name, 'seq') ? 'serial' : 'sequence';
  }
  const { ownedBy } = sequence;
  return ownedBy !== null && sameName(ownedBy.table, table) && ownedBy.column === column.name ? 'serial' : 'sequence';
}
