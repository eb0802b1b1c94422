import type { Catalog } from '../../facts/catalog.ts';
import type { ChangeOf } from '../../facts/change.ts';
import type { Effects } from '../../facts/effects.ts';
import { noEffects } from '../../facts/effects.ts';
import { both, familyOf, locked, relatedTo } from './combine.ts';

/** Foreign keys on the column are made again, which locks the tables at their other end. */
export function setColumnType({ table, column }: ChangeOf<'setColumnType'>, catalog: Catalog): Effects {
  const related = relatedTo(catalog, table, (key, side) =>
    (side === 'from' ? key.columns : key.referencedColumns).includes(column.name));
  return [...familyOf(catalog, table), ...related].map((name) =>
    locked(name, 'AccessExclusive')).reduce(both, noEffects);
}
