import { isObject } from './manifest.ts';

/** What a build tool that reads TypeScript asks for. The order is the manifest's, as Node demands. */
const conditions = new Set(['source', 'development', 'types', 'import', 'module', 'node', 'require', 'default']);

/**
 * The files a manifest offers for `subpath` (`.` or `./schema`), best first, relative to the package:
 * https://nodejs.org/api/packages.html#package-entry-points. All conditions that hold are listed, since what the first
 * names may not be built yet. Without `exports` every file of the package is offered.
 */
export function exportTargets(manifest: Readonly<Record<string, unknown>>, subpath: string): readonly string[] {
  const { exports } = manifest;
  if (exports === undefined || exports === null) {
    return subpath === '.' ? mainFiles(manifest) : [subpath, `./src/${subpath.slice(2)}`];
  }
  const isMap = isObject(exports) && Object.keys(exports).some((key) => key.startsWith('.'));
  return mappedTargets(isMap ? exports : { '.': exports }, subpath);
}

/** The same for `imports`, whose names begin with `#`. */
export function importTargets(manifest: Readonly<Record<string, unknown>>, specifier: string): readonly string[] {
  return isObject(manifest['imports']) ? mappedTargets(manifest['imports'], specifier) : [];
}

function mainFiles(manifest: Readonly<Record<string, unknown>>): readonly string[] {
  const named = ['source', 'types', 'module', 'main'].map((field) => manifest[field]);
  return [...named.filter((file) => typeof file === 'string'), './src/index', './index'];
}

/** An exact key wins; of patterns the one with the longest start. */
function mappedTargets(map: Readonly<Record<string, unknown>>, name: string): readonly string[] {
  if (Object.hasOwn(map, name)) return targetsOf(map[name], '');
  const patterns = Object.keys(map).filter((key) => key.includes('*') && matchOf(key, name) !== null);
  const [best] = patterns.sort((left, right) => right.indexOf('*') - left.indexOf('*'));
  return best === undefined ? [] : targetsOf(map[best], matchOf(best, name) ?? '');
}

/** What `*` stands for, or null if the pattern is of another name. */
export function matchOf(pattern: string, name: string): string | null {
  const [start = '', end] = pattern.split('*', 2);
  if (end === undefined) return pattern === name ? '' : null;
  const fits = name.length >= start.length + end.length && name.startsWith(start) && name.endsWith(end);
  return fits ? name.slice(start.length, name.length - end.length) : null;
}

function targetsOf(target: unknown, star: string): readonly string[] {
  if (typeof target === 'string') return [target.replaceAll('*', star)];
  if (Array.isArray(target)) return target.flatMap((each) => targetsOf(each, star));
  if (!isObject(target)) return [];
  const holding = Object.entries(target).filter(([condition]) => conditions.has(condition));
  return holding.flatMap(([, each]) => targetsOf(each, star));
}
