import { posix } from 'node:path';
import type { Texts } from '../text/texts.ts';
import { pathFrom } from './paths.ts';

export type FoundConfig =
  | { readonly kind: 'found'; readonly file: string }
  /** Not where drizzle-kit looks: files elsewhere that may be meant, nearest first. */
  | { readonly kind: 'elsewhere'; readonly candidates: readonly string[] };

/** Where drizzle-kit looks, in its order (0.31, `drizzleConfigFromFile`); then what it takes with `--config`. */
const names = ['ts', 'js', 'json', 'mts', 'cts', 'mjs', 'cjs'].map((extension) => `drizzle.config.${extension}`);
const likely = /^drizzle[\w.-]*\.config\.[\w.-]*(?:[cm]?[jt]s|json)$|^drizzle\.config\.[\w.-]+\.[cm]?[jt]s$/;

/** The configuration of drizzle-kit in a folder, or else those below it. */
export function findDrizzleConfig(texts: Texts, folder: string): FoundConfig {
  const file = names.map((name) => pathFrom(folder, name)).find((path) => texts.exists(path));
  if (file !== undefined) return { kind: 'found', file };
  const candidates = texts.list(pathFrom(folder, '')).filter(isCandidate);
  return { kind: 'elsewhere', candidates: candidates.sort((left, right) => depth(left) - depth(right) || compare(left, right)) };
}

function isCandidate(file: string): boolean {
  const [name = '', parent = ''] = [posix.basename(file), posix.basename(posix.dirname(file))];
  return !file.split('/').includes('node_modules') && (likely.test(name) || parent === 'drizzle.config');
}

function depth(file: string): number {
  return file.split('/').length;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
