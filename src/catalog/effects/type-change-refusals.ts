import type { Catalog, Column } from '../../facts/catalog.ts';
import type { ChangeOf } from '../../facts/change.ts';
import type { Effects, Failure } from '../../facts/effects.ts';
import { sameName, showName, type ObjectName } from '../../facts/names.ts';
import { tableOf } from '../replay/table-of.ts';
import { keyTypes } from '../key-types.ts';
import { sameType } from '../replay/types-in-columns.ts';
import { knownColumn } from './alter-column.ts';
import { castsAlone } from './casts.ts';
import { always } from './combine.ts';
import type { EffectsContext } from './context.ts';
import { dependentsOf, rowTypeUses } from './dependents.ts';
import { partitionFailures } from './drop-column.ts';
import { indexesOn, isIndexable } from './type-indexes.ts';
import { kindOfType } from './type-name.ts';

type Refusals = Pick<Effects, 'fails' | 'unknown'>;

/** Errors of ALTER COLUMN … TYPE that need no rows, and what could not be told. */
export function typeChangeRefusals(
  change: ChangeOf<'setColumnType'>, column: Column, catalog: Catalog, { major }: EffectsContext,
): Refusals {
  const { table, type } = change;
  const { views, generated, policies, triggers, perhaps } = dependentsOf(catalog, table, column.name);
  const uses = rowTypeUses(catalog, table);
  const needing = [
    ...views.map((name) => `view ${name} reads it`), ...policies.map((name) => `policy ${name} reads it`),
    ...triggers.map((name) => `trigger ${name} names it`), ...uses.map((name) => `${name} holds rows of ${showName(table)}`),
  ];
  const fails = [
    ...castRefusals(change, column, catalog),
    ...needing.map((reason) => always('0A000', reason)),
    ...generated.map((name) => always(major >= 15 ? '0A000' : '42601', `generated column ${name} is made of it`)),
    ...partitionFailures(tableOf(catalog, table), column.name),
    ...(column.identity !== null && !['smallint', 'integer', 'bigint'].includes(type)
      ? [always('22023', 'an identity column is a whole number')] : []),
    ...keyRefusals(table, column.name, type, catalog),
    ...indexesOn(catalog, table, column.name).filter(({ method, keys }) =>
      keys.some((key) => key.column === column.name && key.operatorClass === null)
      && !isIndexable(method, type, catalog)).map(({ name }) => always('42704', `index ${name} cannot hold ${type}`)),
  ];
  const isUnknown = kindOfType(type, catalog) === 'unknown';
  return { fails, unknown: [...perhaps, ...(isUnknown ? [`type ${type} is not known`] : [])] };
}

/** Without USING the column's values, and always its default, must fit by themselves. */
function castRefusals({ using, type }: ChangeOf<'setColumnType'>, column: Column, catalog: Catalog): readonly Failure[] {
  const alone = using === null && castsAlone(column.type, type, catalog, 'assignment') === 'no'
    ? [always('42804', `${column.type} does not turn into ${type} by itself: USING is missing`)] : [];
  const isDefault = column.default !== null && column.generated === null && !/^null\b/i.test(column.default.text)
    && !isCastTo(column.default.text, type);
  const withDefault = isDefault && castsAlone(column.type, type, catalog, 'assignment') === 'no'
    ? [always('42804', `the default of ${column.name} does not turn into ${type} by itself`)] : [];
  return [...alone, ...withDefault];
}

/** A default is stored with the type it was written as: `'draft'::book_state` of a text column is one of the enum. */
function isCastTo(text: string, type: string): boolean {
  const written = /::\s*((?:"(?:[^"]|"")+"|[^:"'()])+(?:\([\d, ]+\))?(?:\[\])*)$/.exec(text)?.[1]?.trim();
  if (written === undefined) return false;
  return sameType(written, type) || sameType(`public.${written}`, type);
}

/** A foreign key needs an operator between both columns: of one family, or after the one has turned into the other by itself. */
function keyRefusals(table: ObjectName, column: string, type: string, catalog: Catalog): readonly Failure[] {
  return [...catalog.tables.values()].flatMap((one) => one.constraints.flatMap((key): readonly Failure[] => {
    if (key.kind !== 'foreignKey') return [];
    return key.columns.flatMap((from, index) => {
      const to = key.referencedColumns[index] ?? '';
      const isOwn = sameName(one, table) && from === column;
      const isTarget = sameName(key.references, table) && to === column;
      if (!isOwn && !isTarget) return [];
      const referring = isOwn ? type : knownColumn(catalog, one, from)?.type;
      const referred = isTarget ? type : knownColumn(catalog, key.references, to)?.type;
      if (referring === undefined || referred === undefined || keyTypes(referring, referred, catalog) !== 'refused') return [];
      return [always('42804', `foreign key ${key.name} cannot compare ${referring} with ${referred}`)];
    });
  }));
}
