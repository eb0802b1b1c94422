import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { branchOf, git, library } from './library.ts';
import { sluice } from './sluice.ts';

const schema = 'src/schema.ts';
const unused = '  // eslint-disable-next-line sluice/naming/snake-case -- readers know it so\n';
/** A comment that takes nothing away, and a column in camelCase that a migration has made. */
const files = {
  ...library, [schema]: (library[schema] ?? '').replace("  name: text('name')", `${unused}  name: text('name')`),
  'sluice.config.json': '{ "rules": { "history/schema-not-generated": "off", "safety/index-without-concurrently": "off" } }',
};

describe('sluice rewrite', () => {
  test('is named under a finding, and does what it says there', async () => {
    const work = branchOf(files);
    const before = readFileSync(join(work, schema), 'utf8');
    expect((await sluice(work, 'check', '--all')).stdout).toMatch(/\n {2}Or: .+ \(sluice rewrite suppression\/unused\)\n/);

    const dry = await sluice(work, 'rewrite', 'suppression/unused', '--all', '--dry-run');
    expect(dry).toMatchObject({ code: 0, stderr: '' });
    expect(dry.stdout).toContain(`--- a/${schema}\n+++ b/${schema}\n`);
    expect(dry.stdout).toContain(`Would rewrite 1 finding in ${schema}.\nWould be changed: ${schema}.\n`);
    expect(readFileSync(join(work, schema), 'utf8')).toBe(before);

    expect(await sluice(work, 'rewrite', 'suppression/unused', schema, '--all')).toEqual({
      code: 0, stdout: `Rewrote 1 finding in ${schema}.\nChanged: ${schema}.\n`, stderr: '',
    });
    expect(readFileSync(join(work, schema), 'utf8')).toBe(before.replace(unused.trim(), ''));
    expect(await sluice(work, 'rewrite', 'suppression/unused', '--all')).toMatchObject({
      code: 0, stdout: expect.stringMatching(/^Nothing of suppression\/unused is found\. Judged: .+\.\n$/) as unknown,
    });
    expect(git(work, 'status', '--porcelain')).toBe(`M ${schema}`);
  });

  test('says what it leaves and why, and ends with 1', async () => {
    const work = branchOf(files);
    const { code, stdout } = await sluice(work, 'rewrite', 'naming/snake-case', '--all', '--suggestion', '2');
    expect([code, stdout]).toEqual([1, `Left as it is: ${schema}:7:3, since there is no such suggestion that can be made.\n`]);
    expect((await sluice(work, 'rewrite', 'naming/snake-case', '--all')).stdout).toBe(
      `Left as it is: ${schema}:7:3, since its finding would stay, or others would come of it.\n`);
    expect(git(work, 'status', '--porcelain')).toBe('');
  });

  test.each([
    [['rewrite', 'naming/snake'], /naming\/snake-case/],
    [['rewrite', 'naming/snake-case', '--suggestion', '0'], /Give a whole number above zero/],
    [['rewrite'], /missing required argument/],
  ])('%j is a problem', async (args, message) => {
    expect(await sluice(branchOf(files), ...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(message) as unknown });
  });
});
