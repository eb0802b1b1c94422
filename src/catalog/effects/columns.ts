import type { Catalog, Table } from '../../facts/catalog.ts';
import type { ChangeOf, NewColumn, NewConstraint } from '../../facts/change.ts';
import type { Effects } from '../../facts/effects.ts';
import { noEffects } from '../../facts/effects.ts';
import type { ObjectName } from '../../facts/names.ts';
import { keyOf } from '../../facts/names.ts';
import { provenNotNull } from '../not-null-terms.ts';
import { tableOf } from '../replay/table-of.ts';
import { typeNameIn } from '../replay/types-in-columns.ts';
import { both, familyOf, locked, relatedTo, rewriting, withRows } from './combine.ts';
import type { EffectsContext } from './context.ts';
import { newIndexes } from './indexes.ts';
import { isVolatile } from './volatility.ts';

export function addColumn({ table, column }: ChangeOf<'addColumn'>, catalog: Catalog): Effects {
  const lock = locked(table, 'AccessExclusive');
  if (tableOf(catalog, table)?.columns.some((one) => one.name === column.name) === true) return lock;
  const rewritten = rewritesAs(column, catalog) ? { ...lock, ...rewriting(catalog, table) } : lock;
  const filled = column.constraints.reduce((sum, one) =>
    both(sum, columnConstraint(table, column, one, catalog)), rewritten);
  if (!column.notNull || isFilled(column, catalog)) return filled;
  return { ...filled, fails: [...filled.fails, withRows('23502', 'rows that are there have no value for the column')] };
}

/** Unlike ADD CONSTRAINT: without a default every row is null, so a reference needs no scan. */
function columnConstraint(table: ObjectName, column: NewColumn, constraint: NewConstraint, catalog: Catalog): Effects {
  switch (constraint.kind) {
    case 'foreignKey': {
      const parent = locked(constraint.references, 'ShareRowExclusive');
      return column.default === null ? parent : { ...parent, scans: [table] };
    }
    case 'check': return { ...noEffects, scans: [table] };
    case 'unique':
    case 'primaryKey': {
      const add = { ...noEffects, scans: [table] };
      const repeats = column.default !== null && !column.serial && !isVolatile(column.default);
      const builds = newIndexes(catalog, { table, constraint });
      return { ...add, builds, fails: repeats ? [withRows('23505', 'every row gets the same value')] : [] };
    }
    default: return noEffects;
  }
}

/** Where Postgres cannot keep one value for all old rows, it writes them anew. */
function rewritesAs(column: NewColumn, catalog: Catalog): boolean {
  if (column.serial || column.identity !== null || column.generated?.stored === true) return true;
  return (column.default !== null && isVolatile(column.default)) || hasCheckedDomain(column.type, catalog);
}

function hasCheckedDomain(type: string, catalog: Catalog): boolean {
  const name = typeNameIn(type);
  return name !== null && (catalog.domains.get(keyOf(name))?.checks.length ?? 0) > 0;
}

function isFilled(column: NewColumn, catalog: Catalog): boolean {
  const domain = typeNameIn(column.type);
  const domainDefault = domain === null ? null : catalog.domains.get(keyOf(domain))?.default ?? null;
  return column.serial || column.identity !== null || column.generated !== null
    || column.default !== null || domainDefault !== null;
}

export function dropColumn({ table, column }: ChangeOf<'dropColumn'>, catalog: Catalog): Effects {
  const related = relatedTo(catalog, table, (key, side) =>
    (side === 'from' ? key.columns : key.referencedColumns).includes(column.name));
  return [...familyOf(catalog, table), ...related].map((name) =>
    locked(name, 'AccessExclusive')).reduce(both, noEffects);
}

export function setNotNull(table: ObjectName, column: string, catalog: Catalog, { major }: EffectsContext): Effects {
  const lock = locked(table, 'AccessExclusive');
  const known = tableOf(catalog, table);
  if (known?.columns.some((one) => one.name === column && one.notNull) === true) return lock;
  if (known !== null && major >= 12 && isProvenNotNull(known, column)) return lock;
  return { ...lock, scans: [table], fails: [withRows('23502', 'rows that are there hold null')] };
}

/** A validated check says that it is not null, alone or joined by AND. */
function isProvenNotNull(table: Table, column: string): boolean {
  return table.constraints.some((one) => one.kind === 'check' && one.validated
    && provenNotNull(one.expression.spelling ?? one.expression.text).includes(column));
}
