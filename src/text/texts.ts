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
  /** At least the first thousand characters of `read`. There where that costs less than the whole. */
  begin?(path: string): string | null;
  /**
   * Where it is there: equal for as long as the file is the same, another after a change. For who would have to read a
   * text only to find it unchanged.
   */
  stamp?(path: string): unknown;
}
