import { posix } from 'node:path';
import type { Texts } from '../text/texts.ts';
import { foldersUpTo, isObject, readObject, type JsonObject } from './manifest.ts';
import { matchOf } from './package-targets.ts';
import { isOutside, pathFrom } from './paths.ts';

/**
 * What `paths` and `baseUrl` of the nearest tsconfig.json make of an import, best first. Only files of the project are
 * read: what a configuration extends from a package that is not installed is passed over, where a resolver that wants
 * the whole configuration gives up.
 */
export function tsconfigTargets(texts: Texts, from: string, specifier: string): readonly string[] {
  const files = foldersUpTo(posix.dirname(from)).map((folder) => pathFrom(folder, 'tsconfig.json'));
  const file = files.find((path) => texts.exists(path));
  if (file === undefined) return [];
  return chain(texts, file, []).flatMap((config) => targetsIn(config, specifier));
}

interface Config {
  readonly folder: string;
  readonly options: JsonObject;
}

/** The configuration, those it refers to (`references`), and those it extends; each once. */
function chain(texts: Texts, file: string, seen: readonly string[]): readonly Config[] {
  if (seen.includes(file) || seen.length > 20) return [];
  const json = readObject(texts, file);
  if (json === null) return [];
  const options = isObject(json['compilerOptions']) ? json['compilerOptions'] : {};
  const next = [...referenced(texts, file, json['references']), ...extended(texts, file, json['extends'])];
  return [{ folder: folderOf(file), options }, ...next.flatMap((each) => chain(texts, each, [...seen, file]))];
}

function extended(texts: Texts, file: string, value: unknown): readonly string[] {
  const names = [value].flat().filter((name) => typeof name === 'string' && name.startsWith('.')) as string[];
  const files = names.reverse().map((name) => pathFrom(folderOf(file), name));
  return files.map((path) => (texts.exists(path) ? path : `${path}.json`)).filter((path) => !isOutside(path));
}

function referenced(texts: Texts, file: string, value: unknown): readonly string[] {
  const paths = Array.isArray(value) ? value.map((each: unknown) => (isObject(each) ? each['path'] : null)) : [];
  const named = paths.filter((path) => typeof path === 'string').map((path) => pathFrom(folderOf(file), path));
  const files = named.map((path) => (texts.exists(path) ? path : pathFrom(path, 'tsconfig.json')));
  return files.filter((path) => !isOutside(path));
}

/** `paths` are relative to `baseUrl`, and without it to the file: https://www.typescriptlang.org/tsconfig/#paths */
function targetsIn({ folder, options }: Config, specifier: string): readonly string[] {
  const baseUrl = typeof options['baseUrl'] === 'string' ? pathFrom(folder, options['baseUrl']) : null;
  const paths = isObject(options['paths']) ? options['paths'] : {};
  const [best] = Object.keys(paths)
    .filter((pattern) => matchOf(pattern, specifier) !== null)
    .sort((left, right) => startLength(right) - startLength(left));
  const targets = best === undefined ? [] : [paths[best]].flat().filter((target) => typeof target === 'string');
  const star = best === undefined ? '' : matchOf(best, specifier) ?? '';
  return [
    ...targets.map((target) => pathFrom(baseUrl ?? folder, target.replace('${configDir}', '.').replace('*', star))),
    ...(baseUrl === null || specifier.startsWith('.') ? [] : [pathFrom(baseUrl, specifier)]),
  ];
}

/** A pattern without a star is exact, and wins over all. */
function startLength(pattern: string): number {
  const star = pattern.indexOf('*');
  return star === -1 ? Infinity : star;
}

function folderOf(file: string): string {
  const folder = posix.dirname(file);
  return folder === '.' ? '' : folder;
}
