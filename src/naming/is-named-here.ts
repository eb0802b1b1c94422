import type { Catalog } from '../facts/catalog.ts';
import { keyOf } from '../facts/names.ts';
import type { NamedThing } from './named-things.ts';
import { isNamedHere } from './table-prefixes.ts';

/** Has somebody of the project chosen the name? Of a table, and of what it has, that a library asks for: no. */
export function isThingNamedHere({ kind, owner, origin }: NamedThing, catalog: Catalog): boolean {
  if (origin === null || kind === 'partition') return false;
  const table = owner === null ? undefined : catalog.tables.get(keyOf(owner));
  return table === undefined || isNamedHere(table, catalog);
}
