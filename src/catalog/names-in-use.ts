import type { Catalog, Constraint, Expression, Namesake } from '../facts/catalog.ts';

const known = new WeakMap<Catalog, Map<string, ReadonlySet<string>>>();

/**
 * Names that a new relation of a schema cannot have, as Postgres stores them: tables, views, sequences, indexes, and the
 * indexes behind constraints share one namespace (pg_class).
 */
export function relationNames(catalog: Catalog, schema: string): ReadonlySet<string> {
  const here = known.get(catalog) ?? new Map<string, ReadonlySet<string>>();
  known.set(catalog, here);
  const names = here.get(schema) ?? namesOfRelations(catalog, schema);
  here.set(schema, names);
  return names;
}

function namesOfRelations(catalog: Catalog, schema: string): ReadonlySet<string> {
  const tables = [...catalog.tables.values()].filter((table) => table.schema === schema);
  const others = [catalog.indexes, catalog.views, catalog.sequences].flatMap((map) => [...map.values()])
    .filter((one) => one.schema === schema);
  const namesakes = (catalog.namesakes ?? []).filter((one) => one.schema === schema && relationKinds.has(one.kind));
  const keys = tables.flatMap(({ constraints }) => constraints.filter(hasIndex));
  return new Set([...tables, ...others, ...namesakes, ...keys].map(({ name }) => name));
}

const relationKinds: ReadonlySet<Namesake['kind']> = new Set(['table', 'index', 'view', 'sequence']);

/** Is there an index of its name behind it? */
export function hasIndex({ kind }: Constraint): boolean {
  return kind === 'primaryKey' || kind === 'unique' || kind === 'exclusion';
}

/** Does the text of any expression in the catalog hold a name? What is written in SQL does not follow a renaming. */
export function isMentioned(catalog: Catalog, name: string): boolean {
  return expressionsOf(catalog).some((one) => one?.text.includes(name) === true);
}

function expressionsOf({ tables, indexes, policies, views }: Catalog): readonly (Expression | null | undefined)[] {
  return [
    ...[...tables.values()].flatMap(({ columns, constraints }) => [
      ...columns.flatMap((column) => [column.default, column.generated?.expression]),
      ...constraints.map((one) => (one.kind === 'check' ? one.expression : one.kind === 'exclusion' ? one.where : null)),
    ]),
    ...[...indexes.values()].flatMap(({ keys, where }) => [...keys.map(({ expression }) => expression), where]),
    ...[...policies.values()].flatMap(({ using, check }) => [using, check]),
    ...[...views.values()].map(({ definition }) => definition),
  ];
}
