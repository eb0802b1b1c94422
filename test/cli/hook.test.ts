import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repository } from '../project/folder.ts';
import { sluice } from './sluice.ts';

test('a folder without a project gets no hook, and is told where there is one', async () => {
  const root = repository({ 'packages/db/drizzle.config.ts': '', 'README.md': '' });
  expect(await sluice(root, 'hook', 'install')).toEqual({
    code: 2, stdout: '',
    stderr: 'sluice: There is no drizzle.config here or above: a hook would have nothing to check.\n  Give --cwd the folder of packages/db/drizzle.config.ts.\n',
  });
  expect(existsSync(join(root, '.git/hooks/pre-commit'))).toBe(false);
});

test('below a project the hook is that of the project', async () => {
  const root = repository({ 'packages/db/drizzle.config.ts': '', 'packages/db/src/schema.ts': '' });
  expect((await sluice(root, 'hook', 'install', '--cwd', 'packages/db/src')).code).toBe(0);
  expect((await sluice(root, 'hook', 'install', '--cwd', 'packages/db')).stdout).toContain('Already there:');
});
