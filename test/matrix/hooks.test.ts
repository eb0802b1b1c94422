import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
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

describe.each(Object.keys(tools))('the lines of docs/commit.md for %s', (tool) => {
  test('refuse a bad migration and let a good one and a mere text through', async () => {
    const work = temporaryFolder({ ...library, 'package.json': '{ "private": true }' });
    installSluice(work);
    beginRepository(work);
    await tools[tool]?.(work);

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
