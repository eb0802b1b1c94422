import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { check } from '../../src/cli/check.ts';
import { layouts, type Layout } from '../kit/folder-layout.ts';
import { breaksIn, type Break, type Lie } from './living-breaks.ts';
import { livingCopy } from './living-copy.ts';
import { placesOf, reportOf, run, type End, type JsonReport } from './sluice.ts';

/** The state that snapshots say is the same in both versions; version 9 says it in the more intricate way. */
const broken = [['journal', 'journal'], ['folders', 'folders, snapshot 9']] as const satisfies readonly (readonly [Lie, Layout])[];

/** What can go wrong in one of the layouts alone, and why. */
const alone: Readonly<Record<Lie, Readonly<Record<string, string>>>> = {
  journal: {
    'history/prefix-none': 'drizzle-kit 1.0 heeds no prefix: folders begin with their time',
    'history/upgrade-readiness': 'what is lost on the way to folders is lost before, and folders of today’s snapshots have nowhere to go',
  },
  folders: {
    'history/casing-ignored': 'drizzle-kit 0.31 heeds the casing of drizzle.config',
    'history/renamed-folder': 'the journal goes by times, whatever files are called',
  },
};

function copy(layout: Layout): string {
  const folder = livingCopy(layout);
  onTestFinished(() => { rmSync(folder, { recursive: true, force: true }); });
  return folder;
}

function npmRunCheck(folder: string, ...args: readonly string[]): Promise<End> {
  return run('npm', ['run', '--silent', 'check', '--', ...args], folder);
}

/** The function behind the command, which need not be started for each. */
async function checkHere(
  folder: string, { since, level }: Pick<Break, 'since' | 'level'>,
): Promise<{ readonly code: number; readonly report: JsonReport }> {
  const output = join(mkdtempSync(join(tmpdir(), 'sluice-report-')), 'report.json');
  onTestFinished(() => { rmSync(join(output, '..'), { recursive: true, force: true }); });
  const scope = since === undefined ? { all: true as const } : { since };
  const code = await check([], { cwd: folder, ...scope, format: 'json', output: [output], ...(level === 'warn' ? { maxWarnings: 0 } : {}) });
  return { code, report: JSON.parse(readFileSync(output, 'utf8')) as JsonReport };
}

describe('npm run check', () => {
  test.each(layouts)('is content with the living project in %s', async (layout) => {
    const end = await npmRunCheck(copy(layout));
    expect(end).toMatchObject({ code: 0, stderr: '' });
    expect(end.stdout).toMatch(/^0 errors, 0 warnings\nJudged: all \d+ migrations/);
  });

  test.each(broken)('fails for an error, and for a warning where none is allowed, in %s', async (lie, layout) => {
    const folder = copy(layout);
    const foundBy = async (rule: string, ...args: readonly string[]): Promise<readonly [number, boolean]> => {
      const place = breaksIn(lie).find((one) => one.rule === rule)?.does(folder) ?? '';
      const end = await npmRunCheck(folder, '--format', 'json', ...args);
      return [end.code, placesOf(reportOf(end)).includes(`${rule} ${place}`)];
    };
    expect(await foundBy('safety/truncate', '--max-warnings', '0')).toEqual([1, true]);
    expect(await foundBy('sql/unparsable')).toEqual([1, true]);
  });
});

test.each(broken)('the living project in %s is broken here for every rule that can find something there', (lie) => {
  const other = lie === 'journal' ? 'folders' : 'journal';
  const expected = rules.map(({ id }) => id).filter((id) => alone[other][id] === undefined);
  expect([...new Set(breaksIn(lie).map(({ rule }) => rule))]).toEqual(expected);
});

describe.each(broken)('sluice check on the living project in %s', (lie, layout) => {
  test.each(breaksIn(lie))('finds $rule: $story', async ({ rule, does, level, since }) => {
    const folder = copy(layout);
    const place = does(folder);
    const { code, report } = await checkHere(folder, { ...(level === undefined ? {} : { level }), ...(since === undefined ? {} : { since }) });
    const places = placesOf(report);
    expect(places).toContain(`${rule} ${place}`);
    expect(report.findings[places.indexOf(`${rule} ${place}`)]?.level).toBe(level ?? 'error');
    expect(code).toBe(1);
  });
});
