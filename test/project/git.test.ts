import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { isShallow, mergeBase, mergeBaseWith, repositoryOf, resolveRef, untracked } from '../../src/project/git.ts';
import { clone, commit, git, repository, temporaryFolder, write } from './folder.ts';

const library = { 'drizzle/0000_authors.sql': 'create table author ();', 'README.md': 'Library' };

afterEach(() => { vi.unstubAllEnvs(); });

describe('repositoryOf', () => {
  test('finds the root and the place in it', () => {
    const root = repository({ ...library, 'packages/données base/schema.ts': '' });
    expect(repositoryOf(root)).toEqual({ kind: 'repository', root, folder: '' });
    expect(repositoryOf(join(root, 'packages/données base'))).toEqual(
      { kind: 'repository', root, folder: 'packages/données base' },
    );
  });

  test('outside git there is none', () => {
    expect(repositoryOf(temporaryFolder())).toEqual({ kind: 'none' });
  });

  test('without git there is none', () => {
    vi.stubEnv('PATH', temporaryFolder());
    expect(repositoryOf(temporaryFolder())).toEqual({ kind: 'none' });
  });

  test('a worktree is a repository of its own', () => {
    const root = repository(library);
    const other = join(temporaryFolder(), 'loans');
    git(root, 'worktree', 'add', '--quiet', '-b', 'loans', other);
    expect(repositoryOf(other)).toEqual({ kind: 'repository', root: other, folder: '' });
    expect(mergeBase(other)).toMatchObject({ kind: 'base', ref: 'main' });
  });

  test('the variables git gives a hook do not lead elsewhere', () => {
    const root = repository(library);
    vi.stubEnv('GIT_DIR', join(repository({ 'a.txt': '' }), '.git'));
    vi.stubEnv('GIT_INDEX_FILE', '/nowhere/index');
    expect(repositoryOf(root)).toEqual({ kind: 'repository', root, folder: '' });
    expect(untracked(root, '')).toEqual([]);
  });

  test('a refusal is told apart from no repository', () => {
    const root = repository(library);
    vi.stubEnv('GIT_TEST_ASSUME_DIFFERENT_OWNER', '1');
    vi.stubEnv('GIT_CONFIG_GLOBAL', '/dev/null');
    expect(repositoryOf(root)).toMatchObject(
      { kind: 'refused', message: expect.stringContaining('dubious ownership') as string },
    );
  });
});

