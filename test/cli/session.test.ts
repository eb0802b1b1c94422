import { rmSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { git, write } from '../project/folder.ts';
import { beginRepository, commitWithHooks, installSluice } from './committing.ts';
import { addMigration, livingCopy } from './living-copy.ts';
import { sluice } from './sluice.ts';

test('a bad migration is refused by the installed hook, mended, and committed', async () => {
  const folder = livingCopy();
  onTestFinished(() => { rmSync(folder, { recursive: true, force: true }); });
  installSluice(folder);
  beginRepository(folder);
  const first = git(folder, 'rev-parse', 'HEAD');
  expect(await sluice(folder, 'hook', 'install')).toEqual(
    { code: 0, stdout: 'Every commit is checked from now on, by .git/hooks/pre-commit\n', stderr: '' },
  );
  expect((await sluice(folder, 'hook', 'install')).stdout).toBe('Already there: .git/hooks/pre-commit\n');

  const tag = addMigration(folder, 'forget_terms', 'ALTER TABLE "access"."policy" DROP COLUMN "terms";\n');
  git(folder, 'add', '--all');
  const refused = await commitWithHooks(folder);
  expect(refused.code).toBe(1);
  expect(`${refused.stdout}${refused.stderr}`).toContain(`drizzle/${tag}.sql:1:31`);
  expect(git(folder, 'rev-parse', 'HEAD')).toBe(first);

  write(folder, { [`drizzle/${tag}.sql`]: 'SELECT 1;\n' });
  expect((await commitWithHooks(folder)).code).toBe(1);
  expect(await commitWithHooks(folder, '-a')).toMatchObject({ code: 0 });
  expect(git(folder, 'show', `HEAD:drizzle/${tag}.sql`)).toBe('SELECT 1;');

  write(folder, { 'README.md': 'Open data\n' });
  git(folder, 'add', 'README.md');
  const quick = await commitWithHooks(folder);
  expect(quick).toMatchObject({ code: 0, stderr: '' });
  expect(quick.stdout).not.toContain('Judged');
});

test('git commit <path> is judged by what it commits, not by what is staged beside it', async () => {
  const folder = livingCopy();
  onTestFinished(() => { rmSync(folder, { recursive: true, force: true }); });
  installSluice(folder);
  beginRepository(folder);
  await sluice(folder, 'hook', 'install');
  addMigration(folder, 'forget_terms', 'ALTER TABLE "access"."policy" DROP COLUMN "terms";\n');
  git(folder, 'add', '--all');
  write(folder, { '.gitignore': 'node_modules\ndist\n.data\n' });
  expect(await commitWithHooks(folder, '.gitignore')).toMatchObject({ code: 0 });
  expect(git(folder, 'show', '--name-only', '--format=', 'HEAD')).toBe('.gitignore');
  expect((await commitWithHooks(folder)).code).toBe(1);
});
