/** A finding that was there when the baseline was written. It names no line: lines move. */
export interface BaselineEntry {
  readonly rule: string;
  /** Relative to the folder of the baseline. */
  readonly file: string;
  readonly text: string;
  /** How many findings of that rule in that file say the same. */
  readonly count: number;
}

/** What was found when a team began, kept outside the files: an applied migration must not be edited. */
export interface Baseline {
  readonly version: 1;
  /** SHA-256 of every migration's text by its tag, line ends as `\n`. */
  readonly migrations: Readonly<Record<string, string>>;
  readonly findings: readonly BaselineEntry[];
}
