/** A stretch of a text: UTF-16 offsets, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where a fact comes from: a file as the project names it, and a stretch of its text. */
export interface Origin {
  readonly file: string;
  readonly span: Span;
}

/** A place as people read it: both 1-based, `column` in UTF-16 units, as editors count. */
export interface Position {
  readonly line: number;
  readonly column: number;
}
