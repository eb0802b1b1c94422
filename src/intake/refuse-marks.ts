import { conflictMarker } from '../parse/drizzle/conflict-marker.ts';
import { Problem } from '../text/problem.ts';

/** A file that an unfinished merge left its marks in says two things at once. @throws Problem for such a text. */
export function refuseMarks(shown: string, text: string | null): void {
  if (text !== null && conflictMarker(shown, text) !== null) throw unfinishedMerge(shown);
}

/** What is said of a file that holds such marks, where it is no finding. */
export function unfinishedMerge(shown: string): Problem {
  return new Problem(`${shown} holds conflict markers: finish the merge first.`, `Mend ${shown} and run again.`);
}
