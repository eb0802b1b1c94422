import { chmodSync, existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { followingLinks } from '../../src/project/git-blobs.ts';
import { gitIndex } from '../../src/project/git-index.ts';
import { indexFile, workingTreeRoot } from '../../src/project/index-file.ts';
import { commit, git, repository, temporaryFolder, write } from './folder.ts';

const authors = { 'drizzle/0000_authors.sql': 'create table author ();\n', 'src/schema.ts': 'export {};\n' };

afterEach(() => { vi.unstubAllEnvs(); });

describe('gitIndex', () => {
  test('is what was staged, whatever the working tree holds since', () => {
    const root = repository(authors);
    write(root, { 'src/schema.ts': 'export const loan = 1;\n', 'drizzle/0001_loans.sql': 'create table loan ();\n' });
    git(root, 'add', '--all');
    write(root, { 'src/schema.ts': 'not staged', 'drizzle/0001_loans.sql': 'not staged', 'drizzle/0002_books.sql': '' });
    rmSync(join(root, 'drizzle/0000_authors.sql'));
    const texts = gitIndex(root);
    expect(texts.read('src/schema.ts')).toBe('export const loan = 1;\n');
    expect(texts.read('drizzle/0001_loans.sql')).toBe('create table loan ();\n');
    expect(texts.list('drizzle')).toEqual(['drizzle/0000_authors.sql', 'drizzle/0001_loans.sql']);
  });

  test('a file whose deletion is staged is not there, though it lies on disk', () => {
    const root = repository(authors);
    git(root, 'rm', '--quiet', '--cached', 'src/schema.ts');
    expect(existsSync(join(root, 'src/schema.ts'))).toBe(true);
    expect(gitIndex(root).exists('src/schema.ts')).toBe(false);
  });

  test('before the first commit', () => {
    const root = temporaryFolder(authors);
    git(root, 'init', '--quiet');
    expect(gitIndex(root).list('')).toEqual([]);
    git(root, 'add', '--all');
    expect(gitIndex(root).list('')).toEqual(Object.keys(authors).sort());
  });

  test('a file that is only meant to be added is left out, an empty one is not', () => {
    const root = repository({ ...authors, 'drizzle/0001_empty.sql': '' });
    write(root, { 'drizzle/0002_loans.sql': 'create table loan ();', 'drizzle/0003_empty.sql': '' });
    git(root, 'add', '--intent-to-add', 'drizzle/0002_loans.sql');
    git(root, 'add', 'drizzle/0003_empty.sql');
    const kept = ['drizzle/0000_authors.sql', 'drizzle/0001_empty.sql', 'drizzle/0003_empty.sql'];
    expect(gitIndex(root).list('drizzle')).toEqual(kept);
    expect(gitIndex(join(root, 'drizzle')).list('')).toEqual(kept.map((path) => path.replace('drizzle/', '')));
    git(root, 'commit', '--quiet', '-m', 'Empty');
    expect(git(root, 'ls-tree', '-r', '--name-only', 'HEAD', 'drizzle').split('\n')).toEqual(kept);
  });

  test('a merge that has left a conflict is a problem that names the file', () => {
    const root = repository(authors);
    git(root, 'switch', '--quiet', '-c', 'loans');
    write(root, { 'src/schema.ts': 'export const loan = 1;\n' });
    commit(root, 'Loans');
    git(root, 'switch', '--quiet', 'main');
    write(root, { 'src/schema.ts': 'export const book = 1;\n' });
    commit(root, 'Books');
    expect(() => git(root, 'merge', 'loans')).toThrow('merge');
    expect(() => gitIndex(root).list('')).toThrow('src/schema.ts has a merge conflict');
    write(root, { 'src/schema.ts': 'export const book = 1, loan = 1;\n' });
    git(root, 'add', 'src/schema.ts');
    expect(gitIndex(root).read('src/schema.ts')).toBe('export const book = 1, loan = 1;\n');
  });

  test('links and submodules are left out', () => {
    const root = repository(authors);
    symlinkSync('0000_authors.sql', join(root, 'drizzle/0009_link.sql'));
    git(root, 'submodule', '--quiet', 'add', `file://${repository({ 'inner.sql': '' })}`, 'vendored');
    git(root, 'add', '--all');
    expect(gitIndex(root).list('')).toEqual(['.gitmodules', ...Object.keys(authors).sort()]);
  });

  test('is read through links, of files and of folders, as the working tree is', () => {
    const root = repository({ ...authors, 'shared/tables.ts': 'export const shelf = 1;\n' });
    symlinkSync('../shared', join(root, 'src/lent'));
    symlinkSync('lent/tables.ts', join(root, 'src/tables.ts'));
    symlinkSync('round.ts', join(root, 'src/round.ts'));
    symlinkSync('/etc/hostname', join(root, 'src/outside.ts'));
    git(root, 'add', '--all');
    const index = gitIndex(root);
    const texts = followingLinks(index, index.target);
    expect(texts.read('src/tables.ts')).toBe('export const shelf = 1;\n');
    expect(texts.read('src/lent/tables.ts')).toBe('export const shelf = 1;\n');
    expect([texts.exists('src/tables.ts'), texts.exists('src/round.ts'), texts.exists('src/outside.ts')]).toEqual([true, false, false]);
    expect(texts.list('src')).not.toContain('src/tables.ts');
  });

  test('every worktree has its own', () => {
    const root = repository(authors);
    const other = join(temporaryFolder(), 'loans');
    git(root, 'worktree', 'add', '--quiet', '-b', 'loans', other);
    write(other, { 'drizzle/0001_loans.sql': '' });
    git(other, 'add', '--all');
    expect(gitIndex(other).list('drizzle')).toHaveLength(2);
    expect(gitIndex(root).list('drizzle')).toHaveLength(1);
  });
});

/** A repository whose hook writes down what git tells it, and what that leads to from a folder below the root. */
function withTellingHook(root: string, hooks = join(root, '.git/hooks')): string {
  const told = join(temporaryFolder(), 'told');
  write(hooks, { 'pre-commit': `#!/bin/sh\nprintf '%s' "$GIT_INDEX_FILE" > '${told}'\ngit ls-files --stage > '${told}.files'\n` });
  chmodSync(join(hooks, 'pre-commit'), 0o755);
  return told;
}

describe('the index that a hook is told of', () => {
  test.each([
    ['git commit', [], false],
    ['git commit -a', ['-a'], true],
    ['git commit <path>', ['src/schema.ts'], true],
  ])('%s', (_name, args, isOther) => {
    const root = repository(authors);
    const told = withTellingHook(root);
    write(root, { 'src/schema.ts': 'export const loan = 1;\n' });
    if (!isOther) git(root, 'add', '--all');
    git(root, 'commit', '--quiet', '-m', 'Loans', ...args);
    vi.stubEnv('GIT_INDEX_FILE', readFileSync(told, 'utf8'));
    const found = indexFile(root) ?? '';
    expect(found.startsWith(join(root, '.git'))).toBe(true);
    expect(found !== join(root, '.git/index')).toBe(isOther);
  });

  test('is read in place of the own one, from a folder below the root too', () => {
    const root = repository(authors);
    git(root, 'update-index', '--force-remove', 'src/schema.ts');
    const own = readFileSync(join(root, '.git/index'));
    write(join(root, '.git'), { 'next-index-1.lock': '' });
    git(root, 'read-tree', '--index-output=.git/next-index-1.lock', 'HEAD');
    expect(readFileSync(join(root, '.git/index'))).toEqual(own);
    vi.stubEnv('GIT_INDEX_FILE', '.git/next-index-1.lock');
    expect(gitIndex(root).exists('src/schema.ts')).toBe(true);
    vi.stubEnv('GIT_INDEX_FILE', join(root, '.git/next-index-1.lock'));
    expect(gitIndex(root).exists('src/schema.ts')).toBe(true);
    vi.stubEnv('GIT_INDEX_FILE', undefined);
    expect(gitIndex(root).exists('src/schema.ts')).toBe(false);
  });

  test('in a worktree lies in the folder of that worktree', () => {
    const root = repository(authors);
    const other = join(temporaryFolder(), 'loans');
    git(root, 'worktree', 'add', '--quiet', '-b', 'loans', other);
    const told = withTellingHook(root);
    write(other, { 'src/schema.ts': 'export const loan = 1;\n' });
    git(other, 'commit', '--quiet', '-a', '-m', 'Loans');
    vi.stubEnv('GIT_INDEX_FILE', readFileSync(told, 'utf8'));
    expect(indexFile(other)).toBe(join(root, '.git/worktrees/loans/index.lock'));
    expect(indexFile(root)).toBeNull();
  });

  test('of another repository is not taken', () => {
    const root = repository(authors);
    vi.stubEnv('GIT_INDEX_FILE', join(repository({ 'a.txt': '' }), '.git/index.lock'));
    expect(indexFile(root)).toBeNull();
    expect(gitIndex(root).exists('src/schema.ts')).toBe(true);
    vi.stubEnv('GIT_INDEX_FILE', '');
    expect(indexFile(root)).toBeNull();
  });

  test('workingTreeRoot is where .git is', () => {
    const root = repository({ 'packages/db/a.sql': '' });
    expect(workingTreeRoot(join(root, 'packages/db'))).toBe(root);
    expect(workingTreeRoot(temporaryFolder())).toBeNull();
  });
});
