import type { Catalog } from '../../facts/catalog.ts';
import type { ChangeOf } from '../../facts/change.ts';
import type { Identifier, ObjectName } from '../../facts/names.ts';
import { keyOf, sameName } from '../../facts/names.ts';
import { renameConstraint } from './constraints.ts';
import { isRelationTaken, tableOfConstraintIndex } from './generated-names.ts';
import { dropIndex } from './indexes.ts';
import { renameOne, renameWhere, renamed } from './renaming.ts';
import type { Replayed } from './replayed.ts';
import { done, duplicate, unknown } from './replayed.ts';
import { dropSequence } from './sequences.ts';
import { nameOf, tableOf } from './table-of.ts';
import { dropTable } from './tables.ts';
import { dropView } from './views.ts';

export function dropRelation(catalog: Catalog, { relation, name, cascade }: ChangeOf<'dropRelation'>): Replayed {
  const reach = cascade ? 'cascade' : 'restrict';
  switch (relation) {
    case 'table': return dropTable(catalog, name, reach);
    case 'index': return dropIndex(catalog, name);
    case 'sequence': return dropSequence(catalog, name, reach);
    case 'view':
    case 'materializedView': return dropView(catalog, name, reach);
    default: return relation satisfies never;
  }
}

/** ALTER … RENAME TO, of whatever relation has the name: ALTER TABLE takes views and indexes too. */
export function renameRelation(catalog: Catalog, { name: asked, to }: ChangeOf<'renameRelation'>): Replayed {
  const name = relationNamed(catalog, asked);
  if (name === null) return renameConstraintIndex(catalog, asked, to);
  const next: ObjectName = { schema: name.schema, name: to.name, written: to.written };
  if (sameName(name, next)) return done(catalog);
  if (isRelationTaken(catalog, next.schema, next.name)) return duplicate(catalog, 'relation', next);
  return done(renamed(catalog, renameOne('relation', name, next)));
}

/** ALTER … SET SCHEMA: a table takes its indexes, constraints and owned sequences along. */
export function setRelationSchema(catalog: Catalog, { name: asked, to }: ChangeOf<'setRelationSchema'>): Replayed {
  const name = relationNamed(catalog, asked);
  if (name === null) return unknown(catalog, 'relation', asked);
  if (name.schema === to) return done(catalog);
  if (isRelationTaken(catalog, to, name.name)) return duplicate(catalog, 'relation', { ...name, schema: to });
  const moving = new Set([keyOf(name), ...belongings(catalog, name)]);
  return done(renamed(catalog, renameWhere('relation', (one) =>
    moving.has(keyOf(one)), (one) => ({ ...one, schema: to }))));
}

/** Keys of the indexes on a table or materialized view, and of the sequences it owns. */
function belongings(catalog: Catalog, table: ObjectName): readonly string[] {
  const indexes = [...catalog.indexes.values()].filter((index) => sameName(index.table, table));
  const owned = [...catalog.sequences.values()].filter((one) =>
    one.ownedBy !== null && sameName(one.ownedBy.table, table));
  return [...indexes, ...owned].map(keyOf);
}

function relationNamed(catalog: Catalog, name: ObjectName): ObjectName | null {
  const table = tableOf(catalog, name);
  if (table !== null) return nameOf(table);
  const key = keyOf(name);
  return catalog.indexes.has(key) || catalog.views.has(key) || catalog.sequences.has(key) ? nameOf(name) : null;
}

/** The index of a key has the constraint's name: one does not change without the other. */
function renameConstraintIndex(catalog: Catalog, index: ObjectName, to: Identifier): Replayed {
  const table = tableOfConstraintIndex(catalog, index.schema, index.name);
  return table === null ? unknown(catalog, 'relation', index) : renameConstraint(catalog, table, index.name, to);
}
