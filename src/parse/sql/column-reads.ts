import type { ColumnRef, Node, RangeVar } from 'libpg-query';
import type { ColumnRead, View } from '../../facts/catalog.ts';
import type { ObjectName } from '../../facts/names.ts';
import { keyOf } from '../../facts/names.ts';
import { relationName } from './names.ts';
import type { Scope } from './scope.ts';
import { as, texts, walk } from './tree.ts';

/** A relation of the query and the names by which its columns are qualified. */
interface Source {
  readonly called: string;
  readonly table: ObjectName;
}

/** What a query reads, as a view keeps it. */
export function readsOfQuery(scope: Scope, query: Node | undefined): Pick<View, 'reads' | 'from'> {
  if (query === undefined) return {};
  const parts = partsOf(scope, query);
  return { reads: columnReads(parts), from: distinct(parts.sources) };
}

/**
 * The columns that a query reads, as far as its words tell: a qualified one is of the relation that is called so, a bare
 * one may be of each relation the query names, in subqueries too. Which of them have such a column, the catalog knows.
 */
function columnReads({ sources, columns, joined }: Parts): readonly ColumnRead[] {
  const bare = columns.flatMap((column) => readsOf(column, sources));
  const shared = joined.flatMap((column) => sources.map(({ table }): ColumnRead => ({ tables: [table], column })));
  return [...new Map([...bare, ...shared].map((read) => [`${read.tables.map(keyOf).join()} ${read.column ?? '*'}`, read])).values()];
}

interface Parts {
  readonly sources: readonly Source[];
  readonly columns: readonly ColumnRef[];
  /** Of USING, which every side of the join has. */
  readonly joined: readonly string[];
}

function partsOf(scope: Scope, query: Node): Parts {
  const relations: RangeVar[] = [];
  const [columns, joined, made]: [ColumnRef[], string[], Set<string>] = [[], [], new Set()];
  walk(query, (kind, body) => {
    if (kind === 'RangeVar') relations.push(body as RangeVar);
    if (kind === 'ColumnRef') columns.push(body as ColumnRef);
    if (kind === 'JoinExpr') joined.push(...texts((body as { usingClause?: Node[] }).usingClause));
    if (kind === 'CommonTableExpr') made.add((body as { ctename?: string }).ctename ?? '');
    return undefined;
  });
  const sources = relations.filter(({ schemaname, relname }) => schemaname !== undefined || !made.has(relname ?? ''))
    .map((relation) => ({ called: relation.alias?.aliasname ?? relation.relname ?? '', table: relationName(scope, relation) }));
  return { sources, columns, joined };
}

function readsOf({ fields = [] }: ColumnRef, sources: readonly Source[]): readonly ColumnRead[] {
  const parts = texts(fields);
  const isStar = fields.some((field) => as('A_Star', field) !== undefined);
  const column = isStar ? null : parts.at(-1) ?? null;
  const qualifier = isStar ? parts.at(-1) : parts.at(-2);
  const meant = qualifier === undefined ? sources : sources.filter(({ called }) => called === qualifier);
  const tables = distinct(meant);
  if (column === null) return tables.map((table) => ({ tables: [table], column }));
  return tables.length === 0 ? [] : [{ tables, column }];
}

function distinct(sources: readonly Source[]): readonly ObjectName[] {
  return [...new Map(sources.map(({ table }) => [keyOf(table), table])).values()];
}
