import { realpathSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { ResolverFactory } from 'oxc-resolver';
import type { Texts } from '../text/texts.ts';
import { foldersUpTo, readObject } from './manifest.ts';
import { exportTargets, importTargets } from './package-targets.ts';
import { isOutside, pathFrom } from './paths.ts';
import { extensions, sourceFile } from './source-file.ts';
import { tsconfigTargets } from './tsconfig-paths.ts';
import { workingTree } from './working-tree.ts';
import { workspacePackages } from './workspace-packages.ts';

/** An import as written, and the file that has it → the file it means; null: not one of the project's own files. */
export type ImportResolver = (specifier: string, from: string) => string | null;

/**
 * Resolves imports of TypeScript as its compiler and bundlers do: `.js` for `.ts`, `paths` of the nearest
 * tsconfig.json, `exports` and `imports` of package.json, packages of the workspace. Works in a checkout where nothing is installed or
 * built: configurations that a tsconfig extends may be missing, packages are found by the workspace's own list, and for
 * a built file the source is taken.
 *
 * Paths are relative to `root`, which must hold the whole workspace: the root of the repository, not of the package.
 * Files of `node_modules` and outside the root are null. `texts` says which files there are, so that a git ref has its
 * own; aliases that only an installed package defines come from the disk either way.
 */
export function importResolver(root: string, texts: Texts = workingTree(root)): ImportResolver {
  const onDisk = diskResolver(root);
  const packageNamed = workspacePackages(texts);
  const known = new Map<string, string | null>();

  function resolve(specifier: string, from: string): string | null {
    if (/^\.{1,2}(?:\/|$)/.test(specifier)) return inside(texts, [pathFrom(posix.dirname(from), specifier)]);
    if (specifier.startsWith('node:')) return null;
    const disk = onDisk(specifier, from);
    if (disk === 'elsewhere') return null;
    return inside(texts, [
      ...(disk === null ? [] : [disk.path]),
      ...tsconfigTargets(texts, from, specifier),
      ...ownImports(texts, specifier, from),
      ...packageFiles(specifier, from),
    ]);
  }

  function packageFiles(specifier: string, from: string): readonly string[] {
    const [, name, rest] = /^((?:@[^/]+\/)?[^/@#][^/]*)(\/.*)?$/.exec(specifier) ?? [];
    if (name === undefined) return [];
    const found = packageNamed(name, from) ?? ownPackage(texts, name, from);
    if (found === null) return [];
    return exportTargets(found.manifest, `.${rest ?? ''}`).map((target) => pathFrom(found.folder, target));
  }

  return (specifier, from) => {
    const key = `${posix.dirname(from)}\0${specifier}`;
    const answer = known.has(key) ? known.get(key) ?? null : resolve(specifier, from);
    known.set(key, answer);
    return answer;
  };
}

/** The first of the paths that is a file of the project. */
function inside(texts: Texts, paths: readonly string[]): string | null {
  for (const path of paths) {
    const file = isOutside(path) ? null : sourceFile(texts, path);
    if (file !== null) return file;
  }
  return null;
}

/** `#name` in the package that the file belongs to. */
function ownImports(texts: Texts, specifier: string, from: string): readonly string[] {
  if (!specifier.startsWith('#')) return [];
  const folder = foldersUpTo(posix.dirname(from)).find((each) => texts.exists(pathFrom(each, 'package.json')));
  const manifest = folder === undefined ? null : readObject(texts, pathFrom(folder, 'package.json'));
  if (folder === undefined || manifest === null) return [];
  return importTargets(manifest, specifier).map((target) => pathFrom(folder, target));
}

/** A package may import itself by its name. */
function ownPackage(texts: Texts, name: string, from: string): ReturnType<ReturnType<typeof workspacePackages>> {
  for (const folder of foldersUpTo(posix.dirname(from))) {
    const manifest = readObject(texts, pathFrom(folder, 'package.json'));
    if (manifest?.['name'] === name) return { folder, manifest };
  }
  return null;
}

/** What is on disk: a path of the project, `elsewhere` (`node_modules`, outside the root), or null: not found. */
type OnDisk = { readonly path: string } | 'elsewhere' | null;

function diskResolver(root: string): (specifier: string, from: string) => OnDisk {
  const resolver = new ResolverFactory({
    tsconfig: 'auto',
    conditionNames: ['source', 'types', 'import', 'module', 'node', 'require', 'default'],
    extensions: [...extensions],
    extensionAlias: { '.js': ['.ts', '.tsx', '.js'], '.mjs': ['.mts', '.mjs'], '.cjs': ['.cts', '.cjs'] },
    mainFields: ['source', 'types', 'module', 'main'],
    builtinModules: true,
  });
  const realRoot = realpathSync(root);
  return (specifier, from) => {
    const result = resolver.resolveFileSync(join(realRoot, from), specifier);
    if (result.builtin !== undefined) return 'elsewhere';
    if (result.path === undefined) return null;
    const path = relative(realRoot, result.path).split(sep).join('/');
    return isOutside(path) || path.split('/').includes('node_modules') ? 'elsewhere' : { path };
  };
}
