import { posix } from 'node:path';
import type { Skimmed, Texts } from '../text/texts.ts';
import { runGit, type GitInput } from './run-git.ts';
import { skimBytes } from './skim.ts';

/** Paths, relative to the root, and the object that stores the text of each. */
export type Blobs = ReadonlyMap<string, string>;

/** What a tree of git's holds. The text of a symbolic link is where it leads. */
export interface StoredFiles {
  readonly files: Blobs;
  readonly links: Blobs;
}

/** Texts, and where each symbolic link leads, relative to the root; null for what is none, or leads outside. */
export interface StoredTexts extends Texts {
  readonly target: (path: string) => string | null;
}

/** The files of modes and paths, as git lists them: 100644 and 100755 are files, 120000 links. */
export function storedFiles(entries: readonly { readonly mode: string; readonly object: string; readonly path: string }[]): StoredFiles {
  const of = (modes: readonly string[]): Blobs =>
    new Map(entries.filter(({ mode }) => modes.includes(mode)).map(({ path, object }) => [path, object]));
  return { files: of(['100644', '100755']), links: of(['120000']) };
}

/** Objects to texts, and to what their bytes tell; what was read once is kept. */
export interface BlobReader {
  readonly texts: (objects: ReadonlySet<string>) => ReadonlyMap<string, string>;
  readonly skims: (objects: ReadonlySet<string>) => ReadonlyMap<string, Skimmed>;
}

/** Of a blob that is looked at, so little that its text is kept at once: to start git again would cost more. */
const little = 32_768;

export function blobReader(root: string): BlobReader {
  const texts = new Map<string, string>();
  const skims = new Map<string, Skimmed>();
  return {
    texts(objects) {
      const unknown = [...objects].filter((object) => !texts.has(object));
      for (const [object, bytes] of readBlobs(root, unknown)) texts.set(object, bytes.toString('utf8'));
      return texts;
    },
    skims(objects) {
      const unknown = [...objects].filter((object) => !skims.has(object));
      for (const [object, bytes] of readBlobs(root, unknown)) {
        skims.set(object, skimBytes(bytes));
        if (bytes.length <= little) texts.set(object, bytes.toString('utf8'));
      }
      return skims;
    },
  };
}

/** Files as git stores them: `stored` is asked when something is first read. Links are neither listed nor followed. */
export function storedTexts(stored: () => StoredFiles, { texts, skims }: BlobReader): StoredTexts {
  let known: StoredFiles | null = null;
  const all = (): StoredFiles => (known ??= stored());
  return {
    list: (folder) => [...all().files.keys()].filter(isUnder(folder)).sort(),
    exists: (path) => all().files.has(posix.normalize(path)),
    read(path) {
      const file = posix.normalize(path);
      const object = all().files.get(file);
      return object === undefined ? null : texts(together(file, all().files)).get(object) ?? null;
    },
    skim(path) {
      const file = posix.normalize(path);
      const object = all().files.get(file);
      return object === undefined ? null : skims(lookedAtTogether(file, all().files)).get(object) ?? null;
    },
    target(path) {
      const object = all().links.get(posix.normalize(path));
      const written = object === undefined ? null : texts(new Set([object])).get(object) ?? null;
      if (written === null || posix.isAbsolute(written)) return null;
      const target = posix.join(posix.dirname(path), written);
      return target.startsWith('../') ? null : target;
    },
  };
}

/** Links that lead to links, at the most: Linux follows as many. */
const mostLinks = 40;

/** The same texts, read through symbolic links, as on disk: of files and of folders. Listed is what lies behind a folder that is a link, no link in it. */
export function followingLinks(texts: Texts, target: StoredTexts['target']): Texts {
  const followed = (path: string): string => {
    let now = posix.normalize(path);
    for (let links = 0; links < mostLinks && !texts.exists(now); links += 1) {
      const next = throughLink(now, texts, target);
      if (next === null) return now;
      now = next;
    }
    return now;
  };
  return {
    ...texts,
    list(folder) {
      const place = followed(folder);
      return place === posix.normalize(folder) ? texts.list(folder) : texts.list(place).map((file) => posix.join(folder, posix.relative(place, file)));
    },
    read: (path) => texts.read(followed(path)),
    exists: (path) => texts.exists(followed(path)),
    ...(texts.skim === undefined ? {} : { skim: (path) => texts.skim?.(followed(path)) ?? null }),
  };
}

