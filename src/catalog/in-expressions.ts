import type { Catalog, Expression, Table } from '../facts/catalog.ts';
import { sameName } from '../facts/names.ts';

/**
 * Does a check, a generated column, an index, a policy or the partition key of the table compute with a column, or a view
 * of the schema?
 */
export function isInExpressions(catalog: Catalog, table: Table, column: string): boolean {
  return isInOwn(catalog, table, column) || isInViews(catalog, table, column)
    || table.partitionKey?.columns.some((one) => one === null || one === column) === true;
}

/** A view over the table that reads the column, or may: of some only the text of the query is known. */
function isInViews({ views }: Catalog, table: Table, column: string): boolean {
  return [...views.values()].some(({ reads, definition }) => {
    if (reads === undefined) return definition !== null && [table.name, column].every((name) => definition.text.includes(name));
    return reads.some((read) => (read.column ?? column) === column && read.tables.some((one) => sameName(one, table)));
  });
}

function isInOwn({ indexes, policies }: Catalog, table: Table, column: string): boolean {
  const of = <Part extends { readonly table: Parameters<typeof sameName>[0] }>(parts: ReadonlyMap<string, Part>): readonly Part[] =>
    [...parts.values()].filter((part) => sameName(part.table, table));
  const expressions: readonly (Expression | null | undefined)[] = [
    ...table.columns.map(({ generated }) => generated?.expression),
    ...table.constraints.map((one) => (one.kind === 'check' ? one.expression : one.kind === 'exclusion' ? one.where : null)),
    ...of(indexes).flatMap(({ keys, where }) => [...keys.map(({ expression }) => expression), where]),
    ...of(policies).flatMap(({ using, check }) => [using, check]),
  ];
  return expressions.some((one) => one !== null && one !== undefined && (one.columns?.includes(column) ?? one.text.includes(column)));
}
