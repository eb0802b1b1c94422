import type { Catalog, Trigger } from '../../facts/catalog.ts';
import type { ChangeOf } from '../../facts/change.ts';
import type { Effects } from '../../facts/effects.ts';
import { noEffects } from '../../facts/effects.ts';
import type { ObjectName } from '../../facts/names.ts';
import { memberKey, sameName } from '../../facts/names.ts';
import { tableOf } from '../replay/table-of.ts';
import { both, familyOf, foreignKeysOf, isPartitioned, lockedAll, referrersOf } from './combine.ts';
import type { EffectsContext } from './context.ts';
import { isTable } from './tables.ts';

export function createTrigger({ table, trigger }: ChangeOf<'createTrigger'>, catalog: Catalog): Effects {
  return isTable(catalog, table) ? lockedAll(reachOf(table, [trigger], catalog), 'ShareRowExclusive') : noEffects;
}

/** IF EXISTS of one that is not there locks nothing. */
export function dropTrigger({ table, trigger, tolerates }: ChangeOf<'dropTrigger'>, catalog: Catalog): Effects {
  const found = catalog.triggers.get(memberKey(table, trigger.name));
  if ((tolerates === 'missing' && found === undefined) || !isTable(catalog, table)) return noEffects;
  return lockedAll(reachOf(table, found === undefined ? [] : [found], catalog), 'AccessExclusive');
}

/** The copies on partitions are renamed with it since PostgreSQL 15. */
export function renameTrigger({ table, trigger }: ChangeOf<'renameTrigger'>, catalog: Catalog, { major }: EffectsContext): Effects {
  const found = major < 15 ? undefined : catalog.triggers.get(memberKey(table, trigger.name));
  return isTable(catalog, table) ? lockedAll(reachOf(table, found === undefined ? [] : [found], catalog), 'AccessExclusive') : noEffects;
}

/** One, or every trigger of the table; ALL means those of its foreign keys as well, which a partitioned table has since 15. */
export function enableTrigger(
  { table, trigger, ofConstraints }: ChangeOf<'enableTrigger'>, catalog: Catalog, { major }: EffectsContext,
): Effects {
  const meant = [...catalog.triggers.values()].filter((one) => sameName(one.table, table) && (trigger === null || one.name === trigger));
  const hasKeys = major >= 15 && ofConstraints && (foreignKeysOf(tableOf(catalog, table)).length > 0 || referrersOf(catalog, table).length > 0);
  const reached = hasKeys && isPartitioned(catalog, table) ? familyOf(catalog, table) : reachOf(table, meant, catalog);
  return lockedAll(reached, 'ShareRowExclusive');
}

/** Triggers for each row are copied to every partition, but not to tables that inherit. */
function reachOf(table: ObjectName, triggers: readonly Trigger[], catalog: Catalog): readonly ObjectName[] {
  const isCopied = isPartitioned(catalog, table) && triggers.some(({ forEach }) => forEach !== 'statement');
  return isCopied ? familyOf(catalog, table) : [table];
}

export function dropPolicy({ table, policy, tolerates }: ChangeOf<'dropPolicy'>, catalog: Catalog): Effects {
  const isAbsent = tolerates === 'missing' && !catalog.policies.has(memberKey(table, policy.name));
  return isAbsent ? noEffects : lockedAll([table], 'AccessExclusive');
}

/** The tables that its actions change are locked as by those. */
export function createRule({ table, writes }: ChangeOf<'createRule'>, catalog: Catalog): Effects {
  return both(lockedAll(isTable(catalog, table) ? [table] : [], 'AccessExclusive'), lockedAll(writes, 'RowExclusive'));
}
