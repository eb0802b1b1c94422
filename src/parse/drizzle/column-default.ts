import { chosenName } from '../../facts/chosen-name.ts';
import type { Identifier, ObjectName } from '../../facts/names.ts';

/** The types behind Drizzle's `serial` columns. */
export const serials: Readonly<Record<string, string>> = { smallserial: 'smallint', serial: 'integer', bigserial: 'bigint' };

/** The default behind `serial`: https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-SERIAL */
export function serialDefault(table: ObjectName, column: Identifier): string {
  const sequence = asIdentifier(chosenName(table.name, column.name, 'seq'));
  const path = table.schema === 'public' ? sequence : `${asIdentifier(table.schema)}.${sequence}`;
  return `nextval('${path.replaceAll("'", "''")}'::regclass)`;
}

function asIdentifier(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
