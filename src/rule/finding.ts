import type { Amendment } from '../facts/amendment.ts';
import type { Origin } from '../text/span.ts';

/** How much a finding weighs. `error` fails the run. */
export type Level = 'error' | 'warn' | 'info';

/** Another place that belongs to a finding. */
export interface Related {
  readonly at: Origin;
  readonly text: string;
}

/** Something that can be done about a finding without asking for more. */
export interface Remedy {
  /** What it does, in the imperative: `Name it "created_at".` */
  readonly text: string;
  readonly amendment: Amendment;
}

/** What a rule answers. */
export interface Report {
  readonly at: Origin;
  /** What happens, to which of the user's things. One sentence or two. */
  readonly text: string;
  /** What to do, with the user's own names; the rule's `instead` where it is left out. */
  readonly instead?: string;
  readonly related?: readonly Related[];
  /**
   * It stands before the first column of the line in which `at` begins, so that no comment on that line takes it away:
   * for what is said of such a comment, which would take away what is said of itself.
   */
  readonly isBeforeLine?: true;
  /** Where a case weighs less than the rule's own level, since it does no harm now, or more, since it fails for certain. */
  readonly level?: Level;
  /** Changes nothing but what the finding is about, and nobody can want otherwise: `--fix` and editors apply it. */
  readonly fix?: Remedy;
  /** What a person has to choose. */
  readonly suggestions?: readonly Remedy[];
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
  /** See `Report`. */
  readonly isBeforeLine?: true;
  readonly fix: Remedy | null;
  readonly suggestions: readonly Remedy[];
}
