import type { Texts } from '../text/texts.ts';
import { blobReader, mustGit, storedTexts, type Blobs } from './git-blobs.ts';

/**
 * The files of a commit, as they are stored: line endings are those of the repository, not of the checkout. Paths are
 * relative to `root`, which may lie anywhere in the working tree. Symbolic links and submodules are left out. `ref`
 * must exist (see `resolveRef`); git is asked when something is first read.
 * @throws if git cannot read the commit.
 */
export function gitRef(root: string, ref: string): Texts {
  return storedTexts(() => blobsOf(root, ref), blobReader(root));
}

/**
 * https://git-scm.com/docs/git-ls-tree: `<mode> SP <type> SP <object> TAB <path>`, paths relative to the folder git
 * runs in.
 */
function blobsOf(root: string, ref: string): Blobs {
  const lines = mustGit(root, ['ls-tree', '-r', '-z', ref, '--', '.']).toString('utf8').split('\0');
  return new Map(lines.flatMap((line) => {
    const [, mode, object = '', path = ''] = /^(\d+) blob (\S+)\t(.*)$/s.exec(line) ?? [];
    return mode === '100644' || mode === '100755' ? [[path, object] as const] : [];
  }));
}
