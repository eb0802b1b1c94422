import type { Catalog, Expression, Table } from '../facts/catalog.ts';
import { sameName } from '../facts/names.ts';

/** Does a check, a generated column, an index or a policy of the table compute with a column? */
export function isInExpressions({ indexes, policies }: Catalog, table: Table, column: string): boolean {
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