describe('mergeBase', () => {
  test('of a branch in a clone: where it left the default branch of the remote', () => {
    const origin = repository(library);
    const work = clone(origin);
    const base = git(work, 'rev-parse', 'HEAD');
    git(work, 'switch', '--quiet', '-c', 'loans');
    write(work, { 'drizzle/0001_loans.sql': 'create table loan ();' });
    commit(work, 'Loans');
    git(work, 'push', '--quiet', '--set-upstream', 'origin', 'loans');
    expect(mergeBase(work)).toEqual({ kind: 'base', commit: base, ref: 'origin/main' });
  });

  test('the remote has gone on', () => {
    const origin = repository(library);
    const work = clone(origin);
    const base = git(work, 'rev-parse', 'HEAD');
    write(origin, { 'drizzle/0001_books.sql': '' });
    commit(origin, 'Books');
    git(work, 'fetch', '--quiet');
    write(work, { 'drizzle/0001_loans.sql': '' });
    commit(work, 'Loans');
    expect(mergeBase(work)).toEqual({ kind: 'base', commit: base, ref: 'origin/main' });
  });

  test('the remote calls another branch its default', () => {
    const origin = repository(library);
    git(origin, 'branch', '-m', 'main', 'trunk');
    const work = clone(origin);
    expect(mergeBase(work)).toEqual({ kind: 'base', commit: git(work, 'rev-parse', 'HEAD'), ref: 'origin/trunk' });
  });

  test('a checkout in CI without the symbolic HEAD: main, else master', () => {
    const origin = repository(library);
    const work = clone(origin);
    git(work, 'remote', 'set-head', 'origin', '--delete');
    expect(mergeBase(work)).toMatchObject({ kind: 'base', ref: 'origin/main' });
    git(origin, 'branch', '-m', 'main', 'master');
    git(work, 'fetch', '--quiet', '--prune');
    expect(mergeBase(work)).toMatchObject({ kind: 'base', ref: 'origin/master' });
  });

  test('on the default branch itself with nothing pushed since: HEAD', () => {
    const work = clone(repository(library));
    expect(mergeBase(work)).toEqual({ kind: 'base', commit: git(work, 'rev-parse', 'HEAD'), ref: 'origin/main' });
  });

  test('no remote: the local main', () => {
    const root = repository(library);
    const base = git(root, 'rev-parse', 'HEAD');
    git(root, 'switch', '--quiet', '-c', 'loans');
    commit(root, 'Loans');
    expect(mergeBase(root)).toEqual({ kind: 'base', commit: base, ref: 'main' });
  });

  test('a remote of another name', () => {
    const work = clone(repository(library));
    git(work, 'remote', 'rename', 'origin', 'upstream');
    expect(mergeBase(work)).toMatchObject({ kind: 'base', ref: 'upstream/main' });
  });

  test('a tag of the same name does not stand in the way', () => {
    const root = repository(library);
    const first = git(root, 'rev-parse', 'HEAD');
    commit(root, 'Second');
    git(root, 'tag', 'main', first);
    expect(mergeBase(root)).toMatchObject({ kind: 'base', commit: git(root, 'rev-parse', 'HEAD') });
  });

  test('no branch that could be the default', () => {
    const root = repository(library);
    git(root, 'branch', '-m', 'main', 'develop');
    expect(mergeBase(root)).toEqual({ kind: 'noDefaultBranch' });
  });

  test('nothing is committed', () => {
    const root = temporaryFolder(library);
    git(root, 'init', '--quiet');
    expect(mergeBase(root)).toEqual({ kind: 'noCommit' });
  });

  test('a branch without a common commit', () => {
    const root = repository(library);
    git(root, 'switch', '--quiet', '--orphan', 'loans');
    commit(root, 'Loans');
    expect(mergeBase(root)).toEqual({ kind: 'unrelated', ref: 'main' });
  });

  test('a shallow clone of a branch that hides where it left', () => {
    const origin = repository(library);
    git(origin, 'switch', '--quiet', '-c', 'loans');
    commit(origin, 'Loans');
    commit(origin, 'More loans');
    git(origin, 'switch', '--quiet', 'main');
    commit(origin, 'Books');
    const work = clone(origin, '--depth=1', '--no-single-branch', '--branch=loans');
    expect(isShallow(work)).toBe(true);
    expect(mergeBase(work)).toEqual({ kind: 'shallow', ref: 'origin/main' });
  });

  test('a shallow clone that has not the default branch at all', () => {
    const origin = repository(library);
    git(origin, 'switch', '--quiet', '-c', 'loans');
    commit(origin, 'Loans');
    git(origin, 'switch', '--quiet', 'main');
    const work = clone(origin, '--depth=1', '--branch=loans');
    expect(mergeBase(work)).toEqual({ kind: 'shallow', ref: null });
  });

  test('a shallow clone of the default branch knows its base: HEAD', () => {
    const origin = repository(library);
    commit(origin, 'Books');
    const work = clone(origin, '--depth=1');
    expect(isShallow(work)).toBe(true);
    expect(mergeBase(work)).toMatchObject({ kind: 'base', ref: 'origin/main' });
  });
});

describe('resolveRef', () => {
  test('branches, tags, hashes and ancestors', () => {
    const root = repository(library);
    const first = git(root, 'rev-parse', 'HEAD');
    git(root, 'tag', '-a', 'v1', '-m', 'One');
    commit(root, 'Second');
    for (const ref of ['v1', first, first.slice(0, 10), 'HEAD~1', 'main^']) {
      expect(resolveRef(root, ref)).toEqual({ kind: 'commit', commit: first });
    }
    expect(mergeBaseWith(root, 'v1')).toEqual({ kind: 'base', commit: first, ref: 'v1' });
  });

  test('what git does not know, or could take for an option', () => {
    const root = repository(library);
    for (const ref of [
      'nowhere', '--all', '', 'HEAD:README.md',
    ]) expect(resolveRef(root, ref)).toEqual({ kind: 'unknown' });
  });

  test('in a shallow clone it may be hidden', () => {
    const origin = repository(library);
    commit(origin, 'Second');
    expect(resolveRef(clone(origin, '--depth=1'), 'HEAD~1')).toEqual({ kind: 'shallow' });
  });
});

describe('untracked', () => {
  test('new files of a folder, neither staged nor ignored', () => {
    const root = repository({ ...library, '.gitignore': '*.log\n' });
    write(root, {
      'drizzle/0001_prêts [a].sql': '', 'drizzle/0002_staged.sql': '', 'drizzle/debug.log': '', 'elsewhere.sql': '',
    });
    git(root, 'add', 'drizzle/0002_staged.sql');
    expect(untracked(root, 'drizzle')).toEqual(['drizzle/0001_prêts [a].sql']);
    expect(untracked(root, '')).toEqual(['drizzle/0001_prêts [a].sql', 'elsewhere.sql']);
    mkdirSync(join(root, 'empty'));
    expect(untracked(root, 'empty')).toEqual([]);
    expect(untracked(root, 'nowhere')).toEqual([]);
  });
});
