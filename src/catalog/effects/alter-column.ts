import type { Catalog, Column } from '../../facts/catalog.ts';
import type { ChangeOf } from '../../facts/change.ts';
import type { Effects, Failure } from '../../facts/effects.ts';
import { keyOf, sameName, showName, type ObjectName } from '../../facts/names.ts';
import { columnOf, tableOf } from '../replay/table-of.ts';
import { always, both, failing, locked, lockedFamily, rewritingFamily } from './combine.ts';
import { systemColumns } from './columns.ts';
import { constantFailures } from './constants.ts';
import type { EffectsContext } from './context.ts';

type Alteration = ChangeOf<
  'setDefault' | 'dropDefault' | 'dropNotNull' | 'addIdentity' | 'setIdentity' | 'dropIdentity' | 'dropExpression'
  | 'setExpression' | 'renameColumn'>;

/** ALTER COLUMN where only SET EXPRESSION touches rows; and RENAME COLUMN. The lock reaches partitions. */
export function alterColumn(change: Alteration, catalog: Catalog, { major }: EffectsContext): Effects {
  const { table, column: { name } } = change;
  if (catalog.views.has(keyOf(table))) return lockedFamily(catalog, table);
  const missing = missingColumn(catalog, table, name);
  if (missing !== null) return failing(locked(table, 'AccessExclusive'), ...(change.tolerates === 'missing' ? [] : [missing]));
  const column = knownColumn(catalog, table, name);
  const locks = failing(lockedFamily(catalog, table), ...refusals(change, column, catalog));
  if (change.kind !== 'setExpression' || column?.generated?.stored === false || major < 17) return locks;
  return column?.generated === null ? locks : both(locks, rewritingFamily(catalog, table));
}

/** The error where a table certainly has no such column. */
export function missingColumn(catalog: Catalog, table: ObjectName, column: string): Failure | null {
  const known = tableOf(catalog, table);
  if (known === null || known.partial || columnOf(known, column) !== null || systemColumns.has(column)) return null;
  return always('42703', `${showName(table)} has no column ${column}`);
}

export function knownColumn(catalog: Catalog, table: ObjectName, column: string): Column | null {
  const known = tableOf(catalog, table);
  return known === null ? null : columnOf(known, column);
}

function refusals(change: Alteration, column: Column | null, catalog: Catalog): readonly Failure[] {
  if (column === null) return [];
  const name = `column ${column.name}`;
  switch (change.kind) {
    case 'setDefault': return [...noDefaultOf(column), ...constantFailures(change.default, column.type, catalog)];
    case 'dropDefault': return noDefaultOf(column);
    case 'dropNotNull': return notNullKept(change.table, column, catalog);
    case 'addIdentity': {
      if (column.identity !== null) return [always('55000', `${name} is an identity column already`)];
      if (!column.notNull) return [always('55000', `${name} is not NOT NULL`)];
      return column.default === null ? [] : [always('55000', `${name} has a default`)];
    }
    case 'setIdentity':
    case 'dropIdentity':
      return column.identity !== null || change.tolerates === 'missing' ? [] : [always('55000', `${name} is no identity column`)];
    case 'dropExpression': {
      if (column.generated === null) return change.tolerates === 'missing' ? [] : [always('55000', `${name} is not generated`)];
      return column.generated.stored ? [] : [always('0A000', `${name} is virtual: its expression stays`)];
    }
    case 'setExpression': {
      if (column.generated === null) return [always('55000', `${name} is not generated`)];
      const hasChecks = tableOf(catalog, change.table)?.constraints.some(({ kind }) => kind === 'check') === true;
      return column.generated.stored || !hasChecks ? [] : [always('0A000', `${name} is virtual, and the table has checks`)];
    }
    case 'renameColumn': return renameRefused(change, catalog);
    default: return change satisfies never;
  }
}

function noDefaultOf({ name, identity, generated }: Column): readonly Failure[] {
  if (identity !== null) return [always('42601', `column ${name} is an identity column`)];
  return generated === null ? [] : [always('42601', `column ${name} is generated`)];
}

/** A primary key, an identity and the partitioned parent keep it. */
function notNullKept(table: ObjectName, { name, identity }: Column, catalog: Catalog): readonly Failure[] {
  const known = tableOf(catalog, table);
  if (identity !== null) return [always('42601', `column ${name} is an identity column`)];
  if (known?.constraints.some((one) => one.kind === 'primaryKey' && one.columns.includes(name)) === true) {
    return [always('42P16', `column ${name} is in the primary key`)];
  }
  const parent = known?.partitionOf == null ? null : knownColumn(catalog, known.partitionOf, name);
  return parent?.notNull === true ? [always('42P16', `column ${name} is NOT NULL in the partitioned table`)] : [];
}

function renameRefused({ table, column, to }: ChangeOf<'renameColumn'>, catalog: Catalog): readonly Failure[] {
  if (knownColumn(catalog, table, to.name) !== null) return [always('42701', `${showName(table)} has a column ${to.name} already`)];
  const parent = tableOf(catalog, table)?.partitionOf;
  return parent != null && !sameName(parent, table)
    ? [always('42P16', `column ${column.name} is inherited from the partitioned table`)] : [];
}
