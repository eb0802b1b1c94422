import type { Database } from '../../../src/evidence/database.ts';

interface Plan {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Filter?: string;
  readonly Plans?: readonly Plan[];
}

/**
 * What a plan comes to, whichever index it uses: what is looked up and filtered, whether rows are sorted, whether the table
 * is left alone. A scan of the whole table is avoided wherever there is another way.
 */
export async function planShapeOf(database: Database, query: string): Promise<readonly string[]> {
  await database.exec('set local enable_seqscan = off; set local enable_bitmapscan = off');
  const [row] = await database.query<{ readonly 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(`explain (format json) ${query}`);
  const plans = row?.['QUERY PLAN'].flatMap(({ Plan: plan }) => nodesOf(plan)) ?? [];
  return plans.map((node) => [node['Node Type'].replace(/^Bitmap (?:Index|Heap) /, 'Index '), termsOf(node['Index Cond']), node.Filter ?? ''].join(' | '));
}

function nodesOf(plan: Plan): readonly Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

/** In the order of the query, not of the index. */
function termsOf(condition: string | undefined): string {
  return (condition ?? '').replace(/^\(|\)$/g, '').split(' AND ').sort().join(' AND ');
}
