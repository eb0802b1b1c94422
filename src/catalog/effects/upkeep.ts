import type { Catalog } from '../../facts/catalog.ts';
import type { ChangeOf } from '../../facts/change.ts';
import type { Effects } from '../../facts/effects.ts';
import { noEffects } from '../../facts/effects.ts';
import { keyOf } from '../../facts/names.ts';
import { always, failing, familyOf, heirsOf, indexLocked, isPartitioned, locked, lockedAll, nameOf, rewriting } from './combine.ts';
import type { EffectsContext } from './context.ts';
import { tableOfIndex } from './indexes.ts';
import { isTable } from './tables.ts';
import { tablesUnder } from './views.ts';

/** LOCK TABLE reaches partitions and children, unless ONLY is said; of a view, the tables under it. */
export function lockTable({ tables, mode, only }: ChangeOf<'lockTable'>, catalog: Catalog): Effects {
  const under = tables.flatMap((table) => tablesUnder(catalog, table));
  const reached = lockedAll(only ? under : under.flatMap((table) => familyOf(catalog, table)), mode);
  const refused = tables.find((table) => catalog.views.get(keyOf(table))?.materialized === true);
  return refused === undefined ? reached : failing(reached, always('42809', `${refused.name} is a materialized view`));
}

/** Without a table it is every table that was clustered before, which no catalog tells. */
export function cluster({ table, index }: ChangeOf<'cluster'>, catalog: Catalog, { major }: EffectsContext): Effects {
  if (table === null) return { ...noEffects, unknown: ['which tables were clustered before'] };
  const effects: Effects = { ...locked(table, 'AccessExclusive'), ...rewriting(catalog, table) };
  if (major < 15 && isPartitioned(catalog, table)) return failing(effects, always('0A000', 'a partitioned table cannot be clustered'));
  const method = index === null ? undefined : catalog.indexes.get(keyOf({ schema: table.schema, name: index }))?.method;
  if (method === undefined || method === 'btree' || method === 'gist') return effects;
  return failing(effects, always('0A000', `an index of method ${method} has no order`));
}

/** A comment on a part of a table, other than a column, leaves the table alone. */
export function comment({ on, name }: ChangeOf<'comment'>, catalog: Catalog): Effects {
  if (on === 'member' || on === 'other') return noEffects;
  const table = tableOfIndex(catalog, name);
  if (table !== null) return indexLocked(name, table, 'ShareUpdateExclusive');
  return isTable(catalog, name) ? locked(name, 'ShareUpdateExclusive') : noEffects;
}

/** Tables that inherit are published with their parent; partitions are not locked for it. */
export function publish({ tables }: ChangeOf<'publish'>, catalog: Catalog): Effects {
  const heirs = tables.flatMap((table) => heirsOf(catalog, table).map(nameOf));
  return lockedAll([...tables, ...heirs], 'ShareUpdateExclusive');
}
