import type { Catalog, Table } from '../../facts/catalog.ts';
import type { NotNullConstraint } from '../../facts/change.ts';
import { chosenName } from '../../facts/chosen-name.ts';
import type { Effects } from '../../facts/effects.ts';
import type { ObjectName } from '../../facts/names.ts';
import { provesNotNull } from '../proves-not-null.ts';
import { columnOf, tableOf } from '../replay/table-of.ts';
import { missingColumn } from './alter-column.ts';
import { always, failing, filesOf, locked, lockedFamily, withRows } from './combine.ts';
import type { EffectsContext } from './context.ts';

/** SET NOT NULL reads every table of the family but those where a validated check proves it. */
export function setNotNull(table: ObjectName, column: string, catalog: Catalog, { major }: EffectsContext): Effects {
  const missing = missingColumn(catalog, table, column);
  const known = tableOf(catalog, table);
  if (missing !== null) return failing(locked(table, 'AccessExclusive'), missing);
  if (isNotNull(known, column)) return locked(table, 'AccessExclusive');
  const scans = filesOf(catalog, table).filter((one) => !isProven(tableOf(catalog, one), column, major));
  const lock = lockedFamily(catalog, table);
  return scans.length === 0 ? lock : failing({ ...lock, scans }, withRows('23502', 'rows that are there hold null'));
}

/** It is so already, or a validated check says so, alone or joined by AND (from PostgreSQL 12 on). */
function isProven(table: Table | null, column: string, major: number): boolean {
  if (table === null) return false;
  if (isNotNull(table, column)) return true;
  return major >= 12 && table.constraints.some((one) => one.kind === 'check' && one.validated
    && provesNotNull(one.expression, column));
}

function isNotNull(table: Table | null, name: string): boolean {
  const column = table === null ? null : columnOf(table, name);
  return column?.notNull === true && column.unprovenNotNull === undefined;
}

/** ADD CONSTRAINT … NOT NULL of PostgreSQL 18. */
export function addNotNull(
  table: ObjectName, { column, name, validated }: NotNullConstraint, catalog: Catalog, context: EffectsContext,
): Effects {
  const known = tableOf(catalog, table);
  const hasOne = known !== null && isNotNull(known, column) && name !== null && name !== chosenName(known.name, column, 'not_null');
  if (hasOne) return failing(locked(table, 'AccessExclusive'), always('55000', `column ${column} has a NOT NULL of another name`));
  return validated ? setNotNull(table, column, catalog, context) : lockedFamily(catalog, table);
}
