import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { changesSince, type PathChange } from './path-changes.ts';

/**
 * What a run of `check --staged` had asked of the files of a commit. A commit that changes nothing of it gives every
 * answer again, and so nothing new to find.
 */
export interface StagedMemory {
  /** The folder and the arguments of the run. */
  readonly folder: string;
  readonly args: readonly string[];
  readonly commit: string;
  /** What was read on disk whatever is staged: installed packages and what resolves imports. See `diskState`. */
  readonly disk: string;
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/** Whether a change is none of what was asked. A listing stays the same while no file comes or goes. */
export function isElsewhere({ files, folders }: Pick<StagedMemory, 'files' | 'folders'>): (change: PathChange) => boolean {
  const asked = new Set(files);
  const isListed = (path: string): boolean => folders.some((folder) => folder === '' || path.startsWith(`${folder}/`));
  return ({ status, path }) => !asked.has(path) && (status === 'M' || !isListed(path));
}

/** Who runs, and where. Paths are absolute and without symbolic links. */
export interface Run {
  readonly root: string;
  readonly cwd: string;
  readonly args: readonly string[];
}

/** Whether an earlier run of the same kind asked nothing of the changed files, nor of those that changed since. */
export function isRemembered(changes: readonly PathChange[], run: Run): boolean {
  try {
    return isOutsideMemory(changes, run);
  } catch {
    return false;
  }
}

function isOutsideMemory(changes: readonly PathChange[], { root, cwd, args }: Run): boolean {
  const file = memoryFile(root, cwd);
  if (file === null) return false;
  const memory = JSON.parse(readFileSync(file, 'utf8')) as StagedMemory;
  if (memory.folder !== cwd || memory.args.join('\0') !== args.join('\0')) return false;
  const isOutside = isElsewhere(memory);
  if (!changes.every(isOutside) || memory.disk !== diskState(root, cwd, memory.files)) return false;
  return changesSince(root, memory.commit)?.every(isOutside) === true;
}

/** The file of the memory, in the `node_modules` nearest to a folder; null: nothing is installed. */
export function memoryFile(root: string, folder: string): string | null {
  const modules = foldersBetween(root, folder).map((each) => join(each, 'node_modules')).find((path) => existsSync(path));
  return modules === undefined ? null : join(modules, '.cache/drizzle-sluice/staged.json');
}

/** What package managers write last: npm, pnpm, yarn 1 and 4. Others are known by the folder alone. */
const installations = ['', '.package-lock.json', '.modules.yaml', '.yarn-integrity', '.yarn-state.yml'];
const resolving = /(?:^|\/)(?:package|tsconfig[^/]*)\.json$/;

/**
 * How the files on disk stand that a run reads though they are not in the index: imports are resolved by what is
 * installed, and by the manifests and the compiler's configurations of the working tree; another release of ours reads other
 * things. What somebody changes by hand inside an installed package is not seen.
 */
export function diskState(root: string, folder: string, files: readonly string[]): string {
  const modules = foldersBetween(root, folder).map((each) => join(each, 'node_modules'));
  const paths = [
    import.meta.dirname,
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
