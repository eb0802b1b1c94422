import type { HistoryProblem } from '../../facts/history.ts';
import { markSigns, type Texts } from '../../text/texts.ts';

/** As git writes the first of them: seven of a kind at the start of a line, more with `conflict-marker-size`, and whose side follows. */
const opening = /^(<{7,})(?: .*)?\r?$/gm;

/**
 * The first line that a merge left behind: the mark of our side, with the line between the sides behind it, or the end of
 * the other side, which is all that Jujutsu writes.
 */
export function conflictMarker(file: string, text: string): HistoryProblem | null {
  if (!text.includes(markSigns)) return null;
  for (const { 0: line, 1: signs = '', index } of text.matchAll(opening)) {
    if (!closing(signs.length).test(text.slice(index))) continue;
    return {
      origin: { file, span: { start: index, end: index + line.trimEnd().length } },
      message: `${file} holds conflict markers: finish the merge first.`,
    };
  }
  return null;
}

function closing(length: number): RegExp {
  return new RegExp(`^(?:={${length}}|>{${length}}(?: .*)?)\\r?$`, 'm');
}

/** Does a line of a text begin as the first mark does? */
export function holdsOpening(text: string): boolean {
  return text.includes(markSigns) && text.search(opening) !== -1;
}

/** Marks in files, one a file. Only those are read in which a look at the bytes found signs. */
export function conflictsIn(texts: Texts, files: readonly string[]): readonly HistoryProblem[] {
  return files.flatMap((file) => {
    if (texts.skim?.(file)?.mayHoldMarks === false) return [];
    const text = texts.read(file);
    return text === null ? [] : conflictMarker(file, text) ?? [];
  });
}
