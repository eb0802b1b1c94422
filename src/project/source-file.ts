import { posix } from 'node:path';
import type { Texts } from '../text/texts.ts';

/** As TypeScript looks: its own files before those of JavaScript. */
export const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json'];
const compiled = /(?:\.d)?\.[cm]?[jt]sx?$/;
const declaration = /\.d\.[cm]?ts$/;
/** Folders that builds write into, beside or instead of `src`. */
const buildFolders = new Set(['dist', 'build', 'lib', 'out', 'esm', 'cjs']);

/**
 * The file that an import of `path` means: the path itself, with an extension, TypeScript behind `.js`, or the index of
 * a folder. Of declaration files and of what a build wrote, the source is taken if it is there. Null: no such file.
 */
export function sourceFile(texts: Texts, path: string): string | null {
  const file = fileAt(texts, path);
  if (file !== null && isTypeScript(file)) return file;
  const sources = builtFrom(file ?? path).map((each) => fileAt(texts, each));
  const source = sources.find((each) => each !== null && isTypeScript(each));
  if (source !== undefined) return source;
  return file === null || declaration.test(file) ? null : file;
}

function isTypeScript(file: string): boolean {
  return /\.[cm]?tsx?$/.test(file) && !declaration.test(file);
}

function fileAt(texts: Texts, path: string): string | null {
  const stem = path.replace(compiled, '');
  const behind = /\.[cm]?jsx?$/.test(path) ? extensions.map((extension) => stem + extension) : [];
  const candidates = [
    ...behind.filter(isTypeScript),
    path,
    ...extensions.map((extension) => path + extension),
    ...extensions.map((extension) => posix.join(path, `index${extension}`)),
  ];
  return candidates.find((file) => texts.exists(file)) ?? null;
}

/** Where the source of a built file may be: `dist/schema.js` → `src/schema`, `schema`; `schema.d.ts` → `schema`. */
function builtFrom(path: string): readonly string[] {
  if (!compiled.test(path)) return [];
  const parts = path.replace(compiled, '').split('/');
  const at = parts.findLastIndex((part) => buildFolders.has(part));
  if (at === -1) return [parts.join('/')];
  const [before, after] = [parts.slice(0, at), parts.slice(at + 1)];
  return [posix.join(...before, 'src', ...after), posix.join(...before, ...after)];
}
