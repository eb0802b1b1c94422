import type { Catalog, Expression } from '../../facts/catalog.ts';
import type { ChangeOf, NewColumn, NewConstraint } from '../../facts/change.ts';
import type { Effects, Failure } from '../../facts/effects.ts';
import { noEffects } from '../../facts/effects.ts';
import type { ObjectName } from '../../facts/names.ts';
import { sameName, showName } from '../../facts/names.ts';
import { tableOf } from '../replay/table-of.ts';
import { always, both, failing, filesOf, locked, lockedFamily, rewritingFamily, withRows } from './combine.ts';
import { constantFailures } from './constants.ts';
import { rowTypeUses } from './dependents.ts';
import { typeRefusal } from './foreign-keys.ts';
import { newIndexes } from './indexes.ts';
import { domainsUnder, hasConstraints, kindOfType, readTypeName } from './type-name.ts';
import { volatilityOf, type Volatility } from './volatility.ts';

/** ADD COLUMN: one value for all old rows is kept beside the table; another for each, or a domain's check, writes it anew. */
export function addColumn(change: ChangeOf<'addColumn'>, catalog: Catalog): Effects {
  const { table, column, tolerates } = change;
  const known = tableOf(catalog, table);
  if (known?.columns.some((one) => one.name === column.name) === true) {
    const lock = locked(table, 'AccessExclusive');
    return tolerates === 'duplicate' ? lock : failing(lock, always('42701', `column ${column.name} is there already`));
  }
  const files = filesOf(catalog, table);
  const filling = fillingOf(column, catalog);
  const rewritten = filling.isVolatile || hasConstraints(column.type, catalog) ? rewritingFamily(catalog, table) : noEffects;
  const constraints = column.constraints.map((one) => columnConstraint(table, column, one, catalog));
  const isRead = column.notNull && (column.generated !== null || !isFilled(column, catalog));
  const read = isRead ? { ...noEffects, scans: files } : noEffects;
  const all = [lockedFamily(catalog, table), rewritten, read, ...constraints].reduce(both, noEffects);
  const filled = filling.expression !== null || rewritten !== noEffects ? 'filled' : 'empty';
  return {
    ...failing(all, ...refusals(change, catalog, filled), ...rowFailures(column, catalog)),
    unknown: unknownOf(column, filling, catalog),
  };
}

/** What the old rows get. */
interface Filling extends Volatility {
  readonly expression: Expression | null;
}

function fillingOf(column: NewColumn, catalog: Catalog): Filling {
  const isNumbered = column.serial || column.identity !== null;
  if (isNumbered || column.generated?.stored === true) return { expression: null, isVolatile: true, unknown: [] };
  const expression = column.default ?? domainDefault(column.type, catalog);
  return { expression, ...expression === null ? { isVolatile: false, unknown: [] } : volatilityOf(expression, catalog) };
}

function domainDefault(type: string, catalog: Catalog): Expression | null {
  return domainsUnder(type, catalog).find((domain) => domain.default !== null)?.default ?? null;
}

function isFilled(column: NewColumn, catalog: Catalog): boolean {
  return column.serial || column.identity !== null || column.generated !== null
    || column.default !== null || domainDefault(column.type, catalog) !== null;
}

/** Unlike ADD CONSTRAINT: without a default every row is null, so a reference needs no scan. */
function columnConstraint(table: ObjectName, column: NewColumn, constraint: NewConstraint, catalog: Catalog): Effects {
  const files = filesOf(catalog, table);
  switch (constraint.kind) {
    case 'foreignKey': {
      const parent = sameName(constraint.references, table) ? noEffects : locked(constraint.references, 'ShareRowExclusive');
      const refused = typeRefusal(constraint, [column], catalog);
      if (refused !== null) return failing(parent, refused);
      if (!isFilled(column, catalog)) return parent;
      return failing({ ...parent, scans: files }, withRows('23503', 'the value that every row gets refers to nothing'));
    }
    case 'check': return failing({ ...noEffects, scans: files }, withRows('23514', 'the value that every row gets breaks the check'));
    case 'unique':
    case 'primaryKey': {
      const builds = newIndexes(catalog, { table, constraint });
      const differs = fillingOf(column, catalog).isVolatile || !isFilled(column, catalog);
      return failing({ ...noEffects, scans: files, builds }, ...(differs ? [] : [withRows('23505', 'every row gets the same value')]));
    }
    default: return noEffects;
  }
}

/** Errors that old rows bring about. */
function rowFailures(column: NewColumn, catalog: Catalog): readonly Failure[] {
  const isRequired = column.notNull || column.constraints.some(({ kind }) => kind === 'primaryKey');
  const isForbidden = domainsUnder(column.type, catalog).some(({ notNull }) => notNull);
  const mayBeNull = !isFilled(column, catalog) || column.generated !== null;
  return [
    ...((isRequired || isForbidden) && mayBeNull ? [withRows('23502', 'rows that are there have no value for the column')] : []),
    ...(domainsUnder(column.type, catalog).some(({ checks }) => checks.length > 0)
      ? [withRows('23514', 'the value that every row gets breaks the check of its domain')] : []),
  ];
}

/** Errors that need no rows. `filled`: old rows get a value, or are written anew. */
function refusals({ table, column }: ChangeOf<'addColumn'>, catalog: Catalog, filled: 'filled' | 'empty'): readonly Failure[] {
  const known = tableOf(catalog, table);
  const keys = column.constraints.filter(({ kind }) => kind === 'primaryKey' || kind === 'unique');
  const uses = rowTypeUses(catalog, table);
  const isVirtual = column.generated?.stored === false;
  return [
    ...(systemColumns.has(column.name) ? [always('42701', `${column.name} is a column of every table`)] : []),
    ...(known?.kind === 'partition' ? [always('42809', 'a partition has the columns of its parent')] : []),
    ...(filled === 'filled' && uses.length > 0 ? [always('0A000', `${uses.join(', ')} holds rows of ${showName(table)}`)] : []),
    ...(keys.some(({ kind }) => kind === 'primaryKey') && known?.constraints.some(({ kind }) => kind === 'primaryKey') === true
      ? [always('42P16', `${showName(table)} has a primary key already`)] : []),
    ...(isVirtual && keys.length > 0 ? [always('0A000', 'a virtual generated column takes no key')] : []),
    ...(isVirtual && kindOfType(column.type, catalog) === 'domain'
      ? [always('0A000', 'a virtual generated column cannot have a domain')] : []),
    ...(column.generated !== null && volatilityOf(column.generated.expression, catalog).isVolatile
      ? [always('42P17', 'the expression of a generated column must be immutable')] : []),
    ...(column.default === null ? [] : constantFailures(column.default, column.type, catalog)),
  ];
}

/** Columns that every table has: https://www.postgresql.org/docs/current/ddl-system-columns.html */
export const systemColumns: ReadonlySet<string> = new Set(['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid']);

function unknownOf(column: NewColumn, filling: Filling, catalog: Catalog): readonly string[] {
  const element = readTypeName(column.type).isArray;
  return [
    ...filling.unknown.map((name) => `whether ${name}() is volatile is not known`),
    ...(!element && kindOfType(column.type, catalog) === 'unknown'
      ? [`whether type ${column.type} is a domain with a check is not known`] : []),
  ];
}
