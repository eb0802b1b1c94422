import type { Texts } from '../text/texts.ts';
import { blobReader, followingLinks, mustGit, storedFiles, storedTexts, type StoredFiles } from './git-blobs.ts';

/**
 * The files of a commit, as they are stored: line endings are those of the repository, not of the checkout. Paths are
 * relative to `root`, which may lie anywhere in the working tree. Submodules are left out, links are read through. `ref`
 * must exist (see `resolveRef`); git is asked when something is first read.
 * @throws if git cannot read the commit.
 */
export function gitRef(root: string, ref: string): Texts {
  const stored = storedTexts(() => storedIn(root, ref), blobReader(root));
  return followingLinks(stored, stored.target);
}

/**
 * https://git-scm.com/docs/git-ls-tree: `<mode> SP <type> SP <object> TAB <path>`, paths relative to the folder git
 * runs in.
 */
function storedIn(root: string, ref: string): StoredFiles {
  const lines = mustGit(root, ['ls-tree', '-r', '-z', ref, '--', '.']).toString('utf8').split('\0');
  return storedFiles(lines.flatMap((line) => {
    const [, mode, object = '', path = ''] = /^(\d+) blob (\S+)\t(.*)$/s.exec(line) ?? [];
    return mode === undefined ? [] : [{ mode, object, path }];
  }));
}
