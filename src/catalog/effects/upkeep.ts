import type { Catalog } from '../../facts/catalog.ts';
import type { ChangeOf } from '../../facts/change.ts';
import type { Effects } from '../../facts/effects.ts';
import { noEffects } from '../../facts/effects.ts';
import { both, familyOf, locked, rewriting } from './combine.ts';
import { isTable } from './tables.ts';

/** LOCK TABLE reaches partitions and children, unless ONLY is said; of a view, the tables under it. */
export function lockTable({ tables, mode, only }: ChangeOf<'lockTable'>, catalog: Catalog): Effects {
  return tables.flatMap((table) => (only ? [table] : familyOf(catalog, table)))
    .map((table) => locked(table, mode)).reduce(both, noEffects);
}

/** Without a table it is every table that was clustered before, which no catalog tells. */
export function cluster({ table }: ChangeOf<'cluster'>, catalog: Catalog): Effects {
  if (table === null) return { ...noEffects, unknown: ['which tables were clustered before'] };
  return { ...locked(table, 'AccessExclusive'), ...rewriting(catalog, table) };
}

/** A comment on a part of a table, other than a column, leaves the table alone. */
export function comment({ on, name }: ChangeOf<'comment'>, catalog: Catalog): Effects {
  const isPart = on === 'member' || on === 'other';
  return isPart || !isTable(catalog, name) ? noEffects : locked(name, 'ShareUpdateExclusive');
}
