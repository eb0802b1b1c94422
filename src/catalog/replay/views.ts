import type { Catalog, ColumnRead, Table, View } from '../../facts/catalog.ts';
import type { ObjectName } from '../../facts/names.ts';
import { keyOf, sameName } from '../../facts/names.ts';
import { mapped, withEntry, without, withoutKey } from './entries.ts';
import { mentionsName } from './expression-text.ts';
import { isRelationTaken, isTypeInTheWay } from './generated-names.ts';
import { withoutIndexes } from './indexes.ts';
import type { Replayed } from './replayed.ts';
import { done, duplicate, unknown } from './replayed.ts';
import { columnOf, tableOf } from './table-of.ts';

export function createView(catalog: Catalog, made: View, mode: 'replace' | 'new'): Replayed {
  const view = withReadsFound(catalog, made);
  const there = catalog.views.get(keyOf(view));
  if (there !== undefined && mode === 'replace' && !there.materialized) return done(withView(catalog, view));
  if (isRelationTaken(catalog, view.schema, view.name)) return duplicate(catalog, 'relation', view);
  if (isTypeInTheWay(catalog, view)) return duplicate(catalog, 'type', view);
  return done(withView(catalog, view));
}

/** As Postgres resolves them when the view is made: a column of the tables that have it, and for `*` all there are now. */
function withReadsFound(catalog: Catalog, view: View): View {
  return view.reads === undefined ? view : { ...view, reads: view.reads.flatMap((read) => found(catalog, read)) };
}

function found(catalog: Catalog, { tables, column }: ColumnRead): readonly ColumnRead[] {
  if (column !== null) {
    const having = tables.filter((name) => mayHave(tableOf(catalog, name), column));
    return having.length === 0 ? [] : [{ tables: having, column }];
  }
  return tables.flatMap((name): readonly ColumnRead[] => {
    const table = tableOf(catalog, name);
    if (table === null || table.partial) return [{ tables: [name], column }];
    return table.columns.map((one) => ({ tables: [name], column: one.name }));
  });
}

function mayHave(table: Table | null, column: string): boolean {
  return table === null || table.partial || columnOf(table, column) !== null;
}

/** The views after a column of a table got another name. */
export function withReadColumnRenamed(views: Catalog['views'], table: ObjectName, from: string, to: string): Catalog['views'] {
  return mapped(views, (view) => {
    if (view.reads?.some((read) => readsColumn(read, table, from)) !== true) return view;
    return { ...view, reads: view.reads.map((read) => (readsColumn(read, table, from) ? { ...read, column: to } : read)) };
  }, keyOf);
}

function readsColumn({ tables, column }: ColumnRead, table: ObjectName, name: string): boolean {
  return column === name && tables.some((one) => sameName(one, table));
}

/** DROP VIEW or DROP MATERIALIZED VIEW, with its indexes and triggers. */
export function dropView(catalog: Catalog, name: ObjectName, reach: 'cascade' | 'restrict'): Replayed {
  const view = catalog.views.get(keyOf(name));
  if (view === undefined) return unknown(catalog, 'relation', name);
  const freed = reach === 'cascade' ? withoutViewsOf(catalog, view, null) : catalog;
  return done(withoutView(freed, view));
}

/**
 * Without the views that read a relation, or one column of it, and those over them. Where it is not known what a view
 * reads, the names in its text tell, so this is for DROP … CASCADE only.
 */
export function withoutViewsOf(catalog: Catalog, relation: ObjectName, column: string | null): Catalog {
  const readers = [...catalog.views.values()].filter((view) =>
    !sameName(view, relation) && reads(view, relation, column));
  return readers.reduce((now, view) => withoutViewsOf(withoutView(now, view), view, null), catalog);
}

function withoutView(catalog: Catalog, view: View): Catalog {
  const views = withoutKey(catalog.views, keyOf(view));
  const triggers = without(catalog.triggers, (trigger) => sameName(trigger.table, view));
  return withoutIndexes({ ...catalog, views, triggers }, (index) => sameName(index.table, view));
}

function reads(view: View, relation: ObjectName, column: string | null): boolean {
  if (view.reads !== undefined && column !== null) {
    return view.reads.some((read) => (read.column === null || read.column === column)
      && read.tables.some((one) => sameName(one, relation)));
  }
  if (view.from !== undefined && column === null) return view.from.some((one) => sameName(one, relation));
  const text = view.definition?.text;
  if (text === undefined || !mentionsName(text, relation.name)) return false;
  return column === null || mentionsName(text, column) || text.includes('*');
}

function withView(catalog: Catalog, view: View): Catalog {
  return { ...catalog, views: withEntry(catalog.views, keyOf(view), view) };
}
