import type { Catalog } from '../../facts/catalog.ts';
import type { Change } from '../../facts/change.ts';
import type { Migration } from '../../facts/history.ts';
import { keyOf } from '../../facts/names.ts';
import { effects } from '../effects.ts';
import { applyChange, endOfSession, type Named } from '../replay.ts';
import type { Conflict, ConflictingSide, ConflictSide } from './conflict.ts';
import { missingUses } from './missing-uses.ts';

/** One change with where it stands. */
export interface Step extends ConflictSide {
  readonly change: Change;
  /** The session ends with it. */
  readonly isLast: boolean;
}

export type Sides = Readonly<Record<ConflictingSide, readonly Step[]>>;

export function stepsOf(migrations: readonly Migration[]): readonly Step[] {
  return migrations.flatMap((migration) => {
    const steps = (migration.sql?.statements ?? []).flatMap((statement) =>
      statement.changes.map((change): Step => ({ migration, statement, origin: change.origin, change, isLast: false })));
    return steps.map((step, place): Step => (place === steps.length - 1 ? { ...step, isLast: true } : step));
  });
}

/** What is certain to stop a change. */
export type Trouble =
  | { readonly kind: 'there' | 'missing'; readonly what: Named }
  | { readonly kind: 'refused'; readonly sqlstate: string; readonly reason: string };

/** What a change meets on a catalog; nothing where it runs under a condition. */
function troublesOf(catalog: Catalog, { change }: Step): readonly Trouble[] {
  if (change.conditional) return [];
  const { unknown, duplicate } = applyChange(catalog, change);
  const unmet = change.tolerates === 'missing' ? [] : [...unknown, ...missingUses(catalog, change)];
  const there = duplicate.map((what): Trouble => ({ kind: 'there', what }));
  const missing = unmet.map((what): Trouble => ({ kind: 'missing', what }));
  if (there.length + missing.length > 0 || isSkipped(catalog, change)) return [...there, ...missing];
  return effects(change, catalog, anyServer).fails.filter(({ certain }) => certain === 'always')
    .map(({ sqlstate, reason }): Trouble => ({ kind: 'refused', sqlstate, reason }));
}

/** IF EXISTS and IF NOT EXISTS that have nothing to do. What DROP IF EXISTS meets of another kind, `effects` tells. */
function isSkipped(catalog: Catalog, change: Change): boolean {
  return change.kind !== 'dropRelation' && change.tolerates !== null && applyChange(catalog, { ...change, tolerates: null }).catalog === catalog;
}

/** What is asked about here fails alike on 14 to 18. */
const anyServer = { major: 18, inTransaction: false } as const;

export function after(catalog: Catalog, step: Step): Catalog {
  const { catalog: next } = applyChange(catalog, step.change);
  return step.isLast ? endOfSession(next) : next;
}

export function afterAll(catalog: Catalog, steps: readonly Step[]): Catalog {
  return steps.reduce(after, catalog);
}

/** A change that fails behind the other side, and the first of the other side's changes that makes it fail. */
export interface Clash {
  readonly side: ConflictingSide;
  readonly step: Step;
  readonly against: Step;
  readonly trouble: Trouble;
}

/** Of one side, behind the other. */
export function clashesOf(base: Catalog, sides: Sides, side: ConflictingSide): readonly Clash[] {
  const [mine, others] = [sides[side], sides[side === 'ours' ? 'theirs' : 'ours']];
  let [alone, behind] = [base, afterAll(base, others)];
  const clashes: Clash[] = [];
  mine.forEach((step, place) => {
    const own = new Set(troublesOf(alone, step).map(keyOfTrouble));
    for (const trouble of troublesOf(behind, step)) {
      if (own.has(keyOfTrouble(trouble))) continue;
      const against = causeOf(base, others, mine.slice(0, place), step, keyOfTrouble(trouble));
      if (against !== null) clashes.push({ side, step, against, trouble });
    }
    [alone, behind] = [after(alone, step), after(behind, step)];
  });
  return clashes;
}

function keyOfTrouble(trouble: Trouble): string {
  if (trouble.kind === 'refused') return `refused ${trouble.sqlstate}`;
  return `${trouble.kind} ${keyOfObject(trouble.what)}`;
}

export function keyOfObject({ kind, name, owner }: Conflict['object']): string {
  return `${kind} ${owner === null ? '' : keyOf(owner)} ${name}`;
}

/** The change of the others from which on the step has the trouble, by halves: what one change took, the next rarely gives back. */
function causeOf(base: Catalog, others: readonly Step[], before: readonly Step[], step: Step, trouble: string): Step | null {
  const has = (count: number): boolean =>
    troublesOf(afterAll(afterAll(base, others.slice(0, count)), before), step).some((one) => keyOfTrouble(one) === trouble);
  let [without, withIt] = [0, others.length];
  while (withIt - without > 1) {
    const middle = Math.floor((without + withIt) / 2);
    if (has(middle)) withIt = middle;
    else without = middle;
  }
  return others[withIt - 1] ?? null;
}
