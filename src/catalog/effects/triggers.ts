import type { Catalog } from '../../facts/catalog.ts';
import type { ChangeOf } from '../../facts/change.ts';
import type { Effects } from '../../facts/effects.ts';
import { noEffects } from '../../facts/effects.ts';
import { memberKey } from '../../facts/names.ts';
import { tableOf } from '../replay/table-of.ts';
import { both, familyOf, lockedAll } from './combine.ts';
import { isTable } from './tables.ts';

/** Triggers for each row are made on every partition, but not on tables that inherit. */
export function createTrigger({ table, forEach }: ChangeOf<'createTrigger'>, catalog: Catalog): Effects {
  if (!isTable(catalog, table)) return noEffects;
  const isCut = tableOf(catalog, table)?.kind === 'partitioned';
  return lockedAll(forEach === 'row' && isCut ? familyOf(catalog, table) : [table], 'ShareRowExclusive');
}

/** Of a partitioned table with its copies. IF EXISTS of one that is not there locks nothing. */
export function dropTrigger({ table, trigger, tolerates }: ChangeOf<'dropTrigger'>, catalog: Catalog): Effects {
  const isAbsent = tolerates === 'missing' && !catalog.triggers.has(memberKey(table, trigger.name));
  if (isAbsent || !isTable(catalog, table)) return noEffects;
  const isCut = tableOf(catalog, table)?.kind === 'partitioned';
  return lockedAll(isCut ? familyOf(catalog, table) : [table], 'AccessExclusive');
}

export function dropPolicy({ table, policy, tolerates }: ChangeOf<'dropPolicy'>, catalog: Catalog): Effects {
  const isAbsent = tolerates === 'missing' && !catalog.policies.has(memberKey(table, policy.name));
  return isAbsent ? noEffects : lockedAll([table], 'AccessExclusive');
}

/** The tables that its actions change are locked as by those. */
export function createRule({ table, writes }: ChangeOf<'createRule'>, catalog: Catalog): Effects {
  return both(lockedAll(isTable(catalog, table) ? [table] : [], 'AccessExclusive'), lockedAll(writes, 'RowExclusive'));
}
