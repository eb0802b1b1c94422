import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { followingLinks } from '../../src/project/git-blobs.ts';
import { gitIndex } from '../../src/project/git-index.ts';
import { gitRef } from '../../src/project/git-ref.ts';
import { workingTree } from '../../src/project/working-tree.ts';
import { clone, commit, git, repository, temporaryFolder, write } from './folder.ts';

const files = {
  'drizzle/0000_authors.sql': 'create table author ();\r\n',
  'drizzle/0001_emprunts é 📚.sql': 'create table prêt ();\n',
  'drizzle/meta/_journal.json': '\uFEFF{}',
  'src/schema.ts': 'export {};\n',
  'empty.sql': '',
};

describe.each([
  ['workingTree', (root: string) => workingTree(root)],
  ['gitRef', (root: string) => gitRef(root, 'HEAD')],
  ['gitIndex', (root: string) => gitIndex(root)],
])('%s', (_name, open) => {
  test('lists a folder with its sub-folders, sorted', () => {
    const texts = open(repository(files));
    expect(texts.list('drizzle')).toEqual(
      ['drizzle/0000_authors.sql', 'drizzle/0001_emprunts é 📚.sql', 'drizzle/meta/_journal.json'],
    );
    expect(texts.list('')).toEqual([...Object.keys(files)].sort());
    expect(texts.list('.')).toEqual(texts.list(''));
    expect(texts.list('driz')).toEqual([]);
    expect(texts.list('nowhere')).toEqual([]);
  });

  test('reads texts as they are: Windows line ends, marks, accents, emoji', () => {
    const texts = open(repository(files));
    for (const [path, text] of Object.entries(files)) expect(texts.read(path)).toBe(text);
  });

  test('skims: the beginning, and whether signs of a mark are anywhere, also across the pieces in which it is read', () => {
    const piece = 1 << 20;
    const marked = [0, 5_000, piece - 3, piece + 1, 2 * piece - 9].map((place) => [`marked-${place}.sql`, `${' '.repeat(place)}<<<<<<< HEAD\n`] as const);
    const lengths = [piece - 6, piece, 2 * piece - 6, 3 * piece].map((length) => [`clean-${length}.sql`, '<<<<<< '.repeat(length / 7 + 1).slice(0, length)] as const);
    const texts = open(repository({ ...files, ...Object.fromEntries([...marked, ...lengths]) }));
    for (const [path, text] of [...marked, ...lengths]) {
      const skimmed = texts.skim?.(path);
      expect([path, skimmed?.mayHoldMarks]).toEqual([path, path.startsWith('marked')]);
      expect(text.startsWith(skimmed?.begin ?? '?') && (skimmed?.begin.length ?? 0) >= Math.min(1000, text.length)).toBe(true);
      expect(text.endsWith(skimmed?.end ?? '?') && (skimmed?.end.length ?? 0) >= Math.min(50, text.length)).toBe(true);
    }
    expect(texts.skim?.('nowhere.sql')).toBeNull();
    expect(texts.skim?.('drizzle')).toBeNull();
    expect(texts.skim?.('empty.sql')).toEqual({ begin: '', end: '', mayHoldMarks: false });
  });

  test('a folder that is a link is listed as what lies behind it', () => {
    const root = repository(files);
    symlinkSync('drizzle', join(root, 'migrations'));
    commit(root, 'Link');
    const stored = open(root);
    const texts = 'target' in stored ? followingLinks(stored, (stored as ReturnType<typeof gitIndex>).target) : stored;
    expect(texts.list('migrations')).toEqual(texts.list('drizzle').map((path) => path.replace('drizzle/', 'migrations/')));
    expect(texts.list('migrations')).toHaveLength(3);
    expect(texts.list('migrations/meta')).toEqual(['migrations/meta/_journal.json']);
  });

  test('what is not there is null', () => {
    const texts = open(repository(files));
    for (const path of ['nowhere.sql', 'drizzle', 'drizzle/0000_authors.sql/deeper', '']) {
      expect(texts.read(path)).toBeNull();
      expect(texts.exists(path)).toBe(false);
    }
    expect(texts.exists('src/schema.ts')).toBe(true);
  });

  test('a root below the repository', () => {
    const root = repository(
      Object.fromEntries(Object.entries(files).map(([path, text]) => [`packages/base de données/${path}`, text])),
    );
    write(root, { 'outside.sql': '' });
    commit(root, 'More');
    const texts = open(join(root, 'packages/base de données'));
    expect(texts.list('')).toEqual([...Object.keys(files)].sort());
    expect(texts.read('drizzle/0000_authors.sql')).toBe(files['drizzle/0000_authors.sql']);
  });

  test('symbolic links are not listed, nor followed in circles', () => {
    const root = repository(files);
    symlinkSync('..', join(root, 'drizzle/up'));
    symlinkSync('0000_authors.sql', join(root, 'drizzle/0009_link.sql'));
    commit(root, 'Links');
    expect(open(root).list('drizzle')).toHaveLength(3);
  });
});

