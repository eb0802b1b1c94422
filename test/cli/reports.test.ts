import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../project/folder.ts';
import { readGithub, readGitlab, readJunit, readMarkdown, readSarif } from '../report/readers.ts';
import { library, oldFindings } from './library.ts';
import { sluice } from './sluice.ts';
import { runScript } from './workflow.ts';

const placesOf = (findings: readonly { readonly rule: string; readonly file: string; readonly line: number }[]): readonly string[] =>
  findings.map(({ rule, file, line }) => `${rule} ${file}:${line}`).sort();

describe('several reports in one run', () => {
  test('each format finds the same, and people read theirs', async () => {
    const folder = temporaryFolder(library);
    const end = await sluice(folder, 'check', '-o', 'sarif=a.sarif', '-o', 'gitlab=b.json', '-o', 'junit=c.xml', '-o', 'markdown=d.md', '-o', 'github=e.log');
    expect(end).toMatchObject({ code: 1, stderr: '' });
    expect(end.stdout).toMatch(/^drizzle\/0001_index_titles\.sql:1:1 {2}error/);
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
    const expected = [...oldFindings].sort();
    expect(placesOf(readSarif(read('a.sarif')))).toEqual(expected);
    expect(placesOf(readGitlab(read('b.json')))).toEqual(expected);
    expect(placesOf(readJunit(read('c.xml')))).toEqual(expected);
    expect(placesOf(readMarkdown(read('d.md')).findings)).toEqual(expected);
    expect(placesOf(readGithub(read('e.log')))).toEqual(expected);
  });

  test('a file without a format takes the place of what is printed', async () => {
    const folder = temporaryFolder(library);
    expect(await sluice(folder, 'check', '--format', 'gitlab', '-o', 'quality.json', '-o', 'sarif=a.sarif')).toEqual({ code: 1, stdout: '', stderr: '' });
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['quality.json', 'a.sarif']));
    expect(readGitlab(readFileSync(join(folder, 'quality.json'), 'utf8'))).toHaveLength(2);
  });

  test('paths are those of the repository, wherever one stands', async () => {
    const files = Object.entries(library).map(([path, text]) => [`packages/library/${path}`, text] as const);
    const folder = temporaryFolder({ 'package.json': '{ "workspaces": ["packages/*"] }', ...Object.fromEntries(files) });
    const { stdout } = await sluice(join(folder, 'packages/library'), 'check', '--format', 'github');
    expect(placesOf(readGithub(stdout))).toEqual(oldFindings.map((place) => place.replace(' ', ' packages/library/')).sort());
  });
});

describe('what is refused before the work', () => {
  test.each([
    ['sarf=a.sarif', 'There is no format "sarf".', 'Formats are pretty, json, github, sarif, gitlab, junit, markdown; a file of that name is written with -o ./sarf=a.sarif.'],
    ['sarif=', '-o sarif= names no file.', 'Write it as sarif=file.'],
    ['sarif=reports/a.sarif', 'There is no folder reports to write reports/a.sarif into.', 'Make the folder first, or give -o another path.'],
    ['gitlab=./b.json', './b.json is given to -o twice.', 'Give each report a file of its own.'],
  ])('-o %s', async (output, message, hint) => {
    const folder = temporaryFolder(library);
    expect(await sluice(folder, 'check', '-o', 'json=b.json', '-o', output)).toEqual({ code: 2, stdout: '', stderr: `sluice: ${message}\n  ${hint}\n` });
    expect(existsSync(join(folder, 'b.json'))).toBe(false);
  });

  test('a format that is none', async () => {
    const end = await sluice(temporaryFolder(library), 'check', '--format', 'xml');
    expect(end.code).toBe(2);
    expect(end.stderr).toContain('Allowed choices are pretty, json, github, sarif, gitlab, junit, markdown.');
  });
});

test('one file that cannot be written leaves the others as they were', async () => {
  const folder = temporaryFolder({ ...library, 'a.sarif': 'old', 'reports/kept': '' });
  const end = await sluice(folder, 'check', '-o', 'sarif=a.sarif', '-o', 'junit=c.xml', '-o', 'markdown=reports');
  expect(end).toMatchObject({ code: 2, stdout: '' });
  expect(end.stderr).toMatch(/^sluice: reports cannot be written: /);
  expect(readFileSync(join(folder, 'a.sarif'), 'utf8')).toBe('old');
  expect(existsSync(join(folder, 'c.xml'))).toBe(false);
});

describe('the summary of a job', () => {
  const command = `"${process.execPath}" "${join(import.meta.dirname, '../../dist/src/cli/main.js')}" check`;

  test('is added to by the github format, and by no other', async () => {
    const folder = temporaryFolder({ ...library, 'summary.md': 'Before.\n' });
    const env = { GITHUB_STEP_SUMMARY: join(folder, 'summary.md') };
    expect((await runScript(`${command} -o github=a.log`, folder, env)).code).toBe(1);
    expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toBe('Before.\n');
    expect((await runScript(`${command} --format github -o markdown=b.md`, folder, env)).code).toBe(1);
    const comment = readFileSync(join(folder, 'b.md'), 'utf8');
    expect(placesOf(readMarkdown(comment).findings)).toEqual([...oldFindings].sort());
    expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toBe(`Before.\n${comment}`);
  });

  test('that cannot be written is a problem of the set-up', async () => {
    const folder = temporaryFolder(library);
    const end = await runScript(`${command} --format github`, folder, { GITHUB_STEP_SUMMARY: folder });
    expect(end).toMatchObject({ code: 2, stdout: '' });
    expect(end.stderr).toMatch(/^sluice: The job's summary cannot be written: .*\n {2}Let GITHUB_STEP_SUMMARY name a file that may be written, or unset it\.\n$/);
  });
});
