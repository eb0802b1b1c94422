import type { Origin } from '../text/span.ts';

/** How much a finding weighs. `error` fails the run. */
export type Level = 'error' | 'warn' | 'info';

/** Another place that belongs to a finding. */
export interface Related {
  readonly at: Origin;
  readonly text: string;
}

/** What a rule answers. */
export interface Report {
  readonly at: Origin;
  /** What happens, to which of the user's things. One sentence or two. */
  readonly text: string;
  /** What to do, with the user's own names; the rule's `instead` where it is left out. */
  readonly instead?: string;
  readonly related?: readonly Related[];
  /** Where a case weighs less than the rule's own level, since it does no harm now, or more, since it fails for certain. */
  readonly level?: Level;
}

/** A report that the engine has placed. */
export interface Finding {
  readonly rule: string;
  readonly level: Level;
  readonly at: Origin;
  readonly text: string;
  /** What happens otherwise: the rule's own words. */
  readonly why: string;
  readonly instead: string;
  readonly related: readonly Related[];
  /** Tag of the migration it lies in, if it lies in one. */
  readonly migration: string | null;
}
