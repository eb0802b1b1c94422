import { chmodSync, lstatSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { git, write } from '../project/folder.ts';
import { run, type End } from './sluice.ts';

const root = resolve(import.meta.dirname, '../..');

/** Installs the built sluice in a folder as a package manager would, beside this checkout's other packages. */
export function installSluice(folder: string): void {
  const modules = join(folder, 'node_modules');
  if (lstatSync(modules, { throwIfNoEntry: false }) !== undefined) rmSync(modules, { recursive: true });
  mkdirSync(join(modules, '.bin'), { recursive: true });
  const packages = readdirSync(join(root, 'node_modules')).filter((name) => !name.startsWith('.'));
  for (const name of packages) symlinkSync(join(root, 'node_modules', name), join(modules, name));
  writeScript(join(modules, '.bin/sluice'), `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'dist/src/cli/main.js')}' "$@"\n`);
}

/** A file that may be run. */
export function writeScript(path: string, text: string): void {
  write(resolve(path, '..'), { [path.slice(path.lastIndexOf('/') + 1)]: text });
  chmodSync(path, 0o755);
}

/** A repository of the files that lie in a folder, with somebody to commit in it. */
export function beginRepository(folder: string): void {
  write(folder, { '.gitignore': 'node_modules\ndist\n' });
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'config', 'user.name', 'Ada');
  git(folder, 'config', 'user.email', 'ada@example.org');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--no-verify', '-m', 'First');
}

/** `git commit` with its hooks, to its end. */
export function commitWithHooks(folder: string, ...args: readonly string[]): Promise<End> {
  return run('git', ['commit', '-m', 'Next', ...args], folder);
}
