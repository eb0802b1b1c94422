import { truncateToBytes, utf8Length } from '../text/utf8.ts';

/** NAMEDATALEN - 1. */
const longest = 63;

/**
 * The name Postgres gives to what the author left unnamed: `author_pkey`, `author_id_seq`. Where it would be longer than
 * 63 bytes the longer of table and column gives way (`makeObjectName` in src/backend/commands/indexcmds.c). A number
 * that Postgres adds because the name is taken is not added here.
 */
export function chosenName(table: string, column: string | null, label: string): string {
  const room = longest - utf8Length(label) - 1 - (column === null ? 0 : 1);
  let [tableBytes, columnBytes] = [utf8Length(table), column === null ? 0 : utf8Length(column)];
  while (tableBytes + columnBytes > room) {
    if (tableBytes > columnBytes) tableBytes--;
    else columnBytes--;
  }
  const parts = [truncateToBytes(table, tableBytes)];
  if (column !== null) parts.push(truncateToBytes(column, columnBytes));
  return [...parts, label].join('_');
}
