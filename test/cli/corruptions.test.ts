import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { check } from '../../src/cli/check.ts';
import { corruptionsOf, healthyCopy, healthyHistories, kinds, layoutOf, type HealthyHistory } from '../kit/corruptions.ts';
import { git } from '../project/folder.ts';
import { beginRepository } from './committing.ts';
import { placesOf, type JsonReport } from './sluice.ts';

interface Judged {
  readonly code: number;
  readonly places: readonly string[];
  readonly report: JsonReport;
}

/** `sluice check` as a newcomer runs it, by the function behind the command. */
async function checked(folder: string, scope: { readonly staged?: true } = {}): Promise<Judged> {
  const output = join(folder, 'report.json');
  const code = await check([], { ...scope, cwd: folder, format: 'json', output: [output] });
  const report = JSON.parse(readFileSync(output, 'utf8')) as JsonReport;
  return { code, places: placesOf(report), report };
}

function copy(history: HealthyHistory): string {
  const folder = healthyCopy(history);
  onTestFinished(() => { rmSync(folder, { recursive: true, force: true }); });
  return folder;
}

test('of fifteen kinds fifteen can be done to folders, and fourteen to a journal', () => {
  const kindsOf = (layout: 'journal' | 'folders'): ReadonlySet<string> => new Set(corruptionsOf(layout).map(({ kind }) => kind));
  expect(kindsOf('folders')).toEqual(new Set(kinds));
  expect(kindsOf('journal')).toEqual(new Set(kinds.filter((kind) => kind !== 'folder without a time')));
  expect(kinds).toHaveLength(15);
});

describe.each(healthyHistories)('a history of %s', (history) => {
  test('is content with a healthy one, with branches that were merged and SQL written by hand', async () => {
    expect(await checked(copy(history))).toMatchObject({ code: 0, places: [] });
  });

  test.each(corruptionsOf(layoutOf(history)))('has one finding where $story ($kind)', async ({ rule, does }) => {
    const folder = copy(history);
    const place = does(folder);
    const { code, places } = await checked(folder);
    expect(places).toEqual([`${rule} ${place}`]);
    expect(code).toBe(1);
  });

  test.each(corruptionsOf(layoutOf(history)))('has one finding against a base that is healthy, where $story ($kind)', async ({ does }) => {
    const folder = copy(history);
    beginRepository(folder);
    does(folder);
    const { code, places } = await checked(folder);
    expect(places).toHaveLength(1);
    expect(code).toBe(1);
  });

  const marked = corruptionsOf(layoutOf(history)).filter(({ rule }) => rule === 'history/conflict-markers');
  test.each(marked)('has one finding in the index, where $story ($kind)', async ({ rule, does }) => {
    const folder = copy(history);
    beginRepository(folder);
    const place = does(folder);
    git(folder, 'add', '--all');
    expect(await checked(folder, { staged: true })).toMatchObject({ code: 1, places: [`${rule} ${place}`] });
  });
});
