import type { Catalog, Table } from '../facts/catalog.ts';
import { keyOf, sameName, type ObjectName } from '../facts/names.ts';
import type { Named } from './is-generated.ts';
import { hasIndex, relationNames } from './names-in-use.ts';

/** The names of the namespace that an object has its name in, its own among them. */
export function namesBeside(object: Named, catalog: Catalog): ReadonlySet<string> {
  switch (object.kind) {
    case 'schema':
      return new Set(catalog.schemas.keys());
    case 'column':
      return new Set(tableOf(object.table, catalog)?.columns.map(({ name }) => name));
    case 'policy':
      return new Set([...catalog.policies.values()].filter(({ table }) => sameName(table, object.table)).map(({ name }) => name));
    case 'constraint': {
      const constraints = tableOf(object.table, catalog)?.constraints ?? [];
      const own = constraints.map(({ name }) => name);
      const isRelation = constraints.some((one) => one.name === object.name && hasIndex(one));
      return isRelation ? new Set([...own, ...relationNames(catalog, object.table.schema)]) : new Set(own);
    }
    case 'table':
    case 'index':
    case 'enum':
    case 'view':
    case 'sequence': {
      const types = [...catalog.enums.values(), ...catalog.domains.values()].filter(({ schema }) => schema === object.schema);
      return new Set([...relationNames(catalog, object.schema), ...types.map(({ name }) => name)]);
    }
    default:
      return object satisfies never;
  }
}

function tableOf(name: ObjectName, { tables }: Catalog): Table | undefined {
  return tables.get(keyOf(name));
}
