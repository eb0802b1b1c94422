import { posix } from 'node:path';
import type { Texts } from '../text/texts.ts';

/** What was asked of texts: the answers to everything else cannot have mattered. */
export interface Reads {
  /** Paths that were read or looked for, whether or not there is such a file. */
  readonly files: ReadonlySet<string>;
  /** Folders whose files were listed. */
  readonly folders: ReadonlySet<string>;
}

/** The same texts, and in `reads`, as it grows, what was asked of them. */
export function recordedTexts(texts: Texts): { readonly texts: Texts; readonly reads: Reads } {
  const files = new Set<string>();
  const folders = new Set<string>();
  return {
    reads: { files, folders },
    texts: {
      list(folder) {
        folders.add(folder === '' ? '' : posix.normalize(folder).replace(/^\.$|\/$/, ''));
        return texts.list(folder);
      },
      read(path) {
        files.add(posix.normalize(path));
        return texts.read(path);
      },
      exists(path) {
        files.add(posix.normalize(path));
        return texts.exists(path);
      },
      ...(texts.skim === undefined ? {} : { skim: (path) => {
        files.add(posix.normalize(path));
        return texts.skim?.(path) ?? null;
      } }),
    },
  };
}
