/**
 * Where texts come from: the working tree, a git ref, later the git index or an editor's buffer. Paths are relative to
 * one root and use `/`. Nothing that reads texts knows which of them it is.
 */
export interface Texts {
  /** Every file under a folder, its sub-folders too, sorted; empty if there is no such folder. */
  list(folder: string): readonly string[];
  /** The text, or null if there is no such file. A byte-order mark stays. */
  read(path: string): string | null;
  exists(path: string): boolean;
  /** What can be told of a file without decoding it, or null if there is none. There where that costs less than `read`. */
  skim?(path: string): Skimmed | null;
  /**
   * Where it is there: equal for as long as the file is the same, another after a change. For who would have to read a
   * text only to find it unchanged.
   */
  stamp?(path: string): unknown;
}

/** What the bytes of a file tell. */
export interface Skimmed {
  /** At least the first thousand characters. */
  readonly begin: string;
  /** At least the last fifty characters. */
  readonly end: string;
  /** Are there seven `<` in a row, as git marks what a merge could not put together? Where there are not, no mark is there. */
  readonly mayHoldMarks: boolean;
}

/** The same of a text that is there already. */
export function skimmedText(text: string): Skimmed {
  return { begin: text, end: text, mayHoldMarks: text.includes(markSigns) };
}

/** What git's first mark begins with, unless `conflict-marker-size` asks for more of them. */
export const markSigns = '<<<<<<<';
