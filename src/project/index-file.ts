import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * The index that git is about to commit, where it is not the repository's own: `git commit -a` and `git commit <path>`
 * fill another and name it to the hook in `GIT_INDEX_FILE`, relative to the root of the working tree or absolute
 * (https://git-scm.com/docs/githooks). Null: the repository's own. An index that lies elsewhere is that of
 * another repository or worktree, whose hook has started us.
 */
export function indexFile(root: string): string | null {
  const named = process.env['GIT_INDEX_FILE'];
  if (named === undefined || named === '') return null;
  const path = resolve(root, named);
  const gitFolder = gitFolderOf(root);
  return gitFolder !== null && isSameFolder(dirname(path), gitFolder) ? path : null;
}

/** The nearest folder that has a `.git`: where the working tree around a folder begins. */
export function workingTreeRoot(folder: string): string | null {
  if (existsSync(join(folder, '.git'))) return folder;
  const parent = dirname(folder);
  return parent === folder ? null : workingTreeRoot(parent);
}

/** `.git` is a folder, or a file that says where it is: in worktrees and submodules. */
function gitFolderOf(root: string): string | null {
  const path = join(root, '.git');
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory() === true) return path;
  const named = stat === undefined ? undefined : /^gitdir: (.*)$/m.exec(readFileSync(path, 'utf8'))?.[1];
  return named === undefined ? null : resolve(root, named.trim());
}

function isSameFolder(one: string, other: string): boolean {
  return existsSync(one) && existsSync(other) && realpathSync(one) === realpathSync(other);
}
