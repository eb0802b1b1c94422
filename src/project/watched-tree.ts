import { readdirSync, readFileSync, statSync, type Dirent, type Stats } from 'node:fs';
import { join, posix } from 'node:path';
import { performance } from 'node:perf_hooks';
import { sameElements } from '../text/last-answers.ts';
import { skimmedText, type Skimmed, type Texts } from '../text/texts.ts';
import { skimFile } from './skim.ts';
import { absent, skippedFolders } from './working-tree.ts';

/** A working tree that is read again and again, in a process that lives for hours. */
export interface WatchedTree extends Required<Texts> {
  /**
   * Begins another look if the present one began that many milliseconds ago, or more. Within a look the same question
   * gets the same answer; in the next, what is asked for is looked at again. Gives the number of the look.
   */
  readonly look: (freshFor: number) => number;
}

/** What the tree asks of the disk and of the clocks. */
export interface Disk {
  /** Null: there is nothing. */
  readonly stat: (path: string) => Stats | null;
  readonly text: (path: string) => string | null;
  readonly skim: (path: string) => Skimmed | null;
  readonly entries: (path: string) => readonly Dirent[];
  /** Milliseconds that only go forward. */
  readonly now: () => number;
  /** Milliseconds since 1970, in which files have their times. */
  readonly date: () => number;
}

export const nodeDisk: Disk = {
  stat: (path) => absent(() => statSync(path, { throwIfNoEntry: false }) ?? null),
  text: (path) => absent(() => readFileSync(path, 'utf8')),
  skim: (path) => absent(() => skimFile(path)),
  entries: (path) => absent(() => readdirSync(path, { withFileTypes: true })) ?? [],
  now: () => performance.now(),
  date: () => Date.now(),
};

/**
 * What was written this short a time before it was looked at can be written once more without its time changing: FAT
 * counts in steps of two seconds, other disks in milliseconds. It is read again at the next look.
 */
const coarsestClock = 2_000;

/** Files and folders that are kept in mind; far more than a project has. */
const most = 50_000;

/** A file or a folder, at a look. */
interface Seen {
  look: number;
  readonly stat: Stats | null;
  readonly isSettled: boolean;
}

interface SeenFile extends Seen {
  /** Undefined until somebody reads it. */
  text: string | null | undefined;
  /** The same of what a look at its bytes tells. */
  skimmed: Skimmed | null | undefined;
  readonly stamp: object;
}

interface SeenFolder extends Seen {
  readonly entries: ReadonlyMap<string, Dirent>;
  /** Whether there are files of names that no entry has: some disks do not tell upper from lower case. */
  readonly unlisted: Map<string, boolean>;
  listing: Listing | null;
}

/** Every file under a folder, and of what it was made. */
interface Listing {
  look: number;
  readonly below: readonly (readonly string[])[];
  readonly files: readonly string[];
}

/**
 * The files under `root`, as `workingTree` has them, read once for as long as they are the same. A file is the same by
 * its times, size and inode; what a folder holds by the folder's own, since its time changes when a name comes or goes.
 */
