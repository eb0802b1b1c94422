import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { Example, Sample, SampleProject } from '../../src/rule/example.ts';
import { breaks } from '../cli/living-breaks.ts';
import { writeBaseline } from '../../src/cli/baseline.ts';
import { freshFor } from '../../src/eslint/model/ground.ts';
import { statisticsText } from '../../src/intake/statistics-file.ts';
import { livingCopy } from '../cli/living-copy.ts';
import { layOut, layouts } from '../kit/folder-layout.ts';
import { placesOfCheck, placesOfEslint } from '../kit/parity.ts';
import { exampleFiles } from '../kit/sample-project.ts';

/** Breaks that do not get into one another's way. */
const recorded = ['down/missing', 'indexes/foreign-key-covered', 'naming/snake-case', 'safety/index-without-concurrently', 'sql/unparsable'];

/** Other projects to compare, in folders that are named by the environment; docs/trials.md has the figures. */
const trials = (process.env['TRIAL_PROJECTS'] ?? '').split(':').filter((folder) => folder !== '');

describe('ESLint and sluice check --all find the same', () => {
  it.each(layouts)('on the living project in %s, which has nothing to find', async (layout) => {
    expect(await both(livingCopy(layout))).toEqual({ eslint: [], onlyCheck: [], onlyEslint: [] });
  });

  it.each(breaks.filter(({ since }) => since === undefined))('on the living project where $story', async ({ rule, does, lies }) => {
    const folder = livingCopy(lies === 'folders' ? 'folders, snapshot 9' : 'journal');
    const place = does(folder);
    const { eslint, ...differences } = await both(folder);
    expect(differences).toEqual({ onlyCheck: [], onlyEslint: [] });
    expect(eslint.some((each) => each.startsWith(`${rule} ${place}:`))).toBe(true);
  });

  it.each(['journal', 'folders, snapshot 9'] as const)('with a baseline, which leaves both the rest, in %s', async (layout) => {
    const folder = livingCopy();
    for (const { rule, does } of breaks) if (recorded.includes(rule)) does(folder);
    layOut(folder, layout);
    expect((await both(folder)).eslint).not.toEqual([]);
    writeBaseline({ cwd: folder });
    await untilSeen();
    expect(await both(folder)).toEqual({ eslint: [], onlyCheck: [], onlyEslint: [] });
    const later = breaks.find(({ rule }) => rule === 'naming/table-prefix');
    later?.does(folder);
    await untilSeen();
    const { eslint, ...differences } = await both(folder);
    expect(differences).toEqual({ onlyCheck: [], onlyEslint: [] });
    expect(eslint.some((place) => place.startsWith('naming/table-prefix '))).toBe(true);
  });

  it('with statistics, which mute the same in both, and are looked at again', async () => {
    const folder = livingCopy();
    breaks.find(({ rule }) => rule === 'safety/index-without-concurrently')?.does(folder);
    const found = (await both(folder)).eslint.filter((place) => place.startsWith('safety/index-without-concurrently '));
    expect(found).toHaveLength(1);
    const tables = new Map([['public.archive_dataset', { rows: 40, bytes: 65_536 }]]);
    write(folder, { 'sluice.statistics.json': statisticsText({ takenAt: '2026-05-01T08:00:00.000Z', tables }) });
    await untilSeen();
    expect(await both(folder)).toEqual({ eslint: [], onlyCheck: [], onlyEslint: [] });
  });

  it('on a project that only package.json names', async () => {
    const folder = projectWith({ 'package.json': JSON.stringify({ sluice: { schema: 'src/*.ts', out: 'drizzle' } }), 'src/schema.ts': `${imports}${titled}` });
    expect((await both(folder)).eslint).toContainEqual(expect.stringContaining('naming/snake-case src/schema.ts:3:'));
    expect(await both(folder)).toMatchObject({ onlyCheck: [], onlyEslint: [] });
  });

  it.each([
    ['a block for the file', `/* eslint-disable */\n${imports}${titled}`, 'suppression/reason src/schema.ts:1:1-1:21'],
    ['a block behind a byte-order mark', `\uFEFF/* eslint-disable */\n${imports}${titled}`, 'suppression/reason src/schema.ts:1:1-1:21'],
    ['a block behind code', `${imports}const one = 1; /* eslint-disable */\n${titled}`, 'suppression/reason src/schema.ts:3:1-3:36'],
    ['a comment on the line', `${imports}${titled.trimEnd()} // eslint-disable-line\n`, 'suppression/reason src/schema.ts:3:1-3:102'],
    ['a comment on a line of CRLF', `${imports}${titled.trimEnd()} // eslint-disable-line\n`.replaceAll('\n', '\r\n'), 'suppression/reason src/schema.ts:3:1-3:102'],
    ['two comments, the first of which takes all away', `/* eslint-disable */\n${imports}/* eslint-disable sluice/suppression/reason */\n${titled}`, 'suppression/reason src/schema.ts:1:1-1:21'],
    ['a comment that names the rule itself', `${imports}/* eslint-disable sluice/suppression/reason, sluice/naming/snake-case */\n${titled}`, 'suppression/reason src/schema.ts:3:1-3:73'],
    ['a rule turned off', `/* eslint sluice/naming/snake-case: 0 */\n${imports}${titled}`, 'suppression/reason src/schema.ts:1:1-1:41'],
  ])('where a reason is missing: %s', async (_, text, place) => {
    const { eslint, ...differences } = await both(projectWith({
      'sluice.config.json': JSON.stringify({ schema: 'src/*.ts', out: 'drizzle', rules: { 'history/schema-not-generated': 'off' } }), 'src/schema.ts': text,
    }));
    expect(differences).toEqual({ onlyCheck: [], onlyEslint: [] });
    expect(eslint).toEqual([expect.stringContaining(`${place} `)]);
  });

  it.each([
    ['with a reason', '/* eslint sluice/naming/snake-case: "off" -- the old tools ask for it */', []],
    ['at the end of the file too', `${titled}/* eslint sluice/naming/snake-case: [0] -- the old tools ask for it */`, []],
    ['the first that names a rule', '/* eslint sluice/naming/snake-case: 1 */\n/* eslint sluice/naming/snake-case: 0 -- why */', ['naming/snake-case', 'suppression/unused']],
  ])('where a comment turns a rule off: %s', async (_, comment, rulesFound) => {
    const text = comment.startsWith('export') ? `${imports}${comment}\n` : `${comment}\n${imports}${titled}`;
    const { eslint, onlyCheck, onlyEslint } = await both(projectWith({
      'sluice.config.json': JSON.stringify({ schema: 'src/*.ts', out: 'drizzle', rules: { 'history/schema-not-generated': 'off' } }), 'src/schema.ts': text,
    }));
    expect(onlyCheck).toEqual([]);
    expect(onlyEslint.filter((place) => !place.includes('already configured by another'))).toEqual([]);
    expect(eslint.filter((place) => !place.startsWith('ESLint ')).map((place) => place.split(' ')[0])).toEqual(rulesFound);
  });

  it.each(rules.map((rule) => [rule.id, rule] as const))('on every example of %s', async (id, rule) => {
    // An editor does not know which migrations are pending together: it judges each alone, as check --all does.
    for (const example of rule.examples.filter(({ together }) => together !== true)) {
      const folder = projectOf(id, example);
      const { eslint, ...differences } = await both(folder);
      expect(differences, JSON.stringify(example)).toEqual({ onlyCheck: [], onlyEslint: [] });
      if (example.bad !== undefined && rule.needs === undefined && !asksGit(example.bad)) expect(eslint.filter((place) => place.startsWith(`${id} `))).not.toEqual([]);
    }
  });

  it.each(trials)('on %s', async (folder) => {
    const { eslint, ...differences } = await both(realpathSync(folder));
    expect(differences).toEqual({ onlyCheck: [], onlyEslint: [] });
    console.log(`${folder}: ${eslint.length} findings in both`);
  });
});

