import { rmSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { layOut, layouts, type Layout } from '../kit/folder-layout.ts';
import { rules } from '../../rules/index.ts';
import { breaks } from './living-breaks.ts';
import { livingCopy } from './living-copy.ts';
import { placesOf, reportOf, run, sluice, type End } from './sluice.ts';

function copy(layout: Layout = 'journal'): string {
  const folder = livingCopy(layout);
  onTestFinished(() => { rmSync(folder, { recursive: true, force: true }); });
  return folder;
}

function npmRunCheck(folder: string, ...args: readonly string[]): Promise<End> {
  return run('npm', ['run', '--silent', 'check', '--', ...args], folder);
}

describe('npm run check', () => {
  test.each(layouts)('is content with the living project in %s', async (layout) => {
    const end = await npmRunCheck(copy(layout));
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

/** One of each family, whose story can be told of folders too: what happened to the journal cannot. */
const inFolders: readonly string[] = [
  'breaking/undocumented', 'design/text-over-varchar', 'down/missing', 'history/schema-not-generated', 'indexes/foreign-key-covered', 'naming/snake-case',
  'naming/table-prefix', 'safety/index-without-concurrently', 'safety/set-not-null-scans', 'sql/unparsable', 'suppression/unused',
];

describe('npm run check where drizzle-kit 1.0 lays the migrations out', () => {
  const known = breaks.filter(({ rule }) => inFolders.includes(rule));

  test.each(known)('finds $rule: $story', async ({ rule, does, level }) => {
    const folder = copy();
    const place = does(folder);
    const moved = layOut(folder, 'folders, snapshot 9')(place);
    const end = await npmRunCheck(folder, '--format', 'json', ...(level === 'warn' ? ['--max-warnings', '0'] : []));
    expect(placesOf(reportOf(end))).toContain(`${rule} ${moved}`);
    expect(end.code).toBe(1);
  });
});
