import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { indexFile, workingTreeRoot } from './index-file.ts';
import {
  changesSince, diskState, isElsewhere, memoryFile, readMemory, stagedChanges, type PathChange,
} from './staged-memory.ts';

/**
 * Whether the next commit certainly has nothing that `sluice check --staged` would look at, so that a hook of a commit
 * that does not concern us costs next to nothing. This file and what it imports are read before anything else: they
 * must stay few and small. `false`: nobody knows without a full run.
 */
export function nothingStaged(args: readonly string[], version: () => string): boolean {
  const cwd = folderOf(args);
  const root = cwd === null ? null : workingTreeRoot(cwd);
  if (cwd === null || root === null) return false;
  const changes = stagedChanges(root, indexFile(root));
  if (changes === null) return false;
  const candidates = changes.filter(({ status, path }) => status === 'U' || !isHarmless(path));
  return candidates.length === 0 || isRemembered(candidates, { root, cwd, args, version });
}

/** Arguments that need no more than the answer "nothing": no report into a file, no other scope, no paths. */
function folderOf(args: readonly string[]): string | null {
  const [command, ...flags] = args;
  if (command !== 'check' || !flags.includes('--staged')) return null;
  let cwd = '.';
  for (let at = 0; at < flags.length; at += 1) {
    const flag = flags[at] ?? '';
    if (flag === '--staged' || flag === '--quiet') continue;
    const value = flags[at + 1];
    if (!/^--(?:cwd|config|drizzle-config)$/.test(flag) || value === undefined || value.startsWith('-')) return null;
    if (flag === '--cwd') cwd = value;
    at += 1;
  }
  return realFolder(cwd);
}

function realFolder(path: string): string | null {
  try {
    return realpathSync(resolve(path));
  } catch {
    return null;
  }
}

/**
 * Kinds of files in which no schema, migration or setting can stand: texts, pictures, fonts, styles, other languages.
 * SQL, JSON, TypeScript and JavaScript, and whatever is not named here, may matter.
 */
const harmless = new RegExp(`\\.(?:${[
  'md|mdx|markdown|txt|rst|adoc|pdf|html?|css|scss|sass|less|styl|svg|png|jpe?g|gif|webp|avif|ico|bmp|mp[34]|webm|mov|wav',
  'woff2?|ttf|otf|eot|csv|tsv|xml|toml|lock|ya?ml|sh|bash|zsh|ps1|bat|py|rb|go|rs|java|kts?|swift|php|c|h|cpp|hpp|cs',
  'graphql|gql|proto|prisma|vue|svelte|astro|hbs|ejs|snap|patch|log|env|example|zip|gz',
].join('|')})$|(?:^|/)(?:\\.(?:git|npm|docker|prettier|eslint)ignore|\\.gitattributes|\\.editorconfig|\\.npmrc|\\.nvmrc`
  + '|LICENSE|Dockerfile|Makefile|CODEOWNERS|package-lock\\.json|npm-shrinkwrap\\.json)$', 'i');

/** Of YAML only the list of a workspace's packages is read. */
function isHarmless(path: string): boolean {
  return harmless.test(path) && !path.endsWith('pnpm-workspace.yaml');
}

interface Run {
  readonly root: string;
  readonly cwd: string;
  readonly args: readonly string[];
  readonly version: () => string;
}

/** Whether an earlier run of the same kind asked nothing of the changed files, nor of those that changed since. */
function isRemembered(changes: readonly PathChange[], run: Run): boolean {
  try {
    return isOutsideMemory(changes, run);
  } catch {
    return false;
  }
}

function isOutsideMemory(changes: readonly PathChange[], { root, cwd, args, version }: Run): boolean {
  const file = memoryFile(root, cwd);
  if (file === null) return false;
  const memory = readMemory(file);
  if (memory.version !== version() || memory.folder !== cwd || memory.args.join('\0') !== args.join('\0')) return false;
  const isOutside = isElsewhere(memory);
  if (!changes.every(isOutside) || memory.disk !== diskState(root, cwd, memory.files)) return false;
  return changesSince(root, memory.commit)?.every(isOutside) === true;
}
