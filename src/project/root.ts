import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { Problem } from '../text/problem.ts';
import { repositoryOf } from './git.ts';
import { pathFrom } from './paths.ts';

/** A folder in the tree that is read: everything below `root` can be reached, `folder` is where the user stands. */
export interface Standpoint {
  /** Absolute path. */
  readonly root: string;
  /** From the root, with `/`; empty for the root itself. */
  readonly folder: string;
  readonly git: 'repository' | 'none' | { readonly refused: string };
}

/** The folder that work begins in, as an absolute path without symbolic links. @throws Problem if it is none. */
export function workingFolder(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return realpathSync(path);
  throw new Problem(`There is no folder ${path}.`, 'Give --cwd the folder of the project.');
}

/** A path or glob as the user typed it, relative to where they stand or absolute, as `Texts` names it. */
export function typedPath({ root, folder }: Standpoint, path: string): string {
  if (!isAbsolute(path)) return pathFrom(folder, path);
  return pathFrom('', relative(root, existsSync(path) ? realpathSync(path) : resolve(path)).split(sep).join('/'));
}

/** The repository around a folder; without one, the workspace around it (pnpm, npm, yarn), else the folder itself. */
export function standpoint(folder: string): Standpoint {
  const repository = repositoryOf(folder);
  if (repository.kind === 'repository') {
    return { root: repository.root, folder: repository.folder, git: 'repository' };
  }
  const root = workspaceAround(folder) ?? folder;
  return {
    root,
    folder: relative(root, folder).split(sep).join('/'),
    git: repository.kind === 'refused' ? { refused: repository.message } : 'none',
  };
}

/**
 * The same without asking git, for who cannot start a process at every key stroke: the repository is where `.git` lies.
 * Of git it says `none`, for nothing can be compared with.
 */
export function standpointWithoutGit(folder: string): Standpoint {
  const root = repositoryAround(folder) ?? workspaceAround(folder) ?? folder;
  return { root, folder: relative(root, folder).split(sep).join('/'), git: 'none' };
}

function repositoryAround(folder: string): string | null {
  if (isRepository(join(folder, '.git'))) return folder;
  const parent = dirname(folder);
  return parent === folder ? null : repositoryAround(parent);
}

/** A folder with a HEAD, or in a worktree and a submodule a file that names one: https://git-scm.com/docs/gitrepository-layout */
function isRepository(path: string): boolean {
  if (existsSync(join(path, 'HEAD'))) return true;
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true && readFileSync(path, 'utf8').startsWith('gitdir:');
}

function workspaceAround(folder: string): string | null {
  if (existsSync(join(folder, 'pnpm-workspace.yaml')) || hasWorkspaces(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  return parent === folder ? null : workspaceAround(parent);
}

function hasWorkspaces(packageFile: string): boolean {
  if (!existsSync(packageFile)) return false;
  return /"workspaces"\s*:/.test(readFileSync(packageFile, 'utf8'));
}
