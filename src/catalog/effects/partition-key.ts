import type { Table } from '../../facts/catalog.ts';
import type { Failure } from '../../facts/effects.ts';
import { always } from './combine.ts';

/** Each partition has an index of its own, so only what holds the partition key can be unique. */
export function lacksPartitionKey(table: Table | null, columns: readonly string[]): Failure | null {
  const cutBy = table?.partitionKey?.columns ?? [];
  if (cutBy.every((column) => column !== null && columns.includes(column))) return null;
  return always('0A000', 'what is unique in a partitioned table must hold all columns of the partition key');
}