/** The path, or the folder nearest to the root in which it lies, is a link. It is asked for itself: who records what was asked shall know it. */
function throughLink(path: string, texts: Texts, target: StoredTexts['target']): string | null {
  const parts = path.split('/');
  for (let count = 1; count <= parts.length; count += 1) {
    const link = parts.slice(0, count).join('/');
    const to = target(link);
    if (to === null) continue;
    texts.exists(link);
    return posix.join(to, ...parts.slice(count));
  }
  return null;
}

/** What git answers. @throws Error that says what git says of a request that ought to be good. */
export function mustGit(root: string, args: readonly string[], given?: GitInput): Buffer {
  const answer = runGit(root, args, given);
  if (answer.kind === 'answer') return answer.bytes;
  throw new Error(answer.kind === 'absent' ? 'git is not installed' : `git ${args[0] ?? ''}: ${answer.message}`);
}

function isUnder(folder: string): (path: string) => boolean {
  const start = posix.normalize(`${folder}/`);
  return folder === '' || start === './' ? () => true : (path) => path.startsWith(start);
}

/**
 * A file brings others along, which will be asked for next: schema files and migrations those of their folder, SQL in a
 * folder of its own that of the folders beside it, a package.json all others. Snapshots are large, and read one at a time.
 */
function together(path: string, blobs: Blobs): ReadonlySet<string> {
  return objectsOf(path, blobs, companions(path));
}

/** With a snapshot all others are looked at. */
function lookedAtTogether(path: string, blobs: Blobs): ReadonlySet<string> {
  return objectsOf(path, blobs, ofOneKind(path));
}

function objectsOf(path: string, blobs: Blobs, goesAlong: (other: string) => boolean): ReadonlySet<string> {
  return new Set([...blobs].filter(([other]) => other === path || goesAlong(other)).map(([, object]) => object));
}

function companions(path: string): (other: string) => boolean {
  if (posix.basename(path) === 'package.json') return (other) => posix.basename(other) === 'package.json';
  return posix.extname(path) === '.json' ? () => false : ofOneKind(path);
}

/** What drizzle-kit 1.0 and we put into the folder of a migration. */
const inFolders = /^(?:migration\.sql|down\.sql|snapshot\.json)$/;

/** Files of the same kind in the same folder; of the layout in folders in those beside it. */
function ofOneKind(path: string): (other: string) => boolean {
  const placeOf = (file: string): string => posix.dirname(inFolders.test(posix.basename(file)) ? posix.dirname(file) : file);
  const [kind, place] = [posix.extname(path), placeOf(path)];
  return (other) => posix.extname(other) === kind && placeOf(other) === place;
}

/** https://git-scm.com/docs/git-cat-file#_batch_output: `<object> SP <type> SP <size> LF <contents> LF`. */
function readBlobs(root: string, objects: readonly string[]): ReadonlyMap<string, Buffer> {
  if (objects.length === 0) return new Map();
  const bytes = mustGit(root, ['cat-file', '--batch'], { stdin: [...objects, ''].join('\n') });
  const blobs = new Map<string, Buffer>();
  for (let at = 0; at < bytes.length;) {
    const lineEnd = bytes.indexOf(0x0a, at);
    const [object = '', type, size] = bytes.toString('latin1', at, lineEnd).split(' ');
    const length = type === 'blob' ? Number(size) : 0;
    if (type === 'blob') blobs.set(object, bytes.subarray(lineEnd + 1, lineEnd + 1 + length));
    at = lineEnd + 1 + (type === 'blob' ? length + 1 : 0);
  }
  return blobs;
}