describe('workingTree', () => {
  test('sees what is not committed, and leaves node_modules and .git alone', () => {
    const root = repository(files);
    write(root, {
      'drizzle/0002_loans.sql': 'new', 'node_modules/drizzle-orm/index.ts': '', 'packages/a/node_modules/b.ts': '',
    });
    const texts = workingTree(root);
    expect(texts.list('')).toEqual([...Object.keys(files), 'drizzle/0002_loans.sql'].sort());
    expect(texts.read('drizzle/0002_loans.sql')).toBe('new');
  });

  test('reads beside its root', () => {
    const outer = temporaryFolder({ 'migrations/0000.sql': 'beside', 'app/schema.ts': '' });
    const texts = workingTree(join(outer, 'app'));
    expect(texts.list('../migrations')).toEqual(['../migrations/0000.sql']);
    expect(texts.read('../migrations/0000.sql')).toBe('beside');
  });

  test.skipIf(process.getuid?.() === 0)('a file that may not be read is an error, not an absence', () => {
    const root = temporaryFolder(files);
    chmodSync(join(root, 'empty.sql'), 0);
    expect(() => workingTree(root).read('empty.sql')).toThrow('EACCES');
  });
});

describe('gitRef', () => {
  test('is as of the commit, whatever has happened since', () => {
    const root = repository(files);
    const first = git(root, 'rev-parse', 'HEAD');
    write(root, { 'src/schema.ts': 'export const loans = 1;\n', 'drizzle/0002_loans.sql': '' });
    const second = commit(root, 'Loans');
    write(root, { 'src/schema.ts': 'not committed' });
    expect(gitRef(root, first).read('src/schema.ts')).toBe('export {};\n');
    expect(gitRef(root, first).exists('drizzle/0002_loans.sql')).toBe(false);
    expect(gitRef(root, second).read('src/schema.ts')).toBe('export const loans = 1;\n');
    expect(git(root, 'status', '--porcelain')).toBe('M src/schema.ts');
  });

  test('many files, two with one text', () => {
    const many = Object.fromEntries(
      Array.from({ length: 300 }, (_, at) => [`drizzle/${String(at).padStart(4, '0')}.sql`, `select ${at >> 1};`]),
    );
    const texts = gitRef(repository({ ...many, 'drizzle/large.sql': 'é'.repeat(2_000_000) }), 'HEAD');
    for (const [path, text] of Object.entries(many)) expect(texts.read(path)).toBe(text);
    expect(texts.read('drizzle/large.sql')).toHaveLength(2_000_000);
  });

  test('submodules are left out', () => {
    const root = repository(files);
    git(root, 'submodule', '--quiet', 'add', `file://${repository({ 'inner.sql': '' })}`, 'vendored');
    commit(root, 'Submodule');
    expect(gitRef(root, 'HEAD').list('vendored')).toEqual([]);
  });

  test('a shallow clone and a worktree have what their commit has', () => {
    const origin = repository(files);
    expect(gitRef(clone(origin, '--depth=1'), 'HEAD').read('src/schema.ts')).toBe('export {};\n');
    const other = join(temporaryFolder(), 'other');
    git(origin, 'worktree', 'add', '--quiet', '--detach', other);
    expect(gitRef(other, 'HEAD').list('drizzle')).toHaveLength(3);
  });

  test('a ref that is not there is an error', () => {
    expect(() => gitRef(repository(files), 'nowhere').list('')).toThrow('git ls-tree');
  });

  test('a root that the commit does not have is empty', () => {
    const root = repository(files);
    mkdirSync(join(root, 'later'));
    expect(gitRef(join(root, 'later'), 'HEAD').list('')).toEqual([]);
  });
});
