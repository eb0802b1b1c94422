import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { beginRepository, commitWithHooks, installSluice, writeScript } from '../cli/committing.ts';
import { library } from '../cli/library.ts';
import { addMigration } from '../cli/living-copy.ts';
import { run } from '../cli/sluice.ts';
import { git, temporaryFolder, write } from '../project/folder.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../docs/commit.md'), 'utf8');
const bin = resolve(import.meta.dirname, 'node_modules/.bin');

/** The block of docs/commit.md that is marked with a tool's name. */
function linesFor(tool: string): string {
  const block = new RegExp(`\`\`\`\\w+ ${tool}\n([^]*?)\`\`\``).exec(page)?.[1];
  if (block === undefined) throw new Error(`docs/commit.md has no lines for ${tool}`);
  return block;
}

/** A library with a sluice of its own, and what a tool is told; with the tool's own command to install its hook. */
const tools: Readonly<Record<string, (work: string) => unknown>> = {
  husky: async (work) => {
    await run(join(bin, 'husky'), [], work);
    write(work, { '.husky/pre-commit': linesFor('husky') });
  },
  lefthook: async (work) => {
    write(work, { 'lefthook.yml': linesFor('lefthook') });
    await run(join(bin, 'lefthook'), ['install'], work);
  },
  'lint-staged': (work) => {
    write(work, { 'package.json': linesFor('lint-staged') });
    git(work, 'add', '--all');
    git(work, 'commit', '--quiet', '-m', 'Tools');
    writeScript(join(work, '.git/hooks/pre-commit'), `#!/bin/sh\nexec '${join(bin, 'lint-staged')}'\n`);
  },
};

/** Python's environment and the caches of pre-commit. */
const python3Home = mkdtempSync(join(tmpdir(), 'sluice-python-'));
afterAll(() => { rmSync(python3Home, { recursive: true, force: true }); });

/** The framework pre-commit is a Python program: a machine without Python, or without its packages, passes it by. */
const preCommit = installedPreCommit();

function installedPreCommit(): string | null {
  const folder = join(python3Home, 'environment');
  const python = join(folder, 'bin/python');
  const steps: readonly (readonly [string, ...string[]])[] = [
    ['python3', '-m', 'venv', folder], [python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'pre-commit~=4.2'],
  ];
  const isThere = steps.every(([program, ...args]) => spawnSync(program, args, { timeout: 120_000 }).status === 0);
  return isThere ? join(folder, 'bin/pre-commit') : null;
}

/** The two ways that docs/commit.md has for pre-commit: lines of the project, and a hook that this repository offers. */
const preCommitConfigs: Readonly<Record<string, () => string>> = {
  'pre-commit': () => linesFor('pre-commit'),
  'pre-commit, by .pre-commit-hooks.yaml': () => {
    const offered = temporaryFolder({ '.pre-commit-hooks.yaml': readFileSync(resolve(import.meta.dirname, '../../.pre-commit-hooks.yaml'), 'utf8') });
    beginRepository(offered);
    return `repos:\n  - repo: ${offered}\n    rev: ${git(offered, 'rev-parse', 'HEAD').trim()}\n    hooks:\n      - id: sluice\n`;
  },
};

if (preCommit !== null) process.env['PRE_COMMIT_HOME'] = join(python3Home, 'cache');
const pythonTools = Object.entries(preCommitConfigs).map(([name, config]) => [name, async (work: string) => {
  write(work, { '.pre-commit-config.yaml': config() });
  git(work, 'add', '--all');
  git(work, 'commit', '--quiet', '-m', 'Tools');
  await run(preCommit ?? '', ['install'], work);
}] as const);
const allTools = { ...tools, ...(preCommit === null ? {} : Object.fromEntries(pythonTools)) };

test.skipIf(preCommit !== null)('pre-commit is not to be had here: its lines are not run', () => {
  expect(linesFor('pre-commit')).toContain('sluice check --staged');
});

describe.each(Object.keys(allTools))('the lines of docs/commit.md for %s', (tool) => {
  test('refuse a bad migration and let a good one and a mere text through', async () => {
    const work = temporaryFolder({ ...library, 'package.json': '{ "private": true }' });
    installSluice(work);
    beginRepository(work);
    await allTools[tool]?.(work);

    const tag = addMigration(work, 'drop_titles', 'ALTER TABLE "book" DROP COLUMN "title";\n');
    git(work, 'add', '--all');
    const before = git(work, 'rev-parse', 'HEAD');
    const refused = await commitWithHooks(work);
    expect(refused.code).toBe(1);
    expect(`${refused.stdout}${refused.stderr}`).toContain('breaking/undocumented');
    expect(git(work, 'rev-parse', 'HEAD')).toBe(before);

    write(work, { [`drizzle/${tag}.sql`]: 'SELECT 1;\n' });
    git(work, 'add', '--all');
    expect(await commitWithHooks(work)).toMatchObject({ code: 0 });
    write(work, { 'README.md': 'Library\n' });
    git(work, 'add', '--all');
    expect(await commitWithHooks(work)).toMatchObject({ code: 0 });
  });
});
