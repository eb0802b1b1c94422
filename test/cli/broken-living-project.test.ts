import { rmSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { breaks } from './living-breaks.ts';
import { livingCopy } from './living-copy.ts';
import { placesOf, reportOf, run, sluice, type End } from './sluice.ts';

function copy(): string {
  const folder = livingCopy();
  onTestFinished(() => { rmSync(folder, { recursive: true, force: true }); });
  return folder;
}

function npmRunCheck(folder: string, ...args: readonly string[]): Promise<End> {
  return run('npm', ['run', '--silent', 'check', '--', ...args], folder);
}

describe('npm run check', () => {
  test('is content with the living project', async () => {
    const end = await npmRunCheck(copy());
    expect(end).toMatchObject({ code: 0, stderr: '' });
    expect(end.stdout).toMatch(/^0 errors, 0 warnings\nJudged: all \d+ migrations/);
  });

  test('is broken here for every rule', () => {
    expect(breaks.map(({ rule }) => rule)).toEqual(rules.map(({ id }) => id));
  });

  test.each(breaks)('finds $rule: $story', async ({ rule, does, level, since }) => {
    const folder = copy();
    const place = does(folder);
    const flags = ['--format', 'json', ...(level === 'warn' ? ['--max-warnings', '0'] : [])];
    const end = await (since === undefined ? npmRunCheck(folder, ...flags) : sluice(folder, 'check', '--since', since, ...flags));
    const report = reportOf(end);
    expect(placesOf(report)).toContain(`${rule} ${place}`);
    expect(report.findings[placesOf(report).indexOf(`${rule} ${place}`)]?.level).toBe(level ?? 'error');
    expect(end.code).toBe(1);
  });
});
