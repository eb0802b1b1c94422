import type { Catalog, View } from '../../facts/catalog.ts';
import type { ObjectName } from '../../facts/names.ts';
import { keyOf, sameName } from '../../facts/names.ts';
import { withEntry, without, withoutKey } from './entries.ts';
import { mentionsName } from './expression-text.ts';
import { isRelationTaken } from './generated-names.ts';
import { withoutIndexes } from './indexes.ts';
import type { Replayed } from './replayed.ts';
import { done, duplicate, unknown } from './replayed.ts';

export function createView(catalog: Catalog, view: View, mode: 'replace' | 'new'): Replayed {
  const there = catalog.views.get(keyOf(view));
  if (there !== undefined && mode === 'replace' && !there.materialized) return done(withView(catalog, view));
  if (isRelationTaken(catalog, view.schema, view.name)) return duplicate(catalog, 'relation', view);
  return done(withView(catalog, view));
}

/** DROP VIEW or DROP MATERIALIZED VIEW, with its indexes and triggers. */
export function dropView(catalog: Catalog, name: ObjectName, reach: 'cascade' | 'restrict'): Replayed {
  const view = catalog.views.get(keyOf(name));
  if (view === undefined) return unknown(catalog, 'relation', name);
  const freed = reach === 'cascade' ? withoutViewsOf(catalog, view, null) : catalog;
  return done(withoutView(freed, view));
}

/**
 * Without the views that read a relation, or one column of it, and those over them. What a view reads is told by the
 * names in its text, so this is for DROP … CASCADE only, where Postgres would have refused a view that does not.
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
  const text = view.definition?.text;
  if (text === undefined || !mentionsName(text, relation.name)) return false;
  return column === null || mentionsName(text, column) || text.includes('*');
}

function withView(catalog: Catalog, view: View): Catalog {
  return { ...catalog, views: withEntry(catalog.views, keyOf(view), view) };
}
