import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { runGit } from './run-git.ts';

/**
 * What a run of `check --staged` had asked of the files of a commit. A commit that changes nothing of it gives every
 * answer again, and so nothing new to find.
 */
export interface StagedMemory {
  readonly version: string;
  /** The folder and the arguments of the run. */
  readonly folder: string;
  readonly args: readonly string[];
  readonly commit: string;
  /** What was read on disk whatever is staged: installed packages and what resolves imports. See `diskState`. */
  readonly disk: string;
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

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

/** Whether a change is none of what was asked. A listing stays the same while no file comes or goes. */
export function isElsewhere({ files, folders }: Pick<StagedMemory, 'files' | 'folders'>): (change: PathChange) => boolean {
  const asked = new Set(files);
  const isListed = (path: string): boolean => folders.some((folder) => folder === '' || path.startsWith(`${folder}/`));
  return ({ status, path }) => !asked.has(path) && (status === 'M' || !isListed(path));
}

/** The file of the memory, in the `node_modules` nearest to a folder; null: nothing is installed. */
export function memoryFile(root: string, folder: string): string | null {
  const modules = foldersBetween(root, folder).map((each) => join(each, 'node_modules')).find((path) => existsSync(path));
  return modules === undefined ? null : join(modules, '.cache/drizzle-sluice/staged.json');
}

/** @throws if there is none, or it is no JSON. */
export function readMemory(file: string): StagedMemory {
  return JSON.parse(readFileSync(file, 'utf8')) as StagedMemory;
}

/** What package managers write last: npm, pnpm, yarn 1 and 4. Others are known by the folder alone. */
const installations = ['', '.package-lock.json', '.modules.yaml', '.yarn-integrity', '.yarn-state.yml'];
const resolving = /(?:^|\/)(?:package|tsconfig[^/]*)\.json$/;

/**
 * How the files on disk stand that a run reads though they are not in the index: imports are resolved by what is
 * installed, and by the manifests and the compiler's configurations of the working tree. What somebody changes by hand
 * inside an installed package is not seen.
 */
export function diskState(root: string, folder: string, files: readonly string[]): string {
  const modules = foldersBetween(root, folder).map((each) => join(each, 'node_modules'));
  const paths = [
    ...modules.flatMap((path) => installations.map((name) => join(path, name))),
    ...files.filter((file) => resolving.test(file)).map((file) => join(root, file)),
  ];
  return paths.map((path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    return stat === undefined ? '-' : `${stat.mtimeMs}/${stat.isFile() ? stat.size : ''}`;
  }).join(' ');
}

/** A folder and those above it, nearest first, to the root. Absolute paths. */
function foldersBetween(root: string, folder: string): readonly string[] {
  if (folder === root || relative(root, folder).startsWith('..')) return [root];
  return [folder, ...foldersBetween(root, dirname(folder))];
}
