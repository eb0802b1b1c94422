import type { BreakingNote } from '../facts/statement.ts';

/** What a `-- breaking:` note does not say, to be continued with `and`; null for one that says both. */
export function lackOf(note: BreakingNote | null): string | null {
  if (note === null) return 'no note says so';
  if (isBlank(note.who)) return 'its note does not say who breaks';
  if (isBlank(note.remedy)) return 'its note does not say what they do';
  return null;
}

/** Does a note say who breaks, and what they do? */
export function isComplete(note: BreakingNote | null): note is BreakingNote {
  return note !== null && lackOf(note) === null;
}

/** Nothing, or the words of the advice copied as they stand. */
function isBlank(part: string): boolean {
  return part === '' || /^<.*>$/.test(part);
}
