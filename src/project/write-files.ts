import {
  chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** A file as it shall be. */
export interface FileText {
  /** Relative to the root. */
  readonly path: string;
  readonly text: string;
}

export type Written =
  | { readonly ok: true }
  /** Nothing has changed. `message` is what the system said of the file that could not be written. */
  | { readonly ok: false; readonly path: string; readonly message: string };

/**
 * Writes all files and removes others, or does nothing. Every text is first put beside its place, then all are moved there; if that fails, what had
 * been moved or removed is put back. A symbolic link stays one: the file it leads to is written. Permissions stay.
 */
export function writeAll(root: string, files: readonly FileText[], removed: readonly string[] = []): Written {
  const undo: (() => void)[] = [];
  let current = '';
  try {
    const staged = files.map(({ path, text }) => {
      current = path;
      return { path, ...stage(join(root, path), text, undo) };
    });
    for (const { path, place, temporary } of staged) {
      current = path;
      move(temporary, place, undo);
    }
    for (const path of removed) {
      current = path;
      remove(join(root, path), undo);
    }
    return { ok: true };
  } catch (error) {
    for (const step of undo.reverse()) step();
    return { ok: false, path: current, message: error instanceof Error ? error.message : String(error) };
  }
}

interface Staged {
  readonly place: string;
  readonly temporary: string;
}

function stage(path: string, text: string, undo: (() => void)[]): Staged {
  makeFolder(dirname(path), undo);
  const place = existsSync(path) ? realpathSync(path) : path;
  const temporary = `${place}.${process.pid}.${undo.length}.tmp`;
  undo.push(() => { rmSync(temporary, { force: true }); });
  writeFileSync(temporary, text, { flag: 'wx' });
  const mode = statSync(place, { throwIfNoEntry: false })?.mode;
  if (mode !== undefined) chmodSync(temporary, mode);
  return { place, temporary };
}

/** `mkdirSync` answers with the first folder it had to make, which is the one to take away again. */
function makeFolder(folder: string, undo: (() => void)[]): void {
  const first = mkdirSync(folder, { recursive: true });
  if (first !== undefined) undo.push(() => { rmSync(first, { recursive: true, force: true }); });
}

function move(temporary: string, place: string, undo: (() => void)[]): void {
  const before = existsSync(place) ? readFileSync(place) : null;
  renameSync(temporary, place);
  undo.push(() => {
    if (before === null) rmSync(place, { force: true });
    else writeFileSync(place, before);
  });
}

function remove(path: string, undo: (() => void)[]): void {
  const before = readFileSync(path);
  rmSync(path);
  undo.push(() => { writeFileSync(path, before); });
}
