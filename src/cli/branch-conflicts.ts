import { showConflict, type Conflict, type ConflictSide } from '../catalog/conflicts-between.ts';
import type { SnapshotClash } from '../intake/rebase/rebuilt-snapshots.ts';
import { visible } from '../report/visible.ts';
import { lineMap } from '../text/line-map.ts';

/** What two branches do not agree on. */
export interface BranchConflicts {
  readonly conflicts: readonly Conflict[];
  readonly clashes: readonly SnapshotClash[];
}

const thisBranch = 'this branch';

/** Each conflict in a sentence, with both sides under it: file, line, and the statement. */
export function branchConflicts({ conflicts, clashes }: BranchConflicts, ref: string, pathOf: (file: string) => string): string {
  const width = Math.max(thisBranch.length, ref.length);
  const side = (name: string, at: ConflictSide): string => `  ${name.padEnd(width)}  ${placeOf(at, pathOf)}  ${excerpt(at)}`;
  return [
    `This branch and ${ref} do not agree:`,
    ...conflicts.flatMap((conflict) => [
      visible(showConflict(conflict, { ours: thisBranch, theirs: ref })), side(thisBranch, conflict.ours), side(ref, conflict.theirs),
    ]),
    ...clashes.map(({ tag, path }) => visible(`both change ${path.join(' > ')} in their snapshots; here it is ${tag}`)),
  ].join('\n');
}

function placeOf({ migration: { sql }, origin: { file, span } }: ConflictSide, pathOf: (file: string) => string): string {
  const { line } = lineMap(sql?.text ?? '').positionAt(span.start);
  return `${pathOf(file)}:${String(line)}`;
}

const longest = 90;

/** The statement on one line. */
function excerpt({ migration: { sql }, statement: { origin: { span } } }: ConflictSide): string {
  const text = (sql?.text ?? '').slice(span.start, span.end).replaceAll(/\s+/g, ' ').trim();
  return visible(text.length > longest ? `${text.slice(0, longest - 1)}…` : text);
}
