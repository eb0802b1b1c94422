import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { replaceIn } from '../cli/living-copy.ts';
import { run, type End } from '../cli/sluice.ts';
import { consumer, link, write } from './consumer.ts';

const agents = 'src/db/schemas/agents.ts';
const building = 'drizzle/0009_index_dataset_licence.sql';

/** The living project in a repository of its own, with lint-staged set up as docs/editor.md has it. */
function repository(): string {
  const folder = consumer(10);
  link(folder, 'lint-staged', import.meta.dirname);
  write(folder, '.gitignore', 'node_modules/\n');
  write(folder, '.lintstagedrc.json', documented());
  write(folder, 'eslint.config.js', "import sluice from 'drizzle-sluice/eslint';\nexport default [...sluice.configs.recommended];\n");
  git(folder, 'init', '--quiet');
  git(folder, 'add', '.');
  git(folder, '-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', 'commit', '--quiet', '--message', 'The archive');
  return folder;
}

/** The first JSON under the heading. */
function documented(): string {
  const page = readFileSync(join(import.meta.dirname, '../../docs/editor.md'), 'utf8');
  const [, json] = /## lint-staged\n+```json\n([^`]*)```/.exec(page) ?? [];
  if (json === undefined) throw new Error('docs/editor.md has no line for lint-staged');
  return json;
}

function git(folder: string, ...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
}

function lintStaged(folder: string): Promise<End> {
  return run(process.execPath, ['node_modules/lint-staged/bin/lint-staged.js'], folder);
}

test('lint-staged with the documented line refuses a schema and a migration that are wrong, and lets them through when they are right', async () => {
  const folder = repository();
  replaceIn(folder, building, 'CREATE INDEX CONCURRENTLY', 'CREATE INDEX');
  replaceIn(folder, agents, "text('full_name')", "text('fullName')");
  git(folder, 'add', '.');
  const refused = await lintStaged(folder);
  expect(refused.code).toBe(1);
  const said = refused.stdout + refused.stderr;
  expect(said).toContain('sluice/safety/index-without-concurrently');
  expect(said).toMatch(/sluice\/(naming\/snake-case|history\/schema-not-generated)/);

  replaceIn(folder, building, 'CREATE INDEX "', 'CREATE INDEX CONCURRENTLY "');
  replaceIn(folder, agents, "text('fullName')", "text('full_name') ");
  git(folder, 'add', '.');
  const passed = await lintStaged(folder);
  expect([passed.code, passed.stdout + passed.stderr]).toEqual([0, expect.not.stringContaining('sluice/')]);
  expect(git(folder, 'diff', '--cached', '--name-only').trim()).toBe(agents);
});
