import type { Catalog } from '../../facts/catalog.ts';
import type { Identifier, ObjectName } from '../../facts/names.ts';
import { withEntry, without, withoutKey } from './entries.ts';
import { renameSchemaOf, renamed } from './renaming.ts';
import type { Replayed } from './replayed.ts';
import { done, duplicate, unknown } from './replayed.ts';
import { dropRoutine } from './routines.ts';
import { dropSequence } from './sequences.ts';
import { dropTable } from './tables.ts';
import { dropType } from './types.ts';
import { dropView } from './views.ts';
import type { Origin } from '../../text/span.ts';

export function createSchema(catalog: Catalog, name: string, origin: Origin): Replayed {
  if (catalog.schemas.has(name)) return duplicate(catalog, 'schema', name);
  return done({ ...catalog, schemas: withEntry(catalog.schemas, name, { name, origin }) });
}

/** DROP SCHEMA; with CASCADE everything in it, and what elsewhere needs it. */
export function dropSchema(catalog: Catalog, name: string, reach: 'cascade' | 'restrict'): Replayed {
  if (!catalog.schemas.has(name)) return unknown(catalog, 'schema', name);
  const emptied = reach === 'cascade' ? withoutContents(catalog, name) : catalog;
  return done({ ...emptied, schemas: withoutKey(emptied.schemas, name) });
}

/** ALTER SCHEMA … RENAME TO: everything in it has another full name. */
export function renameSchema(catalog: Catalog, from: string, to: Identifier): Replayed {
  const schema = catalog.schemas.get(from);
  if (schema === undefined) return unknown(catalog, 'schema', from);
  if (catalog.schemas.has(to.name)) return duplicate(catalog, 'schema', to.name);
  const schemas = withEntry(withoutKey(catalog.schemas, from), to.name, { ...schema, name: to.name });
  const extensions = new Map([...catalog.extensions].map(([key, one]) =>
    [key, one.schema === from ? { ...one, schema: to.name } : one]));
  return done(renamed({ ...catalog, schemas, extensions }, renameSchemaOf(from, to.name)));
}

function withoutContents(catalog: Catalog, schema: string): Catalog {
  const inside = <Value extends ObjectName>(entries: ReadonlyMap<string, Value>): readonly Value[] =>
    [...entries.values()].filter((one) => one.schema === schema);
  let now = catalog;
  for (const view of inside(now.views)) now = dropView(now, view, 'cascade').catalog;
  for (const table of inside(now.tables)) now = dropTable(now, table, 'cascade').catalog;
  for (const sequence of inside(now.sequences)) now = dropSequence(now, sequence, 'cascade').catalog;
  for (const type of [...inside(now.enums), ...inside(now.compositeTypes), ...inside(now.domains)]) {
    now = dropType(now, type, 'cascade').catalog;
  }
  for (const routine of inside(now.routines)) now = dropRoutine(now, routine, routine.argumentTypes, 'cascade').catalog;
  return { ...now, extensions: without(now.extensions, (extension) => extension.schema === schema) };
}
