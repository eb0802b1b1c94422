import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { Problem } from '../text/problem.ts';
import { repositoryOf } from './git.ts';
import { askGit } from './run-git.ts';
import { writeAll } from './write-files.ts';

/** What came of installing the hook. */
export type HookInstallation =
  | { readonly kind: 'written' | 'renewed' | 'there'; readonly path: string }
  /** Hooks are somebody else's here: nothing was written. */
  | { readonly kind: 'foreign'; readonly found: string; readonly add: string };

/**
 * Writes the pre-commit hook of git for the project in a folder (absolute, without symbolic links), unless another tool
 * keeps the hooks or another hook is there. @throws Problem outside git, and where the file cannot be written.
 */
export function installHook(folder: string): HookInstallation {
  const repository = repositoryOf(folder);
  if (repository.kind === 'none') throw new Problem('This is no git repository, so it has no hooks.', 'Run git init first.');
  if (repository.kind === 'refused') {
    throw new Problem(`git refuses to read this repository: ${repository.message}`, 'Do what git says, or use a copy that you own.');
  }
  const path = resolve(folder, askGit(folder, ['rev-parse', '--git-path', 'hooks']) ?? '', 'pre-commit');
  const found = keeperOf(repository.root, folder) ?? foreignHook(path, repository.folder);
  return found ?? writeHook(path, hookText(repository.folder));
}

const mark = '# Written by "sluice hook install"';

/** The project's own sluice, however it was installed: npm, pnpm, yarn and bun all fill node_modules/.bin, Plug'n'Play aside. */
function hookText(folder: string): string {
  const enter = folder === '' ? [] : [`cd ${quoted(folder)} || exit 1`];
  return [
    '#!/bin/sh',
    `${mark}; sluice hook install renews it.`,
    ...enter,
    'at=$PWD',
    'while [ ! -e "$at/node_modules/.bin/sluice" ] && [ "$at" != "${at%/*}" ]; do at=${at%/*}; done',
    'if [ -e "$at/node_modules/.bin/sluice" ]; then exec "$at/node_modules/.bin/sluice" check --staged; fi',
    'if [ -e .pnp.cjs ]; then exec yarn sluice check --staged; fi',
    'exec npx --no-install sluice check --staged',
    '',
  ].join('\n');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function writeHook(path: string, text: string): HookInstallation {
  const before = existsSync(path) ? readFileSync(path, 'utf8') : null;
  if (before === text) return { kind: 'there', path };
  const written = writeAll(dirname(path), [{ path: basename(path), text }]);
  if (!written.ok) throw new Problem(`${path} cannot be written: ${written.message}.`, 'Give yourself the permission, and run again.');
  chmodSync(path, 0o755);
  return { kind: before === null ? 'written' : 'renewed', path };
}

/** A hook that is there and is not ours. */
function foreignHook(path: string, folder: string): HookInstallation | null {
  if (!existsSync(path) || readFileSync(path, 'utf8').includes(mark)) return null;
  return { kind: 'foreign', found: `a hook that is not ours, ${path}`, add: inFolder(folder, 'npx --no-install sluice check --staged || exit 1') };
}

function inFolder(folder: string, command: string): string {
  return folder === '' ? command : `(cd ${quoted(folder)} && ${command.replace(' || exit 1', '')}) || exit 1`;
}

/** The tool that keeps the hooks of a repository, and the line it takes. Tools that write over hooks come first. */
function keeperOf(root: string, folder: string): HookInstallation | null {
  const place = relative(root, folder).split(sep).join('/');
  const cwd = place === '' ? '' : ` --cwd ${quoted(place)}`;
  const command = `npx --no-install sluice check --staged${cwd}`;
  const keepers: readonly (readonly [found: string | null, add: string])[] = [
    [huskyOf(root, folder), `a line in .husky/pre-commit: ${command}`],
    [fileOf(root, lefthookFiles), `under pre-commit, commands, sluice: run: ${command}`],
    [fileOf(root, ['.pre-commit-config.yaml']), `a hook with the entry: ${command}`],
    [packageKey(root, folder, 'simple-git-hooks'), `"pre-commit": "${command}"`],
    [packageKey(root, folder, 'lint-staged'), `"*.{sql,json,ts,mts,cts,js,mjs,cjs}": "${command}"`],
  ];
  const keeper = keepers.find(([found]) => found !== null);
  return keeper === undefined ? null : { kind: 'foreign', found: keeper[0] ?? '', add: keeper[1] };
}

const lefthookFiles = ['lefthook', '.lefthook'].flatMap((name) => ['yml', 'yaml', 'json', 'toml'].map((end) => `${name}.${end}`));

function huskyOf(root: string, folder: string): string | null {
  const hooks = askGit(root, ['config', '--get', 'core.hooksPath']) ?? '';
  if (/(?:^|\/)\.husky(?:\/|$)/.test(hooks)) return `husky (core.hooksPath ${hooks})`;
  return [folder, root].some((each) => existsSync(join(each, '.husky'))) ? 'husky (.husky)' : null;
}

function fileOf(root: string, names: readonly string[]): string | null {
  return names.find((name) => existsSync(join(root, name))) ?? null;
}

function packageKey(root: string, folder: string, key: string): string | null {
  const file = [folder, root].map((each) => join(each, 'package.json')).find((path) => hasKey(path, key));
  return file === undefined ? null : `${key} in ${relative(root, file).split(sep).join('/')}`;
}

function hasKey(path: string, key: string): boolean {
  if (!existsSync(path)) return false;
  try {
    const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof manifest === 'object' && manifest !== null && key in manifest;
  } catch {
    return false;
  }
}
