import type { Footprint } from './history.ts';

/** Two statements of different branches that cannot be put in any order. */
export interface FootprintConflict {
  readonly left: Footprint;
  readonly right: Footprint;
}

/**
 * The first statement of one branch that writes what a statement of the other writes or reads; null where the branches can be
 * merged. The same statement in both is none (drizzle-kit 1.0 rc.5, `FootprintCommutativity.findConflict`).
 */
export function footprintConflict(left: readonly Footprint[], right: readonly Footprint[]): FootprintConflict | null {
  const found = writtenInto(left, right);
  if (found !== null) return found;
  const other = writtenInto(right, left);
  return other === null ? null : { left: other.right, right: other.left };
}

function writtenInto(left: readonly Footprint[], right: readonly Footprint[]): FootprintConflict | null {
  const touching = new Map<string, Footprint[]>();
  for (const footprint of right) {
    for (const name of [...footprint.writes, ...footprint.reads]) {
      const before = touching.get(name);
      if (before === undefined) touching.set(name, [footprint]);
      else before.push(footprint);
    }
  }
  for (const footprint of left) {
    for (const name of [...footprint.writes, ...footprint.sharedWrites]) {
      const other = touching.get(name)?.findLast((each) => !isSameStatement(footprint, each));
      if (other !== undefined) return { left: footprint, right: other };
    }
  }
  return null;
}

function isSameStatement(left: Footprint, right: Footprint): boolean {
  return left.sqlHash !== null && left.statement === right.statement && left.sqlHash === right.sqlHash;
}
