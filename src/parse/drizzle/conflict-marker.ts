import type { HistoryProblem } from '../../facts/history.ts';

/** As git writes them: seven of a kind at the start of a line, `diff3`'s base and the separator included. */
const marker = /^(?:<{7}|>{7}|\|{7}|={7})(?: .*)?\r?$/m;

/** The first line that a merge left behind. */
export function conflictMarker(file: string, text: string): HistoryProblem | null {
  if (!/^<{7} /m.test(text)) return null;
  const found = marker.exec(text);
  if (found === null) return null;
  const end = found.index + found[0].trimEnd().length;
  return {
    origin: { file, span: { start: found.index, end } },
    message: `${file} holds conflict markers: finish the merge first.`,
  };
}
