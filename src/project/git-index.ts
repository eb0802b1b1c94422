import { Problem } from '../text/problem.ts';
import { blobReader, mustGit, storedFiles, storedTexts, type StoredFiles, type StoredTexts } from './git-blobs.ts';
import { indexFile } from './index-file.ts';

/**
 * The files of the index: what `git commit` would commit now, and in a hook what it is about to commit. Paths are
 * relative to `root`, which may lie anywhere in the working tree. Submodules and files that are only meant to be added
 * (`git add -N`) are left out; `followingLinks` reads through links. Git is asked when something is first read.
 * @throws Problem where a merge has left conflicts: no one text of such a file is to be committed.
 */
export function gitIndex(root: string): StoredTexts {
  return storedTexts(() => storedIn(root), blobReader(root));
}

interface Entry {
  readonly mode: string;
  readonly object: string;
  readonly stage: string;
  readonly path: string;
}

function storedIn(root: string): StoredFiles {
  const entries = entriesOf(root);
  const unmerged = entries.find(({ stage }) => stage !== '0');
  if (unmerged !== undefined) {
    throw new Problem(
      `${unmerged.path} has a merge conflict: nobody can say what would be committed.`, 'Resolve the conflict, and git add the file.',
    );
  }
  const isIntent = intentToAdd(root, entries);
  return storedFiles(entries.filter(({ path }) => !isIntent(path)));
}

/**
 * https://git-scm.com/docs/git-ls-files: `<mode> SP <object> SP <stage> TAB <path>`, paths relative to the folder git
 * runs in.
 */
function entriesOf(root: string): readonly Entry[] {
  const lines = mustGit(root, ['ls-files', '--stage', '-z'], { index: indexFile(root) }).toString('utf8').split('\0');
  return lines.flatMap((line) => {
    const [, mode, object, stage, path] = /^(\d+) (\S+) (\d)\t(.*)$/s.exec(line) ?? [];
    if (mode === undefined || object === undefined || stage === undefined || path === undefined) return [];
    return [{ mode, object, stage, path }];
  });
}

/** The object of an empty file, under SHA-1 and SHA-256. */
const emptyBlobs = new Set([
  'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391', '473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813',
]);

/** Files that are only meant to be added stand in the index as empty; among the empty ones git tells them apart. */
function intentToAdd(root: string, entries: readonly Entry[]): (path: string) => boolean {
  const empty = entries.filter(({ object }) => emptyBlobs.has(object)).map(({ path }) => path);
  if (empty.length === 0) return () => false;
  const emptyTree = mustGit(root, ['hash-object', '-t', 'tree', '--stdin'], { stdin: '' }).toString('utf8').trim();
  const differing = ['diff-index', '--cached', '--ita-invisible-in-index', '--name-only', '-z', '--relative', emptyTree];
  const staged = new Set(mustGit(root, differing, { index: indexFile(root) }).toString('utf8').split('\0'));
  const intended = new Set(empty.filter((path) => !staged.has(path)));
  return (path) => intended.has(path);
}