export function watchedTree(root: string, disk: Disk = nodeDisk): WatchedTree {
  const files = new Map<string, SeenFile>();
  const folders = new Map<string, SeenFolder>();
  let looks = 1;
  let began = disk.now();

  function see(path: string): Seen {
    const date = disk.date();
    const stat = disk.stat(join(root, path));
    return { look: looks, stat, isSettled: stat === null || stat.mtimeMs + coarsestClock < date };
  }

  function fileAt(path: string): SeenFile {
    const known = files.get(path);
    if (known?.look === looks) return known;
    const seen = see(path);
    if (known !== undefined && isSame(known, seen)) return renewed(known);
    const text = known?.text === undefined ? undefined : textOf(path, seen);
    const isKnown = known !== undefined && text !== undefined && text === known.text;
    const file = isKnown ? { ...known, ...seen } : { ...seen, text, skimmed: undefined, stamp: {} };
    files.set(path, file);
    return file;
  }

  function textOf(path: string, { stat }: Seen): string | null {
    return stat === null ? null : disk.text(join(root, path));
  }

  function folderAt(path: string): SeenFolder {
    const known = folders.get(path);
    if (known?.look === looks) return known;
    const seen = see(path);
    if (known !== undefined && isSame(known, seen)) return renewed(known);
    const entries = new Map(seen.stat === null ? [] : disk.entries(join(root, path)).map((entry) => [entry.name, entry]));
    const isKnown = known !== undefined && sameEntries(known.entries, entries);
    const folder = { ...seen, entries, unlisted: new Map<string, boolean>(), listing: isKnown ? known.listing : null };
    folders.set(path, folder);
    return folder;
  }

  function renewed<Kind extends Seen>(known: Kind): Kind {
    known.look = looks;
    return known;
  }

  function listed(path: string): readonly string[] {
    const folder = folderAt(path);
    if (folder.listing?.look === looks) return folder.listing.files;
    const entries = [...folder.entries.values()];
    const below = entries.filter((entry) => entry.isDirectory() && !skippedFolders.has(entry.name))
      .map(({ name }) => listed(within(path, name)));
    const isKnown = folder.listing !== null && sameElements(folder.listing.below, below);
    const own = entries.filter((entry) => entry.isFile()).map(({ name }) => within(path, name));
    folder.listing = { look: looks, below, files: isKnown ? folder.listing?.files ?? [] : [...own, ...below.flat()].sort() };
    return folder.listing.files;
  }

  /** A link may lead elsewhere any time; what is no entry is asked for once, until the folder changes. */
  function exists(path: string): boolean {
    const name = posix.basename(path);
    const folder = folderAt(posix.dirname(path));
    const entry = folder.entries.get(name);
    if (entry?.isFile() === true) return true;
    if (entry?.isDirectory() === true) return false;
    if (entry !== undefined || name === '..') return isFile(path);
    const known = folder.unlisted.get(name) ?? (folder.entries.size > 0 && isFile(path));
    folder.unlisted.set(name, known);
    return known;
  }

  function isFile(path: string): boolean {
    return fileAt(path).stat?.isFile() === true;
  }

  function read(path: string): string | null {
    const file = fileAt(path);
    if (file.text === undefined) file.text = textOf(path, file);
    return file.text;
  }

  function skim(path: string): Skimmed | null {
    const file = fileAt(path);
    if (file.skimmed === undefined) file.skimmed = skimmed(path, file);
    return file.skimmed;
  }

  function skimmed(path: string, { stat, text }: SeenFile): Skimmed | null {
    if (stat === null || text === null) return null;
    return text === undefined ? disk.skim(join(root, path)) : skimmedText(text);
  }

  function look(freshFor: number): number {
    const now = disk.now();
    if (now - began < freshFor) return looks;
    forgetTheUnasked(files, looks);
    forgetTheUnasked(folders, looks);
    began = now;
    looks += 1;
    return looks;
  }

  return { list: (folder) => listed(folder === '.' ? '' : folder), read, exists, skim, stamp: (path) => fileAt(path).stamp, look };
}

/** What nobody asked for at the last look, where there is too much of it. */
function forgetTheUnasked(seen: Map<string, Seen>, look: number): void {
  if (seen.size < most) return;
  for (const [path, each] of seen) if (each.look !== look) seen.delete(path);
}

function isSame(known: Seen, { stat }: Seen): boolean {
  if (known.stat === null || stat === null) return known.stat === stat;
  return known.isSettled && known.stat.mtimeMs === stat.mtimeMs && known.stat.ctimeMs === stat.ctimeMs
    && known.stat.size === stat.size && known.stat.ino === stat.ino;
}

function sameEntries(left: ReadonlyMap<string, Dirent>, right: ReadonlyMap<string, Dirent>): boolean {
  return left.size === right.size && [...left].every(([name, entry]) => {
    const other = right.get(name);
    return other !== undefined && other.isFile() === entry.isFile() && other.isDirectory() === entry.isDirectory();
  });
}

function within(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
