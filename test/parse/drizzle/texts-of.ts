import type { Texts } from '../../../src/text/texts.ts';

/** Texts held in memory: path → text. */
export function textsOf(files: Readonly<Record<string, string>>): Texts {
  const isUnder = (folder: string) => (path: string): boolean => folder === '' || path.startsWith(`${folder}/`);
  return {
    list: (folder) => Object.keys(files).filter(isUnder(folder)).sort(),
    read: (path) => files[path] ?? null,
    exists: (path) => Object.hasOwn(files, path),
  };
}
