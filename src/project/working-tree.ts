import { readdirSync, readFileSync, statSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import type { Texts } from '../text/texts.ts';
import { skimFile } from './skim.ts';

/** Folders that are never part of a project's own text. */
export const skippedFolders: ReadonlySet<string> = new Set(['.git', 'node_modules']);

/**
 * The files under `root` as they are on disk now. `list` leaves out `.git`, `node_modules` and symbolic links, which
 * may lead in circles; `read` follows links. Paths that leave the root with `../` are read too: a project may keep its
 * migrations beside it.
 */
export function workingTree(root: string): Texts {
  return {
    list: (folder) => filesUnder(root, folder).sort(),
    read: (path) => textAt(join(root, path)),
    skim: (path) => absent(() => skimFile(join(root, path))),
    exists: (path) => absent(() => statSync(join(root, path)).isFile()) ?? false,
  };
}

function filesUnder(root: string, folder: string): string[] {
  return entriesOf(join(root, folder)).flatMap((entry) => {
    const path = folder === '' || folder === '.' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isFile()) return [path];
    return entry.isDirectory() && !skippedFolders.has(entry.name) ? filesUnder(root, path) : [];
  });
}

function entriesOf(folder: string): readonly Dirent[] {
  return absent(() => readdirSync(folder, { withFileTypes: true })) ?? [];
}

function textAt(path: string): string | null {
  return absent(() => readFileSync(path, 'utf8'));
}

/** Null where there is no such file or folder. Anything else that goes wrong, a permission say, is thrown. */
export function absent<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && 'code' in error && absences.has(String(error.code))) return null;
    throw error;
  }
}

const absences = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENAMETOOLONG']);
