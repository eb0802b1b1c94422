import { posix } from 'node:path';
import type { Texts } from '../text/texts.ts';
import { runGit } from './run-git.ts';

/**
 * The files of a commit, as they are stored: line endings are those of the repository, not of the checkout. Paths are
 * relative to `root`, which may lie anywhere in the working tree. Symbolic links and submodules are left out. `ref`
 * must exist (see `resolveRef`); git is asked when something is first read.
 * @throws if git cannot read the commit.
 */
export function gitRef(root: string, ref: string): Texts {
  let listed: ReadonlyMap<string, string> | null = null;
  const texts = new Map<string, string>();
  const hashes = (): ReadonlyMap<string, string> => (listed ??= hashesOf(root, ref));

  function bring(path: string): void {
    for (const [hash, text] of textsOf(root, together(path, hashes()))) texts.set(hash, text);
  }

  return {
    list: (folder) => [...hashes().keys()].filter(isUnder(folder)).sort(),
    exists: (path) => hashes().has(posix.normalize(path)),
    read(path) {
      const hash = hashes().get(posix.normalize(path));
      if (hash === undefined) return null;
      if (!texts.has(hash)) bring(posix.normalize(path));
      return texts.get(hash) ?? null;
    },
  };
}

function isUnder(folder: string): (path: string) => boolean {
  const start = posix.normalize(`${folder}/`);
  return folder === '' || start === './' ? () => true : (path) => path.startsWith(start);
}

/**
 * Paths and what stores their text. https://git-scm.com/docs/git-ls-tree: `<mode> SP <type> SP <object> TAB <path>`,
 * paths relative to the folder git runs in.
 */
function hashesOf(root: string, ref: string): ReadonlyMap<string, string> {
  const lines = must(root, ['ls-tree', '-r', '-z', ref, '--', '.']).toString('utf8').split('\0');
  return new Map(lines.flatMap((line) => {
    const [, mode, hash = '', path = ''] = /^(\d+) blob (\S+)\t(.*)$/s.exec(line) ?? [];
    return mode === '100644' || mode === '100755' ? [[path, hash] as const] : [];
  }));
}

/**
 * A file brings others along, which will be asked for next: schema files and migrations those of their folder, a
 * package.json all others. Snapshots are large, and read one at a time.
 */
function together(path: string, hashes: ReadonlyMap<string, string>): ReadonlySet<string> {
  const goesAlong = companions(path);
  return new Set([...hashes].filter(([other]) => other === path || goesAlong(other)).map(([, hash]) => hash));
}

function companions(path: string): (other: string) => boolean {
  if (posix.basename(path) === 'package.json') return (other) => posix.basename(other) === 'package.json';
  if (posix.extname(path) === '.json') return () => false;
  return (other) => posix.dirname(other) === posix.dirname(path) && posix.extname(other) === posix.extname(path);
}

/** https://git-scm.com/docs/git-cat-file#_batch_output: `<object> SP <type> SP <size> LF <contents> LF`. */
function textsOf(root: string, hashes: ReadonlySet<string>): ReadonlyMap<string, string> {
  const bytes = must(root, ['cat-file', '--batch'], [...hashes, ''].join('\n'));
  const texts = new Map<string, string>();
  for (let at = 0; at < bytes.length;) {
    const lineEnd = bytes.indexOf(0x0a, at);
    const [hash = '', type, size] = bytes.toString('latin1', at, lineEnd).split(' ');
    const length = type === 'blob' ? Number(size) : 0;
    if (type === 'blob') texts.set(hash, bytes.toString('utf8', lineEnd + 1, lineEnd + 1 + length));
    at = lineEnd + 1 + (type === 'blob' ? length + 1 : 0);
  }
  return texts;
}

function must(root: string, args: readonly string[], input?: string): Buffer {
  const answer = runGit(root, args, input);
  if (answer.kind === 'answer') return answer.bytes;
  throw new Error(answer.kind === 'absent' ? 'git is not installed' : `git ${args[0] ?? ''}: ${answer.message}`);
}
