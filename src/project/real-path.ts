import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** An absolute path without symbolic links, as far as it is there: of a file that is not written yet, those of its folders. */
export function realPath(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const folder = dirname(path);
  return folder === path ? path : join(realPath(folder), basename(path));
}
