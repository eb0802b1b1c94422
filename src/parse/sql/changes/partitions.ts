import type { Node, PartitionBoundSpec, PartitionSpec } from 'libpg-query';
import type { PartitionBound, PartitionKey } from '../../../facts/catalog.ts';
import { readExpression } from '../expression.ts';
import { allOf, as, texts } from '../tree.ts';

/** `PARTITION BY …`. */
export function partitionKey(node: PartitionSpec): PartitionKey {
  return {
    strategy: strategies[node.strategy ?? ''] ?? 'range',
    columns: allOf('PartitionElem', node.partParams).map(({ name }) => name ?? null),
  };
}

const strategies: Readonly<Record<string, PartitionKey['strategy']>> = {
  PARTITION_STRATEGY_LIST: 'list', PARTITION_STRATEGY_HASH: 'hash', PARTITION_STRATEGY_RANGE: 'range',
};

/** `FOR VALUES …` or DEFAULT. Letters: `PartitionStrategy` in PostgreSQL's `parsenodes.h`. */
export function partitionBound(node: PartitionBoundSpec | undefined): PartitionBound {
  if (node === undefined || node.is_default) return { kind: 'default' };
  if (node.strategy === 'h') return { kind: 'hash' };
  if (node.strategy === 'l') return { kind: 'list', values: (node.listdatums ?? []).map(valueOf) };
  return { kind: 'range', from: (node.lowerdatums ?? []).map(valueOf), to: (node.upperdatums ?? []).map(valueOf) };
}

/** MINVALUE and MAXVALUE come as columns of these names. */
function valueOf(node: Node): string | null {
  const [word] = texts(as('ColumnRef', node)?.fields);
  return word === undefined ? readExpression(node, '').spelling : null;
}
