import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { temporaryFolder } from '../project/folder.ts';
import { library } from './library.ts';
import { run, sluice } from './sluice.ts';

const root = join(import.meta.dirname, '../..');

describe('sluice explain', () => {
  test.each(rules.map(({ id }) => id))('%s prints the page of the package', async (id) => {
    const page = readFileSync(join(root, `docs/rules/${id}.md`), 'utf8');
    expect(await sluice(temporaryFolder(), 'explain', id)).toEqual({ code: 0, stdout: page, stderr: '' });
  });

  test('a rule that is not there: the nearest is named', async () => {
    expect(await sluice(temporaryFolder(), 'explain', 'naming/tabel-prefix')).toEqual({
      code: 2, stdout: '',
      stderr: 'sluice: There is no rule "naming/tabel-prefix".\n  The nearest is "naming/table-prefix"; "sluice rules" lists them all.\n',
    });
  });
});

describe('sluice rules', () => {
  test('lists every rule with its level and title', async () => {
    const { code, stdout } = await sluice(temporaryFolder(), 'rules');
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n').map((line) => line.split(/ {2,}/));
    expect(lines).toEqual(rules.map(({ id, level, title }) => [id, level, title]));
  });
});

describe('help', () => {
  test('names the commands', async () => {
    const { code, stdout, stderr } = await sluice(temporaryFolder(), '--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const name of ['check', 'migrate', 'explain', 'rules']) expect(stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
  });

  test('of check names every option', async () => {
    const { code, stdout } = await sluice(temporaryFolder(), 'check', '--help');
    expect(code).toBe(0);
    const options = [
      '--cwd <dir>', '--config <file>', '--drizzle-config <file>', '--schema <glob>', '--out <dir>', '--all', '--since <ref>',
      '--format <name>', '-o, --output <file>', '--rule <id=level>', '--max-warnings <n>', '--quiet',
    ];
    for (const option of options) expect(stdout).toContain(`  ${option} `);
  });

  test('is what one gets without a command, with exit 2', async () => {
    const { code, stdout, stderr } = await sluice(temporaryFolder());
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: sluice /);
  });
});

test('--version is that of package.json', async () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  expect(await sluice(temporaryFolder(), '--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

test('a reader that has seen enough is no error', async () => {
  const end = await run('sh', ['-c', `'${process.execPath}' '${join(root, 'dist/src/cli/main.js')}' check --all --cwd '${root}' --rule down/missing=off | true`], root);
  expect(end).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('sluice migrate refuses a ledger that it cannot tell', async () => {
  const folder = temporaryFolder({
    ...library,
    'drizzle.config.ts': `export default {
  dialect: 'postgresql', schema: './src/schema.ts', out: './drizzle', migrations: { table: process.env.LEDGER },
};`,
  });
  const end = await sluice(folder, 'migrate');
  expect(end).toMatchObject({ code: 2, stdout: '' });
  expect(end.stderr).toMatch(/^sluice: drizzle\.config\.ts: "migrations" is computed \(.+\)\.\n {2}Write schema and table .+\.\n$/);
});
