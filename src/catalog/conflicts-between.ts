import type { Catalog } from '../facts/catalog.ts';
import type { Migration } from '../facts/history.ts';
import { changedObject } from './conflicts/changed-object.ts';
import { after, afterAll, clashesOf, keyOfObject, stepsOf, type Sides, type Step } from './conflicts/clashes.ts';
import type { Conflict } from './conflicts/conflict.ts';
import { bare, fromClashes, sideOf } from './conflicts/from-clashes.ts';
import { distinctObjects, isToldBy, withItsKind, withoutConsequences } from './conflicts/told-once.ts';
import { difference, type Difference } from './difference.ts';
import type { Named } from './replay.ts';
import { tableOf } from './replay/table-of.ts';

export { showConflict, type Conflict, type ConflictingSide, type ConflictSide } from './conflicts/conflict.ts';

/**
 * What of two branches' migrations cannot follow one another in either order, given the catalog of their common ancestor:
 * both orders are replayed, and a change that fails for certain behind the other side, and not on its own, is a conflict with
 * the change that made it fail. So is an object that comes out differently, and a column, enum, policy, sequence or function
 * that both change. Two columns, indexes or constraints of one table are none; neither are changes of rows, of which nobody
 * can tell, and comments and privileges. What follows from a conflict (the columns of a table that both make) is not told.
 */
export function conflictsBetween(base: Catalog, ours: readonly Migration[], theirs: readonly Migration[]): readonly Conflict[] {
  const sides: Sides = { ours: stepsOf(ours), theirs: stepsOf(theirs) };
  const clashes = [...clashesOf(base, sides, 'ours'), ...clashesOf(base, sides, 'theirs')];
  const met = distinctObjects([...fromClashes(clashes), ...bothChanged(base, sides)]).map((one) => withItsKind(one, base));
  const failing = new Set(clashes.map(({ step }) => step));
  const kept: Sides = { ours: sides.ours.filter((step) => !failing.has(step)), theirs: sides.theirs.filter((step) => !failing.has(step)) };
  return withoutConsequences([...met, ...differing(base, kept).filter((one) => !isToldBy(one, met))]);
}

function bothChanged(base: Catalog, { ours, theirs }: Sides): readonly Conflict[] {
  const changedByThem = new Map(changes(base, theirs).map(({ object, step }) => [keyOfObject(object), step]));
  return changes(base, ours).flatMap(({ object, step }): readonly Conflict[] => {
    const other = changedByThem.get(keyOfObject(object));
    return other === undefined ? []
      : [{ ...bare, kind: 'bothChange', object, ours: sideOf(step), theirs: sideOf(other) }];
  });
}

function changes(base: Catalog, steps: readonly Step[]): readonly { readonly object: Named; readonly step: Step }[] {
  return steps.flatMap((step) => {
    const object = changedObject(base, step.change);
    return object === null || isBornLater(base, object) ? [] : [{ object, step }];
  });
}

/** What both branches make is told by their making it. */
function isBornLater(base: Catalog, { kind, name, owner }: Named): boolean {
  if (kind === 'column' && owner !== null) {
    const table = tableOf(base, owner);
    return table === null || (!table.partial && table.columns.every((column) => column.name !== name));
  }
  return false;
}

/** What comes out differently, up to the order of columns; with the last change on each side that has to do with it. */
function differing(base: Catalog, { ours, theirs }: Sides): readonly Conflict[] {
  const [theirsLast, oursLast] = [afterAll(afterAll(base, ours), theirs), afterAll(afterAll(base, theirs), ours)];
  return difference(theirsLast, oursLast).filter(({ property }) => property !== 'order of columns').flatMap((one): readonly Conflict[] => {
    const [mine, other] = [lastTouching(base, ours, one), lastTouching(base, theirs, one)];
    if (mine === null || other === null) return [];
    const object = { kind: one.object, name: one.name, owner: null };
    return [{ ...bare, kind: 'order', object, outcome: one, ours: sideOf(mine), theirs: sideOf(other) }];
  });
}

function lastTouching(base: Catalog, steps: readonly Step[], about: Difference): Step | null {
  let [catalog, last] = [base, steps.at(-1) ?? null];
  for (const step of steps) {
    const next = after(catalog, step);
    const touches = next !== catalog && difference(catalog, next).some(({ object, key }) => object === about.object && key === about.key);
    [catalog, last] = [next, touches ? step : last];
  }
  return last;
}
