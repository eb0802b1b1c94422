import { cpSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { run } from '../cli/sluice.ts';
import { temporaryFolder } from '../project/folder.ts';

const root = resolve(import.meta.dirname, '../..');

/** A copy of the sources, to which rules can be added. */
function copy(...parts: readonly string[]): string {
  const folder = temporaryFolder({});
  for (const part of ['package.json', 'rules', 'scripts', ...parts]) cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

function newRule(folder: string, ...args: readonly string[]): ReturnType<typeof run> {
  return run(process.execPath, ['scripts/new-rule.mjs', ...args], folder);
}

it('writes a rule that compiles and runs, and whose test says what is missing', async () => {
  const folder = copy('src', 'README.md', 'docs', 'schema.json', 'tsconfig.json', 'tsconfig.build.json', 'vitest.config.ts', 'test/rules', 'test/kit', 'test/fixtures');
  const { code, stdout } = await newRule(folder, 'archiving/archived-at');
  expect(code).toBe(0);
  expect(stdout).toContain('rules/archiving/archived-at.ts is written');
  expect(await run(process.execPath, ['scripts/generate.mjs'], folder)).toMatchObject({ code: 0 });
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', 'test/rules/examples.test.ts', '-t', 'archiving/archived-at'];
  const end = await run(process.execPath, vitest, folder);
  const told = end.stdout + end.stderr;
  expect(end.code).toBe(1);
  expect(told).toContain('a title that begins with a capital and ends without a full stop');
  expect(told).toMatch(/× .archiving\/archived-at ex[^\n]* is silent/);
  expect(told).not.toMatch(/× .archiving\/archived-at ex[^\n]* is reported once/);
  expect(readFileSync(join(folder, 'rules/index.ts'), 'utf8')).toContain("import archivingArchivedAt from './archiving/archived-at.ts';");
});

it.each([
  [[], 'give one id as family/name'], [['archived-at'], 'give one id as family/name'], [['Archive/at'], 'give one id as family/name'],
  [['../src/index'], 'give one id as family/name'], [['archiving/at-'], 'give one id as family/name'], [['archiving/at', 'again'], 'give one id as family/name'],
  [['naming/snake-case'], 'rules/naming/snake-case.ts is there already.'], [['archiving/snake-case'], 'rules/naming/snake-case.ts has that name already'],
])('refuses %o in one line', async (args, message) => {
  const { code, stdout, stderr } = await newRule(copy(), ...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^new-rule: [^\n]+\n$/);
  expect(stderr).toContain(message);
});
