import { runGit } from './run-git.ts';

/** A path that differs, and how: `A`dded, `D`eleted, `M`odified … https://git-scm.com/docs/git-diff-index */
export interface PathChange {
  readonly status: string;
  readonly path: string;
}

/** What the index changes of HEAD; null if git does not say: before the first commit, outside a repository. */
export function stagedChanges(root: string, index: string | null): readonly PathChange[] | null {
  return changesOf(root, ['diff-index', '--cached', '--name-status', '-z', '--no-renames', 'HEAD', '--'], index);
}

/** What HEAD changes of a commit; null if there is no such commit any more. */
export function changesSince(root: string, commit: string): readonly PathChange[] | null {
  return changesOf(root, ['diff-tree', '-r', '--name-status', '-z', '--no-renames', commit, 'HEAD', '--'], null);
}

function changesOf(root: string, args: readonly string[], index: string | null): readonly PathChange[] | null {
  const answer = runGit(root, args, { index });
  if (answer.kind !== 'answer') return null;
  const parts = answer.bytes.toString('utf8').split('\0');
  return parts.flatMap((status, place) => (place % 2 === 0 && status !== '' ? [{ status, path: parts[place + 1] ?? '' }] : []));
}
