import type { Catalog } from '../../facts/catalog.ts';
import type { ChangeOf } from '../../facts/change.ts';
import type { Effects } from '../../facts/effects.ts';
import { noEffects } from '../../facts/effects.ts';
import { indexLocked, locked } from './combine.ts';
import type { EffectsContext } from './context.ts';
import { tableOfIndex } from './indexes.ts';
import { isKnown, isTable } from './tables.ts';

/** ALTER INDEX … RENAME takes less since PostgreSQL 12; ALTER TABLE may name an index too, and does not. */
export function renameRelation(
  { relation, name, tolerates }: ChangeOf<'renameRelation'>, catalog: Catalog, { major }: EffectsContext,
): Effects {
  const table = tableOfIndex(catalog, name);
  if (table !== null) {
    return indexLocked(name, table, relation === 'index' && major >= 12 ? 'ShareUpdateExclusive' : 'AccessExclusive');
  }
  const isAbsent = tolerates === 'missing' && !isKnown(catalog, name);
  return relation === 'index' || isAbsent || !isTable(catalog, name) ? noEffects : locked(name, 'AccessExclusive');
}

/** Its indexes and sequences move without a lock of their own. */
export function setRelationSchema({ name, tolerates }: ChangeOf<'setRelationSchema'>, catalog: Catalog): Effects {
  const isAbsent = tolerates === 'missing' && !isKnown(catalog, name);
  return isAbsent || !isTable(catalog, name) ? noEffects : locked(name, 'AccessExclusive');
}
