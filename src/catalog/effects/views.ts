import type { Catalog, View } from '../../facts/catalog.ts';
import type { ChangeOf } from '../../facts/change.ts';
import type { Effects } from '../../facts/effects.ts';
import type { ObjectName } from '../../facts/names.ts';
import { keyOf, sameName } from '../../facts/names.ts';
import { indexesOf } from '../indexes-of.ts';
import { always, failing, locked, nameOf, rewriting } from './combine.ts';

/** A plain REFRESH writes the view anew. CONCURRENTLY compares, for which it needs an index that holds every row. */
export function refreshView({ view, concurrently }: ChangeOf<'refreshView'>, catalog: Catalog): Effects {
  const known = catalog.views.get(keyOf(view));
  const lock = locked(view, concurrently ? 'Exclusive' : 'AccessExclusive');
  if (known?.materialized === false) return failing(lock, always('42809', `${view.name} is no materialized view`));
  const indexes = indexesOf(catalog, view);
  if (!concurrently) {
    const anew = rewriting(catalog, view);
    return { ...lock, ...anew, scans: indexes.length === 0 ? [] : anew.scans };
  }
  const isKnown = indexes.some((index) => index.unique && index.where === null && index.keys.every(({ column }) => column !== null));
  const reading: Effects = { ...lock, scans: [view] };
  if (isKnown || known === undefined) return reading;
  return failing(reading, always('55000', 'it needs a unique index on columns, without WHERE'));
}

/** What the query of a view names, views resolved to the tables under them. */
export function tablesUnder(catalog: Catalog, name: ObjectName): readonly ObjectName[] {
  const view = catalog.views.get(keyOf(name));
  if (view === undefined || view.materialized) return [name];
  const read = [...catalog.tables.values(), ...catalog.views.values()].filter((one) => !sameName(one, view) && readsFrom(view, one));
  return read.flatMap((one) => (catalog.tables.has(keyOf(one)) ? [nameOf(one)] : tablesUnder(catalog, one)));
}

/** Views whose query names the relation. Where only its text is known, behind FROM or JOIN: as certain as a text can be. */
export function viewsOver(catalog: Catalog, relation: ObjectName): readonly View[] {
  return [...catalog.views.values()].filter((view) => !sameName(view, relation) && readsFrom(view, relation));
}

function readsFrom({ definition, from }: View, relation: ObjectName): boolean {
  if (from !== undefined) return from.some((one) => sameName(one, relation));
  const { schema, name } = relation;
  const sources = (definition?.text ?? '').replace(/'(?:[^']|'')*'/g, "''")
    .matchAll(/\b(?:from|join)\s+(?:only\s+)?(?:("(?:[^"]|"")+"|[\w$]+)\s*\.\s*)?("(?:[^"]|"")+"|[\w$]+)/gi);
  return [...sources].some(([, inSchema, named]) =>
    plain(named) === name && (inSchema === undefined ? schema === 'public' : plain(inSchema) === schema));
}

function plain(word: string | undefined): string {
  if (word === undefined) return '';
  return word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word.toLowerCase();
}
