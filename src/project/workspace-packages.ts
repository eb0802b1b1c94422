import { posix } from 'node:path';
import picomatch from 'picomatch';
import type { Texts } from '../text/texts.ts';
import { foldersUpTo, isObject, readObject, type JsonObject } from './manifest.ts';
import { pathFrom } from './paths.ts';

export interface WorkspacePackage {
  readonly folder: string;
  readonly manifest: JsonObject;
}

/**
 * Finds a package of the workspace that a file belongs to by its name, without `node_modules`: as
 * `pnpm-workspace.yaml` and `workspaces` of package.json list them. The nearest workspace that has the name wins.
 */
export function workspacePackages(texts: Texts): (name: string, from: string) => WorkspacePackage | null {
  const workspaces = new Map<string, ReadonlyMap<string, WorkspacePackage>>();

  function workspaceAt(folder: string): ReadonlyMap<string, WorkspacePackage> {
    const known = workspaces.get(folder) ?? packagesOf(texts, folder);
    workspaces.set(folder, known);
    return known;
  }

  return (name, from) => {
    for (const folder of foldersUpTo(posix.dirname(from))) {
      const found = workspaceAt(folder).get(name);
      if (found !== undefined) return found;
    }
    return null;
  };
}

function packagesOf(texts: Texts, root: string): ReadonlyMap<string, WorkspacePackage> {
  const patterns = workspaceGlobs(texts, root);
  if (patterns.length === 0) return new Map();
  const isMember = memberTest(patterns);
  const manifests = texts.list(root).filter((file) => posix.basename(file) === 'package.json');
  const folders = manifests.map((file) => (posix.dirname(file) === '.' ? '' : posix.dirname(file)));
  const members = folders.filter((folder) => folder === root || isMember(relative(root, folder)));
  return new Map(members.flatMap((folder) => {
    const manifest = readObject(texts, pathFrom(folder, 'package.json'));
    const name = manifest?.['name'];
    return manifest !== null && typeof name === 'string' ? [[name, { folder, manifest }] as const] : [];
  }));
}

/** `!` takes away what the others match. */
function memberTest(patterns: readonly string[]): (folder: string) => boolean {
  const clean = (pattern: string): string => pattern.replace(/^\.\//, '').replace(/\/$/, '');
  const wanted = picomatch(patterns.filter((pattern) => !pattern.startsWith('!')).map(clean));
  const unwanted = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => clean(pattern.slice(1)));
  const refused = unwanted.length === 0 ? () => false : picomatch(unwanted);
  return (folder) => wanted(folder) && !refused(folder);
}

function workspaceGlobs(texts: Texts, folder: string): readonly string[] {
  const pnpm = texts.read(pathFrom(folder, 'pnpm-workspace.yaml'));
  const declared = readObject(texts, pathFrom(folder, 'package.json'))?.['workspaces'];
  const listed = isObject(declared) ? declared['packages'] : declared;
  const globs = Array.isArray(listed) ? listed.filter((glob) => typeof glob === 'string') : [];
  return [...(pnpm === null ? [] : pnpmPackages(pnpm)), ...globs];
}

/** The list under `packages:`, the one part of the file that matters here: a block list, or one in brackets. */
function pnpmPackages(yaml: string): readonly string[] {
  const lines = yaml.split(/\r?\n/).map((line) => line.replace(/(^|\s)#.*$/, ''));
  const start = lines.findIndex((line) => /^packages\s*:/.test(line));
  if (start === -1) return [];
  const inline = /^packages\s*:\s*\[(.*)\]/.exec(lines[start] ?? '')?.[1];
  if (inline !== undefined) return inline.split(',').map(yamlText).filter((glob) => glob !== '');
  const rest = lines.slice(start + 1).filter((line) => line.trim() !== '');
  const end = rest.findIndex((line) => !/^\s*-\s/.test(line));
  const items = end === -1 ? rest : rest.slice(0, end);
  return items.map((line) => yamlText(line.replace(/^\s*-\s+/, '')));
}

function yamlText(written: string): string {
  return written.trim().replace(/^(['"])(.*)\1$/, '$2');
}

function relative(root: string, folder: string): string {
  return root === '' ? folder : posix.relative(root, folder);
}
