import type { Database } from '../../../src/evidence/database.ts';

/** What a plan does with the columns of a foreign key. */
export interface Lookup {
  /** Columns of the key that are looked up in an index. */
  readonly found: readonly string[];
  /** Columns of the key that are compared row by row, and in no index. */
  readonly compared: readonly string[];
  /** Something is read from its beginning to its end: the table, a partition, or most pages of an index. */
  readonly readsWhole: boolean;
  /** In words, for the message of a test. */
  readonly words: string;
}

interface Plan {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly 'Actual Rows': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Filter?: string;
  readonly Plans?: readonly Plan[];
}

/** The query behind a foreign key, and what its parameters are. */
export interface ForeignKeyQuery {
  readonly columns: readonly string[];
  /** Types of the parameters, as SQL takes them. */
  readonly types: readonly string[];
  readonly sql: string;
}

/**
 * What Postgres asks when a row of the referenced table is deleted or gets another key (RI_FKey_noaction_del and its kin in
 * ri_triggers.c). The constraint tells operators and casts, put together as ri_GenerateQual does.
 */
export async function foreignKeyQuery(database: Database, table: string, constraint: string): Promise<ForeignKeyQuery> {
  const parts = await database.query<Part>(partsOfConstraint, [table, constraint]);
  const [{ only } = { only: '' }] = parts;
  const where = parts.map(({ left, operator, column, right }, at) =>
    `$${String(at + 1)}${left} operator(${operator}) x.${column}${right}`);
  return {
    columns: parts.map(({ column }) => column),
    types: parts.map(({ type }) => type),
    sql: `select 1 from ${only}${table} x where ${where.join(' and ')} for key share of x`,
  };
}

/** The plan that Postgres keeps for that query, one for every value, and what it reads for the values of one row. */
export async function lookupOf(database: Database, table: string, constraint: string): Promise<Lookup> {
  const { columns, types, sql } = await foreignKeyQuery(database, table, constraint);
  const [values] = await database.query<Readonly<Record<string, string>>>(
    `select ${columns.map((column, at) => `quote_literal(${column}::text) || '::${types[at] ?? ''}' as ${column}`).join(', ')} from ${table} limit 1 offset 4321`);
  await database.exec('deallocate all; set local plan_cache_mode = force_generic_plan');
  await database.exec(`prepare lookup (${types.join(', ')}) as ${sql}`);
  const [explained] = await database.query<{ readonly 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(
    `explain (analyze, buffers, format json) execute lookup (${columns.map((column) => values?.[column] ?? 'null').join(', ')})`);
  const nodes = explained?.['QUERY PLAN'].flatMap(({ Plan: plan }) => nodesOf(plan)) ?? [];
  return lookupIn(nodes, columns, await pagesOf(database));
}

interface Part {
  readonly only: string;
  readonly column: string;
  readonly type: string;
  readonly operator: string;
  readonly left: string;
  readonly right: string;
}

const partsOfConstraint = `
  select case when child.relkind = 'p' then '' else 'only ' end as only, own.attname::text as column,
    case when kind.typtype = 'd' then format_type(theirs.atttypid, null) else kind.typname::text end as type, op.oprnamespace::regnamespace || '.' || op.oprname as operator,
    case when theirs.atttypid = op.oprleft or left_kind.typtype = 'p' then '' else '::' || left_kind.typname end as left,
    case when own.atttypid = op.oprright or right_kind.typtype = 'p' then '' else '::' || right_kind.typname end as right
  from pg_constraint c
  join pg_class child on child.oid = c.conrelid
  cross join lateral unnest(c.conkey, c.confkey, c.conpfeqop) with ordinality as part (own, theirs, operator, place)
  join pg_attribute own on own.attrelid = c.conrelid and own.attnum = part.own
  join pg_attribute theirs on theirs.attrelid = c.confrelid and theirs.attnum = part.theirs
  join pg_operator op on op.oid = part.operator
  join pg_type kind on kind.oid = theirs.atttypid
  join pg_type left_kind on left_kind.oid = op.oprleft
  join pg_type right_kind on right_kind.oid = op.oprright
  where c.conrelid = $1::regclass and c.conname = $2
  order by part.place`;

async function pagesOf(database: Database): Promise<ReadonlyMap<string, number>> {
  const rows = await database.query<{ readonly name: string; readonly pages: number }>(
    "select relname::text as name, relpages as pages from pg_class where relkind = 'i'");
  return new Map(rows.map(({ name, pages }) => [name, pages]));
}

function nodesOf(plan: Plan): readonly Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

function lookupIn(nodes: readonly Plan[], columns: readonly string[], pages: ReadonlyMap<string, number>): Lookup {
  const found = columns.filter((column) => nodes.some((node) => names(node['Index Cond'], column)));
  const scans = nodes.filter((node) => node['Index Name'] !== undefined || node['Node Type'] === 'Seq Scan');
  return {
    found,
    compared: columns.filter((column) => !found.includes(column) && nodes.some((node) => names(node.Filter, column))),
    readsWhole: scans.some((node) => shareRead(node, pages) > 0.7),
    words: scans.map((node) => `${node['Node Type']} ${node['Index Name'] ?? ''}, cond ${node['Index Cond'] ?? 'none'}, filter `
      + `${node.Filter ?? 'none'}, share ${shareRead(node, pages).toFixed(2)}`).join('; '),
  };
}

/** How much of an index is read, from 0 to 1. An index scan counts a page of the table for each row that it fetches too. */
function shareRead(node: Plan, pages: ReadonlyMap<string, number>): number {
  const index = node['Index Name'];
  if (index === undefined) return 1;
  const fetched = node['Node Type'] === 'Index Scan' ? node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) : 0;
  return (node['Shared Hit Blocks'] + node['Shared Read Blocks'] - fetched) / (pages.get(index) ?? 1);
}

function names(condition: string | undefined, column: string): boolean {
  return condition !== undefined && new RegExp(String.raw`(?<![\w'])${column}(?!\w)`).test(condition);
}
