import type { Catalog, ForeignKey, Table } from '../../facts/catalog.ts';
import type { ChangeOf } from '../../facts/change.ts';
import type { Effects } from '../../facts/effects.ts';
import { noEffects } from '../../facts/effects.ts';
import type { ObjectName } from '../../facts/names.ts';
import { keyOf, sameName } from '../../facts/names.ts';
import {
  always, both, failing, familyOf, foreignKeysOf, isPartitioned, lineOf, lockedAll, nameOf, rewriting,
} from './combine.ts';
import { tablesUnder } from './views.ts';

type Rows = ChangeOf<'changeRows'>;

/**
 * By their locks. Of an INSERT into a partitioned table, the partitions that get rows are locked too, which only the rows
 * tell; what triggers and rules do is not told.
 */
export function changeRows(change: Rows, catalog: Catalog): Effects {
  if (change.command === 'truncate') return truncate(change, catalog);
  const tables = change.tables.flatMap((name) => tablesUnder(catalog, name));
  const reached = tables.flatMap((table) => (reachesFamily(change) ? familyOf(catalog, table) : [table]));
  const behind = reached.flatMap((table) => changedByKeys(change, table, catalog));
  return lockedAll([...reached, ...behind], 'RowExclusive');
}

function reachesFamily({ command, only }: Rows): boolean {
  return !only && (command === 'update' || command === 'delete' || command === 'merge');
}

/** Tables whose rows go or change with those they refer to: ON DELETE and ON UPDATE other than RESTRICT and NO ACTION. */
function changedByKeys({ command, columns }: Rows, name: ObjectName, catalog: Catalog): readonly ObjectName[] {
  const acts = (key: ForeignKey): boolean => {
    if (command === 'delete') return isAction(key.onDelete);
    return command === 'update' && isAction(key.onUpdate)
      && key.referencedColumns.some((column) => columns === null || columns.includes(column));
  };
  const line = lineOf(catalog, name);
  return [...catalog.tables.values()].filter((table) => foreignKeysOf(table).some((key) =>
    line.some((one) => sameName(one, key.references)) && acts(key))).flatMap((table) => familyOf(catalog, table));
}

function isAction(action: ForeignKey['onDelete']): boolean {
  return action !== 'no action' && action !== 'restrict';
}

/** New empty files for the tables and all their indexes; foreign keys from other tables forbid it. */
function truncate({ tables, only, cascade }: Rows, catalog: Catalog): Effects {
  const named = tables.flatMap((table) => (only ? [table] : familyOf(catalog, table)));
  if (tables.some((table) => catalog.views.has(keyOf(table)))) {
    return failing(noEffects, always('42809', 'only tables can be truncated'));
  }
  if (only && tables.some((table) => isPartitioned(catalog, table))) {
    return failing(noEffects, always('42809', 'a partitioned table has no rows of its own'));
  }
  const all = cascade ? withReferrers(named, catalog) : named;
  const emptied = all.flatMap((table) => (isPartitioned(catalog, table) ? [] : [table])).map((table): Effects => (
    { ...noEffects, ...rewriting(catalog, table), scans: [] })).reduce(both, lockedAll(all, 'AccessExclusive'));
  const stopping = cascade ? [] : referrers(named, catalog);
  const [first] = stopping;
  return first === undefined ? emptied : failing(emptied, always('0A000', `${first.name} refers to it by a foreign key`));
}

function referrers(tables: readonly ObjectName[], catalog: Catalog): readonly Table[] {
  const keys = new Set(tables.flatMap((table) => lineOf(catalog, table)).map(keyOf));
  const listed = new Set(tables.map(keyOf));
  return [...catalog.tables.values()].filter((table) => !listed.has(keyOf(table))
    && foreignKeysOf(table).some(({ references }) => keys.has(keyOf(references))));
}

function withReferrers(tables: readonly ObjectName[], catalog: Catalog): readonly ObjectName[] {
  const more = referrers(tables, catalog).flatMap((table) => familyOf(catalog, nameOf(table)));
  const known = new Set(tables.map(keyOf));
  const added = more.filter((table) => !known.has(keyOf(table)));
  return added.length === 0 ? tables : withReferrers([...tables, ...added], catalog);
}
