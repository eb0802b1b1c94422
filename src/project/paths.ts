import { posix } from 'node:path';

/**
 * A path as `Texts` names it, relative to the root and with `/`, of a path that is relative to the folder `from`
 * (itself relative to the root; empty for the root). It starts with `../` where it leaves the root.
 */
export function pathFrom(from: string, path: string): string {
  const joined = posix.normalize(posix.join(from, path.replaceAll('\\', '/')));
  return joined === '.' ? '' : joined.replace(/\/$/, '');
}

/** Whether a path of `pathFrom` leaves the root. */
export function isOutside(path: string): boolean {
  return path === '..' || path.startsWith('../');
}