/** Only the command line can tell what was other at the base. */
function asksGit(sample: Sample): boolean {
  return typeof sample !== 'string' && sample.atBase !== undefined;
}

const imports = "import { integer, pgTable } from 'drizzle-orm/pg-core';\n\n";
const titled = "export const title = pgTable('bookTitle', { id: integer('id').primaryKey() });\n";

/** A project without migrations. */
function projectWith(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-project-')));
  write(folder, files);
  return folder;
}

/** The editor's side looks at the disk every so often, and may be that much behind what a test has just written. */
async function untilSeen(): Promise<void> {
  await setTimeout(freshFor + 1);
}

async function both(folder: string): Promise<Record<'eslint' | 'onlyCheck' | 'onlyEslint', readonly string[]>> {
  const report = join(mkdtempSync(join(tmpdir(), 'sluice-parity-')), 'report.json');
  const check = await placesOfCheck(folder, report);
  const eslint = await placesOfEslint(folder);
  return { eslint, onlyCheck: without(check, eslint), onlyEslint: without(eslint, check) };
}

/** Each as often as it is more frequent on the left. */
function without(left: readonly string[], right: readonly string[]): readonly string[] {
  const rest = [...right];
  return left.filter((place) => {
    const at = rest.indexOf(place);
    if (at !== -1) rest.splice(at, 1);
    return at === -1;
  });
}

/** An example as a project on disk, with the settings it is about. */
function projectOf(id: string, example: Example): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-example-')));
  const { options, runner, postgres } = example;
  const files = exampleFiles(example);
  const schema = Object.keys(files).some((file) => file.startsWith('src/')) ? ", schema: './src/*.ts'" : '';
  const { casing, prefix, driver } = typeof (example.bad ?? example.good) === 'string' ? {} : (example.bad ?? example.good) as SampleProject;
  const kit = `${casing === undefined ? '' : `, casing: '${casing}'`}${prefix === undefined ? '' : `, migrations: { prefix: '${prefix}' }`}${driver === undefined ? '' : `, driver: '${driver}'`}`;
  const settings = {
    ...(runner === undefined ? {} : { runner }), ...(postgres === undefined ? {} : { postgres }),
    rules: { [id]: ['error', ...(options === undefined ? [] : [options])] },
  };
  write(folder, {
    'drizzle.config.ts': `export default { dialect: 'postgresql', out: './drizzle'${schema}${kit} };\n`,
    'sluice.config.json': JSON.stringify(settings),
    ...files,
  });
  return folder;
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
