import type { HistoryProblem } from '../../facts/history.ts';

/** As git writes the first of them: seven of a kind at the start of a line, and whose side follows. */
const opening = /^<{7}(?: .*)?\r?$/m;
/** The others: `diff3`'s base, the separator, and the end of the other side. */
const separator = /^={7}\r?$/m;

/**
 * The first line that a merge left behind: the mark of our side, with the line between the sides behind it. Of the
 * beginning of a file the mark alone has to do.
 */
export function conflictMarker(file: string, text: string, part: 'whole' | 'beginning' = 'whole'): HistoryProblem | null {
  if (!text.includes('<<<<<<<')) return null;
  const found = opening.exec(text);
  if (found === null || (part === 'whole' && !separator.test(text.slice(found.index)))) return null;
  const end = found.index + found[0].trimEnd().length;
  return {
    origin: { file, span: { start: found.index, end } },
    message: `${file} holds conflict markers: finish the merge first.`,
  };
}
