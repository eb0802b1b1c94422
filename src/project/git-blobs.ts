import { posix } from 'node:path';
import type { Texts } from '../text/texts.ts';
import { runGit, type GitInput } from './run-git.ts';

/** Paths, relative to the root, and the object that stores the text of each. */
export type Blobs = ReadonlyMap<string, string>;

/** Objects to texts; what was read once is kept. */
export type BlobReader = (objects: ReadonlySet<string>) => ReadonlyMap<string, string>;

export function blobReader(root: string): BlobReader {
  const known = new Map<string, string>();
  return (objects) => {
    const unknown = [...objects].filter((object) => !known.has(object));
    if (unknown.length > 0) for (const [object, text] of readBlobs(root, unknown)) known.set(object, text);
    return known;
  };
}

/** Files as git stores them: `blobs` is asked when something is first read. */
export function storedTexts(blobs: () => Blobs, read: BlobReader): Texts {
  let listed: Blobs | null = null;
  const all = (): Blobs => (listed ??= blobs());
  return {
    list: (folder) => [...all().keys()].filter(isUnder(folder)).sort(),
    exists: (path) => all().has(posix.normalize(path)),
    read(path) {
      const file = posix.normalize(path);
      const object = all().get(file);
      return object === undefined ? null : read(together(file, all())).get(object) ?? null;
    },
  };
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
 * A file brings others along, which will be asked for next: schema files and migrations those of their folder, a
 * package.json all others. Snapshots are large, and read one at a time.
 */
function together(path: string, blobs: Blobs): ReadonlySet<string> {
  const goesAlong = companions(path);
  return new Set([...blobs].filter(([other]) => other === path || goesAlong(other)).map(([, object]) => object));
}

function companions(path: string): (other: string) => boolean {
  if (posix.basename(path) === 'package.json') return (other) => posix.basename(other) === 'package.json';
  if (posix.extname(path) === '.json') return () => false;
  return (other) => posix.dirname(other) === posix.dirname(path) && posix.extname(other) === posix.extname(path);
}

/** https://git-scm.com/docs/git-cat-file#_batch_output: `<object> SP <type> SP <size> LF <contents> LF`. */
function readBlobs(root: string, objects: readonly string[]): ReadonlyMap<string, string> {
  const bytes = mustGit(root, ['cat-file', '--batch'], { stdin: [...objects, ''].join('\n') });
  const texts = new Map<string, string>();
  for (let at = 0; at < bytes.length;) {
    const lineEnd = bytes.indexOf(0x0a, at);
    const [object = '', type, size] = bytes.toString('latin1', at, lineEnd).split(' ');
    const length = type === 'blob' ? Number(size) : 0;
    if (type === 'blob') texts.set(object, bytes.toString('utf8', lineEnd + 1, lineEnd + 1 + length));
    at = lineEnd + 1 + (type === 'blob' ? length + 1 : 0);
  }
  return texts;
}
