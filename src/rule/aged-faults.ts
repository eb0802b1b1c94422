import type { History, Migration } from '../facts/history.ts';
import type { HistoryContext } from './context.ts';

/** Something wrong with a history, of which can be asked whether the base ref has it too. */
export interface HistoryFault {
  /** The same text at the base ref and now if it is the same fault. */
  readonly key: string;
  /** The migrations that it is about; none if it is about the folder. */
  readonly tags: readonly string[];
}

/** `old`: the base ref has it too. What databases have long met does no new harm, and nobody mends it in passing. */
export type Aged<Fault> = Fault & { readonly age: 'new' | 'old' };

type Comparison = Pick<HistoryContext<unknown>, 'judged' | 'tagsAtBase' | 'atBase'>;

/**
 * The faults that are to be told: those that are new, and old ones where what they are about is judged all the same, as with
 * `--all`. With nothing to compare with, all are new. The base is read only where there is a fault.
 */
export function agedFaults<Fault extends HistoryFault>(
  find: (history: History) => readonly Fault[], history: History, on: Comparison,
): readonly Aged<Fault>[] {
  const faults = find(history);
  if (faults.length === 0 || on.tagsAtBase === null) return faults.map((fault) => ({ ...fault, age: 'new' }));
  const known = new Set(on.atBase === null ? [] : find(on.atBase).map(({ key }) => key));
  const { tagsAtBase } = on;
  const isPassed = ({ tags }: Fault): boolean => on.atBase === null && tags.length > 0 && tags.every((tag) => tagsAtBase.has(tag));
  const judged = new Set(on.judged.map(({ tag }) => tag));
  const isAllJudged = history.migrations.every(({ tag }) => judged.has(tag));
  const isJudged = ({ tags }: Fault): boolean => (tags.length === 0 ? isAllJudged : tags.some((tag) => judged.has(tag)));
  return faults.flatMap((fault): readonly Aged<Fault>[] => {
    if (!known.has(fault.key) && !isPassed(fault)) return [{ ...fault, age: 'new' }];
    return isJudged(fault) ? [{ ...fault, age: 'old' }] : [];
  });
}

/** How a fault weighs: what is old is told for the sake of completeness. */
export function weightOf({ age }: Aged<unknown>): { readonly level?: 'info' } {
  return age === 'old' ? { level: 'info' } : {};
}

/** Which of two migrations that do not get along stays as it is, and which is to be changed; see `whichStays`. */
export interface Precedence<Side> {
  readonly stays: Side;
  readonly moves: Side;
  /** True where the base ref has the one that stays and not the other; else the earlier one stays. */
  readonly byBase: boolean;
}

/**
 * Databases may have met what the base ref has: it stays, and the one that is new is changed, wherever it sorts. Where the base
 * ref has both or neither, and where there is none, the earlier one stays.
 */
export function whichStays<Side extends { readonly migration: Migration }>(
  earlier: Side, later: Side, tagsAtBase: ReadonlySet<string> | null,
): Precedence<Side> {
  const isAtBase = ({ migration }: Side): boolean => tagsAtBase?.has(migration.tag) === true;
  const byBase = isAtBase(earlier) !== isAtBase(later);
  return byBase && isAtBase(later) ? { stays: later, moves: earlier, byBase } : { stays: earlier, moves: later, byBase };
}
