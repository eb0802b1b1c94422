import { rules } from '../../rules/index.ts';
import { claimsOf, type Claimed } from '../../src/examples/claims.ts';
import type { Claims } from '../../src/rule/example.ts';

export { observedClaims } from '../../src/examples/claims.ts';

/** Every claim of every rule's examples. */
export const claimed: readonly Claimed[] = rules.flatMap(claimsOf);

/** Single facts in them: a lock of a table, a rewrite, a scan, an error. */
export function countOf({ locks, rewrites, scans, fails }: Claims): number {
  return Object.keys(locks ?? {}).length + (rewrites?.length ?? 0) + (scans?.length ?? 0) + (fails === undefined ? 0 : 1);
}
