import type { Catalog } from '../../facts/catalog.ts';
import type { ObjectName } from '../../facts/names.ts';
import { showName } from '../../facts/names.ts';

/** What a change may name. `relation`: table, view, index or sequence, which share their names. */
export type NamedKind =
  | 'schema' | 'relation' | 'column' | 'constraint' | 'type' | 'enumValue' | 'routine' | 'trigger' | 'policy'
  | 'extension';

/** Something a change names. */
export interface Named {
  readonly kind: NamedKind;
  /** As people say it: `library.book`, or `isbn` of a table. */
  readonly name: string;
  /** The table of a column, constraint, trigger or policy; the type of an enum value. */
  readonly owner: ObjectName | null;
}

/** A catalog after a change, and what of the change did not fit the catalog before it. */
export interface Replayed {
  readonly catalog: Catalog;
  /** Named by the change, but not there. */
  readonly unknown: readonly Named[];
  /** To be made by the change, but already there: the change is skipped. */
  readonly duplicate: readonly Named[];
}

export function done(catalog: Catalog): Replayed {
  return { catalog, unknown: [], duplicate: [] };
}

export function unknown(
  catalog: Catalog, kind: NamedKind, name: ObjectName | string, owner: ObjectName | null = null,
): Replayed {
  return { catalog, unknown: [named(kind, name, owner)], duplicate: [] };
}

export function duplicate(
  catalog: Catalog, kind: NamedKind, name: ObjectName | string, owner: ObjectName | null = null,
): Replayed {
  return { catalog, unknown: [], duplicate: [named(kind, name, owner)] };
}

/**
 * The second step on the catalog of the first; what did not fit in either. Not `then`: import() would take the module
 * for a promise.
 */
export function andThen(first: Replayed, next: (catalog: Catalog) => Replayed): Replayed {
  const second = next(first.catalog);
  return {
    catalog: second.catalog,
    unknown: [...first.unknown, ...second.unknown],
    duplicate: [...first.duplicate, ...second.duplicate],
  };
}

function named(kind: NamedKind, name: ObjectName | string, owner: ObjectName | null): Named {
  return { kind, name: typeof name === 'string' ? name : showName(name), owner };
}
