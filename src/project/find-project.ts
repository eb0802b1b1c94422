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

/** The configuration of drizzle-kit in a folder itself; null if there is none. */
export function drizzleConfigIn(texts: Texts, folder: string): string | null {
  return names.map((name) => pathFrom(folder, name)).find((path) => texts.exists(path)) ?? null;
}

/** The configuration of drizzle-kit in a folder, or else those below it. */
export function findDrizzleConfig(texts: Texts, folder: string): FoundConfig {
  const file = drizzleConfigIn(texts, folder);
  if (file !== null) return { kind: 'found', file };
  const candidates = texts.list(pathFrom(folder, '')).filter(isCandidate);
  return { kind: 'elsewhere', candidates: candidates.sort((left, right) => depth(left) - depth(right)) };
}

function isCandidate(file: string): boolean {
  return likely.test(posix.basename(file)) && !file.split('/').includes('node_modules');
}

function depth(file: string): number {
  return file.split('/').length;
}
