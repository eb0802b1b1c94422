import { relative, sep } from 'node:path';

/** A path as the user sees it: relative to the working directory, with `/`. */
export function pathUnder(cwd: string, path: string): string {
  return relative(cwd, path).split(sep).join('/') || '.';
}
