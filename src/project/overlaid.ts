import { posix } from 'node:path';
import { skimmedText, type Texts } from '../text/texts.ts';

/**
 * Texts, some of them in another form than where they come from: what an editor holds and has not saved, what a fix
 * would write. Paths are as `Texts` has them; a path that is not there is a new file.
 */
export function overlaid(texts: Texts, buffers: ReadonlyMap<string, string>): Texts {
  if (buffers.size === 0) return texts;
  const known = new Map([...buffers].map(([path, text]) => [posix.normalize(path), text]));
  return {
    list: (folder) => [...new Set([...texts.list(folder), ...[...known.keys()].filter(isUnder(folder))])].sort(),
    read: (path) => known.get(posix.normalize(path)) ?? texts.read(path),
    exists: (path) => known.has(posix.normalize(path)) || texts.exists(path),
    ...(texts.skim === undefined ? {} : { skim: (path) => {
      const text = known.get(posix.normalize(path));
      return text === undefined ? texts.skim?.(path) ?? null : skimmedText(text);
    } }),
    ...(texts.stamp === undefined ? {} : { stamp: (path) => known.get(posix.normalize(path)) ?? texts.stamp?.(path) }),
  };
}

function isUnder(folder: string): (path: string) => boolean {
  const start = posix.normalize(`${folder}/`);
  return folder === '' || start === './' ? (path) => !path.startsWith('../') : (path) => path.startsWith(start);
}
