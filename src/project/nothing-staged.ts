import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { indexFile, workingTreeRoot } from './index-file.ts';
import { stagedChanges } from './path-changes.ts';

/**
 * Whether the next commit certainly has nothing that `sluice check --staged` would look at, so that a hook of a commit
 * that does not concern us costs next to nothing. This file and what it imports are read before anything else: they
 * must stay few and small. `false`: nobody knows without a full run.
 */
export async function nothingStaged(args: readonly string[]): Promise<boolean> {
  const cwd = folderOf(args);
  const root = cwd === null ? null : workingTreeRoot(cwd);
  if (cwd === null || root === null) return false;
  const changes = stagedChanges(root, indexFile(root));
  if (changes === null) return false;
  const candidates = changes.filter(({ status, path }) => status === 'U' || !isHarmless(path));
  if (candidates.length === 0) return true;
  const { isRemembered } = await import('./staged-memory.ts');
  return isRemembered(candidates, { root, cwd, args });
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
    return realpathSync.native(resolve(path));
  } catch {
    return null;
  }
}

/**
 * Kinds of files in which no schema, migration or setting can stand: texts, pictures, fonts, styles, other languages.
 * SQL, JSON, TypeScript and JavaScript, and whatever is not named here, may matter. A set: a pattern that lists as much
 * takes as long to compile as git takes to answer.
 */
const harmless = new Set([
  'md', 'mdx', 'markdown', 'txt', 'rst', 'adoc', 'pdf', 'html', 'htm', 'xml', 'csv', 'tsv', 'toml', 'yaml', 'yml', 'lock',
  'css', 'scss', 'sass', 'less', 'styl', 'svg', 'png', 'jpg', 'jpeg', 'gif', 'webp', 'avif', 'ico', 'bmp',
  'mp3', 'mp4', 'webm', 'mov', 'wav', 'woff', 'woff2', 'ttf', 'otf', 'eot', 'zip', 'gz', 'log', 'env', 'example', 'patch',
  'sh', 'bash', 'zsh', 'ps1', 'bat', 'py', 'rb', 'go', 'rs', 'java', 'kt', 'kts', 'swift', 'php', 'c', 'h', 'cpp', 'hpp', 'cs',
  'graphql', 'gql', 'proto', 'prisma', 'vue', 'svelte', 'astro', 'hbs', 'ejs', 'snap',
  'gitignore', 'gitattributes', 'npmignore', 'dockerignore', 'prettierignore', 'editorconfig', 'npmrc', 'nvmrc',
]);
const harmlessNames = new Set([
  'LICENSE', 'Dockerfile', 'Makefile', 'CODEOWNERS', 'package-lock.json', 'npm-shrinkwrap.json',
]);

/** Of YAML only the list of a workspace's packages is read. */
function isHarmless(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name === 'pnpm-workspace.yaml' || !name.includes('.')) return harmlessNames.has(name);
  return harmless.has(name.slice(name.lastIndexOf('.') + 1).toLowerCase()) || harmlessNames.has(name);
}
