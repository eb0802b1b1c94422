import { posix } from 'node:path';
import { plainValue, readJsonWithComments } from '../text/json.ts';
import type { Texts } from '../text/texts.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** A JSON file, comments allowed, that holds an object; null if there is none, or nothing that can be read. */
export function readObject(texts: Texts, path: string): JsonObject | null {
  const text = texts.read(path);
  const json = text === null ? null : readJsonWithComments(text);
  const value = json?.ok === true ? plainValue(json.node) : null;
  return isObject(value) ? value : null;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A folder and those above it, nearest first, to the root (empty). */
export function foldersUpTo(folder: string): readonly string[] {
  if (folder === '' || folder === '.') return [''];
  return [folder, ...foldersUpTo(posix.dirname(folder))];
}
