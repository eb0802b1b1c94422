import { createHash } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { installHook } from '../../src/project/git-hook.ts';
import { git, repository, temporaryFolder, write } from './folder.ts';

const files = { 'drizzle.config.ts': '', 'packages/db/drizzle.config.ts': '' };

/** A hook as another release may have written it. */
function older(body: string): string {
  const sum = createHash('sha256').update(body).digest('hex').slice(0, 16);
  return `#!/bin/sh\n# Written by "sluice hook install", which renews it; sum ${sum}.\n${body}`;
}

describe('installHook', () => {
  test('writes a hook that may be run, then finds it there, then renews an older one', () => {
    const root = repository(files);
    const path = join(root, '.git/hooks/pre-commit');
    expect(installHook(root)).toEqual({ kind: 'written', path });
    expect(statSync(path).mode & 0o111).toBe(0o111);
    expect(readFileSync(path, 'utf8')).toContain('check --staged');
    expect(installHook(root)).toEqual({ kind: 'there', path });
    write(root, { '.git/hooks/pre-commit': older("check '.' || exit 1\n") });
    chmodSync(path, 0o644);
    expect(installHook(root)).toEqual({ kind: 'renewed', path });
    expect(statSync(path).mode & 0o111).toBe(0o111);
  });

  test('two projects of a repository share it', () => {
    const root = repository(files);
    const path = join(root, '.git/hooks/pre-commit');
    installHook(root);
    expect(installHook(join(root, 'packages/db'))).toEqual({ kind: 'extended', path });
    expect(readFileSync(path, 'utf8')).toContain("check '.' || exit 1\ncheck 'packages/db' || exit 1\n");
    expect(installHook(root)).toEqual({ kind: 'there', path });
  });

  test('what somebody added to it stays', () => {
    const root = repository(files);
    const path = join(root, '.git/hooks/pre-commit');
    installHook(root);
    const mine = `${readFileSync(path, 'utf8')}npm test || exit 1\n`;
    write(root, { '.git/hooks/pre-commit': mine });
    expect(installHook(join(root, 'packages/db'))).toMatchObject({
      kind: 'foreign', found: expect.stringContaining('a hook of ours that was changed since') as string,
    });
    expect(readFileSync(path, 'utf8')).toBe(mine);
  });

  test('a link that leads nowhere stays', () => {
    const root = repository(files);
    const path = join(root, '.git/hooks/pre-commit');
    symlinkSync('../../hooks/pre-commit', path);
    expect(installHook(root)).toMatchObject({ kind: 'foreign' });
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
  });

  test.each(['/dev/null', '', 'elsewhere'])('core.hooksPath "%s", no folder of the repository, is left alone', (hooks) => {
    const root = repository(files);
    const shared = hooks === 'elsewhere' ? temporaryFolder() : hooks;
    git(root, 'config', 'core.hooksPath', shared);
    expect(() => installHook(root)).toThrow(`core.hooksPath is "${shared}", which is no folder of this repository.`);
    if (hooks === 'elsewhere') expect(readdirSync(shared)).toEqual([]);
    expect(existsSync(join(root, 'pre-commit'))).toBe(false);
  });

  test('goes where core.hooksPath says, and from a folder below into that folder', () => {
    const root = repository({ ...files, "packages/l'été/drizzle.config.ts": '' });
    git(root, 'config', 'core.hooksPath', '.hooks');
    const below = join(root, "packages/l'été");
    expect(installHook(below)).toEqual({ kind: 'written', path: join(root, '.hooks/pre-commit') });
    expect(readFileSync(join(root, '.hooks/pre-commit'), 'utf8')).toContain(`check 'packages/l'\\''été' || exit 1`);
  });

  test('in a worktree the hook is that of the repository', () => {
    const root = repository(files);
    const other = join(temporaryFolder(), 'loans');
    git(root, 'worktree', 'add', '--quiet', '-b', 'loans', other);
    expect(installHook(other)).toEqual({ kind: 'written', path: join(root, '.git/hooks/pre-commit') });
  });

  test('another’s hook stays as it is', () => {
    const root = repository(files);
    write(root, { '.git/hooks/pre-commit': '#!/bin/sh\nnpm test\n' });
    expect(installHook(root)).toMatchObject({
      kind: 'foreign', found: expect.stringContaining('a hook that is not ours') as string,
      add: 'npx --no-install sluice check --staged || exit 1',
    });
    expect(readFileSync(join(root, '.git/hooks/pre-commit'), 'utf8')).toBe('#!/bin/sh\nnpm test\n');
  });

  test.each<readonly [string, Readonly<Record<string, string>>, string]>([
    ['husky', { '.husky/pre-commit': 'npm test\n' }, 'a line in .husky/pre-commit: sluice check --staged'],
    ['lefthook.yml', { 'lefthook.yml': '' }, 'under pre-commit, commands, sluice: run: node_modules/.bin/sluice check --staged'],
    ['.pre-commit-config.yaml', { '.pre-commit-config.yaml': '' }, 'a hook with the entry: node_modules/.bin/sluice check --staged'],
    ['simple-git-hooks', { 'package.json': '{ "simple-git-hooks": {} }' }, '"pre-commit": "node_modules/.bin/sluice check --staged"'],
    ['lint-staged', { 'package.json': '{ "lint-staged": {} }' }, '"*.{sql,json,ts,mts,cts,js,mjs,cjs}": "sluice check --staged"'],
  ])('%s keeps the hooks: nothing is written', (name, more, add) => {
    const root = repository({ ...files, ...more });
    expect(installHook(root)).toEqual({ kind: 'foreign', found: expect.stringContaining(name) as string, add });
    expect(statSync(join(root, '.git/hooks/pre-commit'), { throwIfNoEntry: false })).toBeUndefined();
    expect(installHook(join(root, 'packages/db'))).toMatchObject({ add: expect.stringContaining("--cwd 'packages/db'") as string });
  });

  test('outside git it is a problem', () => {
    expect(() => installHook(temporaryFolder())).toThrow('This is no git repository, so it has no hooks.');
  });
});
