import { createHash } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, readFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { Problem } from '../text/problem.ts';
import { shellQuoted } from '../text/shell-word.ts';
import { repositoryOf } from './git.ts';
import { realPath } from './real-path.ts';
import { askGit } from './run-git.ts';
import { writeAll } from './write-files.ts';

/** What came of installing the hook. */
export type HookInstallation =
  /** `extended`: the hook of other projects in the repository checks this one too from now on. */
  | { readonly kind: 'written' | 'renewed' | 'extended' | 'there'; readonly path: string }
  /** Hooks are somebody else's here: nothing was written. */
  | { readonly kind: 'foreign'; readonly found: string; readonly add: string };

/**
 * Writes the pre-commit hook of git for the project in a folder (absolute, without symbolic links), unless another tool
 * keeps the hooks or another hook is there. Projects of one repository share the hook. @throws Problem outside git, where
 * the hooks are not those of this repository, and where the file cannot be written.
 */
export function installHook(folder: string): HookInstallation {
  const repository = repositoryOf(folder);
  if (repository.kind === 'none') throw new Problem('This is no git repository, so it has no hooks.', 'Run git init first.');
  if (repository.kind === 'refused') {
    throw new Problem(`git refuses to read this repository: ${repository.message}`, 'Do what git says, or use a copy that you own.');
  }
  const keeper = keeperOf(repository.root, folder);
  if (keeper !== null) return keeper;
  const path = join(hooksFolder(repository.root, folder), 'pre-commit');
  return writeHook(path, repository.folder) ?? foreignHook(path, repository.folder);
}

/** Where git looks for hooks. `core.hooksPath` may lead to a folder that all repositories of a user share. */
function hooksFolder(root: string, folder: string): string {
  const configured = askGit(folder, ['config', '--get', 'core.hooksPath']);
  const path = resolve(folder, askGit(folder, ['rev-parse', '--git-path', 'hooks']) ?? '');
  const own = [root, resolve(folder, askGit(folder, ['rev-parse', '--git-common-dir']) ?? '')];
  if (configured !== '' && own.some((each) => isInside(each, path))) return path;
  throw new Problem(
    `Nothing is written: core.hooksPath is "${configured ?? ''}", which is no folder of this repository.`,
    'Give the repository a folder of its own: git config core.hooksPath .githooks, and run again.',
  );
}

function isInside(folder: string, path: string): boolean {
  const way = relative(realPath(folder), realPath(path));
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

const mark = '# Written by "sluice hook install"';

/** The hook of projects in these folders of a repository. The sum tells whether somebody has put a hand to it since. */
function hookText(folders: readonly string[]): string {
  const body = `${lines.join('\n')}\n${folders.map((folder) => `check ${shellQuoted(folder === '' ? '.' : folder)} || exit 1\n`).join('')}`;
  return `#!/bin/sh\n${mark}, which renews it; sum ${sumOf(body)}.\n${body}`;
}

/** A project's own sluice, however it was installed: npm, pnpm, yarn and bun all fill node_modules/.bin, Plug'n'Play aside. */
const lines = [
  'check() (',
  '  cd "$1" || exit 1',
  '  at=$PWD',
  '  while [ ! -e "$at/node_modules/.bin/sluice" ] && [ "$at" != "${at%/*}" ]; do at=${at%/*}; done',
  '  if [ -e "$at/node_modules/.bin/sluice" ]; then exec "$at/node_modules/.bin/sluice" check --staged; fi',
  '  if [ -e .pnp.cjs ]; then exec yarn sluice check --staged; fi',
  '  exec npx --no-install sluice check --staged',
  ')',
];

function sumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function unquoted(text: string): string {
  return text.slice(1, -1).replaceAll("'\\''", "'");
}

/** Null: a hook is there that is not as we wrote it. */
function writeHook(path: string, folder: string): HookInstallation | null {
  const isThere = lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  const before = isThere ? foldersOf(path) : [];
  if (before === null) return null;
  const text = hookText([...new Set([...before, folder])]);
  if (isThere && readFileSync(path, 'utf8') === text) return { kind: 'there', path };
  const written = writeAll(dirname(path), [{ path: basename(path), text }]);
  if (!written.ok) throw new Problem(`${path} cannot be written: ${written.message}.`, 'Give yourself the permission, and run again.');
  chmodSync(path, 0o755);
  return { kind: !isThere ? 'written' : before.includes(folder) ? 'renewed' : 'extended', path };
}

/** The folders that a hook of ours checks; null for one that is another's, was changed, or leads nowhere. */
function foldersOf(path: string): readonly string[] | null {
  if (!existsSync(path)) return null;
  const [, sum, body] = /^#!\/bin\/sh\n# Written by "sluice hook install", which renews it; sum (\w+)\.\n([^]*)$/.exec(readFileSync(path, 'utf8')) ?? [];
  if (sum === undefined || body === undefined || sumOf(body) !== sum) return null;
  return [...body.matchAll(/^check ('.*') \|\| exit 1$/gm)].map(([, folder = "''"]) => unquoted(folder)).map((folder) => (folder === '.' ? '' : folder));
}

/** A hook that is there and is not ours, or not as we wrote it. */
function foreignHook(path: string, folder: string): HookInstallation {
  const isOurs = existsSync(path) && readFileSync(path, 'utf8').includes(mark);
  const found = isOurs ? `a hook of ours that was changed since, ${path}` : `a hook that is not ours, ${path}`;
  return { kind: 'foreign', found, add: inFolder(folder, 'npx --no-install sluice check --staged || exit 1') };
}

function inFolder(folder: string, command: string): string {
  return folder === '' ? command : `(cd ${shellQuoted(folder)} && ${command.replace(' || exit 1', '')}) || exit 1`;
}

/** The tool that keeps the hooks of a repository, and the line it takes. Tools that write over hooks come first. */
function keeperOf(root: string, folder: string): HookInstallation | null {
  const place = relative(root, folder).split(sep).join('/');
  const cwd = place === '' ? '' : ` --cwd ${shellQuoted(place)}`;
  const command = `${ownSluice(root, folder)} check --staged${cwd}`;
  const keepers: readonly (readonly [found: string | null, add: string])[] = [
    [huskyOf(root, folder), `a line in .husky/pre-commit: sluice check --staged${cwd}`],
    [fileOf(root, lefthookFiles), `under pre-commit, commands, sluice: run: ${command}`],
    [fileOf(root, ['.pre-commit-config.yaml']), `a hook with the entry: ${command}`],
    [packageKey(root, folder, 'simple-git-hooks'), `"pre-commit": "${command}"`],
    [packageKey(root, folder, 'lint-staged'), `"*.{sql,json,ts,mts,cts,js,mjs,cjs}": "sluice check --staged${cwd}"`],
  ];
  const keeper = keepers.find(([found]) => found !== null);
  return keeper === undefined ? null : { kind: 'foreign', found: keeper[0] ?? '', add: keeper[1] };
}

/** By its path from the root, where hooks run: npx takes seven times as long to start as node. husky and lint-staged look there themselves. */
function ownSluice(root: string, folder: string): string {
  const found = [folder, root].map((each) => join(each, 'node_modules/.bin/sluice')).find((path) => existsSync(path));
  if (found !== undefined) return relative(root, found).split(sep).join('/');
  return folder === root ? 'node_modules/.bin/sluice' : 'npx --no-install sluice';
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
