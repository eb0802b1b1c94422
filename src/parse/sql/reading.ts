import type { Node } from 'libpg-query';
import type { Change } from '../../facts/change.ts';
import type { Gap } from '../../facts/statement.ts';
import type { Scope } from './scope.ts';

/** What one statement comes to. */
export interface Reading {
  readonly changes: readonly Change[];
  readonly gaps: readonly Gap[];
}

export const nothingRead: Reading = { changes: [], gaps: [] };

/** Reads one statement of the tree. Handed to what holds statements itself: blocks, bodies, schemas. */
export type ReadNode = (scope: Scope, node: Node) => Reading;

export function changesOnly(...changes: readonly (Change | null)[]): Reading {
  return { changes: changes.filter((change) => change !== null), gaps: [] };
}

export function together(readings: readonly Reading[]): Reading {
  return {
    changes: readings.flatMap((reading) => reading.changes),
    gaps: readings.flatMap((reading) => reading.gaps),
  };
}

/** The same, in a branch, a loop or a called routine. */
export function conditionally(reading: Reading): Reading {
  return { ...reading, changes: reading.changes.map((change) => ({ ...change, conditional: true })) };
}
