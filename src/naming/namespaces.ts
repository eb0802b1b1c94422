import { chosenName } from '../facts/chosen-name.ts';
import { keyOf, type ObjectName } from '../facts/names.ts';
import type { NamedThing } from './named-things.ts';

/**
 * Lists in which Postgres takes the name of a thing once; none for what has no such name. Tables, views, sequences, indexes
 * and what stands behind keys are relations of a schema (42P07); tables, views, enums and domains are types of one, and so is
 * a sequence where an enum was there first (42710), as drizzle-kit makes them. Constraints (42710), columns (42701) and
 * policies (42710) have their table's. Asked of Postgres in test/rules/duplicate-names.test.ts.
 */
function namespacesOf({ kind, owner, schema, written }: NamedThing): readonly string[] {
  const [relations, types] = [`relations of ${schema ?? ''}`, `types of ${schema ?? ''}`];
  switch (kind) {
    case 'schema': return ['schemas'];
    case 'table':
    case 'partition':
    case 'view':
    case 'materializedView':
    case 'sequence':
    case 'compositeType': return [relations, types];
    case 'enum':
    case 'domain': return [types];
    case 'index':
    case 'uniqueIndex': return [relations];
    case 'primaryKey': return isChosen(owner, written) ? [ofTable('constraints', owner)] : [ofTable('constraints', owner), relations];
    case 'unique':
    case 'exclusion': return [ofTable('constraints', owner), relations];
    case 'foreignKey':
    case 'check': return [ofTable('constraints', owner)];
    case 'column': return [ofTable('columns', owner)];
    case 'policy': return [ofTable('policies', owner)];
    case 'trigger': return [ofTable('triggers', owner)];
    case 'enumValue':
    case 'routine':
    case 'migration': return [];
    default: return kind satisfies never;
  }
}

function ofTable(what: string, owner: ObjectName | null): string {
  return `${what} of ${owner === null ? '' : keyOf(owner)}`;
}

/** Postgres names a key that has no name of its own, and takes another where that one is taken. */
function isChosen(table: ObjectName | null, written: string): boolean {
  return table !== null && written === chosenName(table.name, null, 'pkey');
}

/** Those that have a name which something before them has in one of its namespaces, with that. `fold`: how names are compared. */
export function doublesAmong(things: readonly NamedThing[], fold: (name: string) => string): ReadonlyMap<NamedThing, NamedThing> {
  const taken = new Map<string, NamedThing>();
  return new Map(things.flatMap((one): readonly (readonly [NamedThing, NamedThing])[] => {
    const keys = namespacesOf(one).map((namespace) => `${namespace}\0${fold(one.name)}`);
    const [other] = keys.flatMap((key) => taken.get(key) ?? []);
    for (const key of keys) {
      if (!taken.has(key)) taken.set(key, one);
    }
    return other === undefined ? [] : [[one, other]];
  }));
}
