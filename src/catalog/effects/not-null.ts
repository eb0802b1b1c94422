import type { Catalog, Table } from '../../facts/catalog.ts';
import type { Effects } from '../../facts/effects.ts';
import type { ObjectName } from '../../facts/names.ts';
import { provenNotNull } from '../not-null-terms.ts';
import { columnOf, tableOf } from '../replay/table-of.ts';
import { missingColumn } from './alter-column.ts';
import { failing, filesOf, locked, lockedFamily, withRows } from './combine.ts';
import type { EffectsContext } from './context.ts';

/** SET NOT NULL reads every table of the family but those where a validated check proves it. */
export function setNotNull(table: ObjectName, column: string, catalog: Catalog, { major }: EffectsContext): Effects {
  const missing = missingColumn(catalog, table, column);
  const known = tableOf(catalog, table);
  if (missing !== null) return failing(locked(table, 'AccessExclusive'), missing);
  if (known !== null && columnOf(known, column)?.notNull === true) return locked(table, 'AccessExclusive');
  const scans = filesOf(catalog, table).filter((one) => !isProven(tableOf(catalog, one), column, major));
  const lock = lockedFamily(catalog, table);
  return scans.length === 0 ? lock : failing({ ...lock, scans }, withRows('23502', 'rows that are there hold null'));
}

/** It is so already, or a validated check says so, alone or joined by AND (from PostgreSQL 12 on). */
function isProven(table: Table | null, column: string, major: number): boolean {
  if (table === null) return false;
  if (columnOf(table, column)?.notNull === true) return true;
  return major >= 12 && table.constraints.some((one) => one.kind === 'check' && one.validated
    && provenNotNull(one.expression.spelling ?? one.expression.text).includes(column));
}
