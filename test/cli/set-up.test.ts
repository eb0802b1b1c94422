import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { configSchema } from '../../src/project/config.ts';
import { temporaryFolder, write } from '../project/folder.ts';
import { library } from './library.ts';
import { replaceIn } from './living-copy.ts';
import { checked, placesOf, sluice, type End } from './sluice.ts';

/** One line, a hint, exit 2, and nothing on stdout. */
function problem(message: string, hint: string): End {
  return { code: 2, stdout: '', stderr: `sluice: ${message}\n  ${hint}\n` };
}

/** The library with some of its files changed; null takes one away. */
function libraryWith(files: Readonly<Record<string, string | null>>): string {
  const folder = temporaryFolder(library);
  for (const [path, text] of Object.entries(files)) {
    if (text === null) rmSync(join(folder, path), { recursive: true });
    else write(folder, { [path]: text });
  }
  return folder;
}

const journal = 'drizzle/meta/_journal.json';
const keys = Object.keys(configSchema.entries).filter((key) => key !== '$schema');
const settingsHint = `The settings are ${keys.join(', ')}; see the README, or schema.json in the package.`;

describe('drizzle.config', () => {
  test('none at all', async () => {
    expect(await sluice(temporaryFolder(), 'check')).toEqual(
      problem('There is no drizzle.config in this folder.', 'Run sluice where drizzle.config.ts is, or give --schema and --out.'));
  });

  test('only in a folder below: the hint names it', async () => {
    const folder = temporaryFolder({ 'packages/library/drizzle.config.ts': 'export default {};' });
    expect(await sluice(folder, 'check')).toEqual(problem(
      'There is no drizzle.config in this folder.',
      'Found packages/library/drizzle.config.ts: run sluice in its folder, or give it to --drizzle-config.'));
  });

  test('only in a folder above: the hint names it', async () => {
    const folder = libraryWith({ 'pnpm-workspace.yaml': 'packages: []\n' });
    expect(await sluice(join(folder, 'src'), 'check')).toEqual(problem(
      'There is no drizzle.config in src.', 'There is one in ..: give --cwd .., or run sluice there.'));
  });

  test('a file that is not there', async () => {
    expect(await sluice(temporaryFolder(library), 'check', '--drizzle-config', 'drizzle.config.production.ts')).toEqual(
      problem('There is no file drizzle.config.production.ts.', 'Give --drizzle-config the path of drizzle.config.'));
  });

  test.each([
    ['schema', "schema: process.env.SCHEMA, out: './drizzle'", 'Name it with --schema.'],
    ['out', "schema: './src/schema.ts', out: process.env.OUT", 'Name it with --out.'],
  ])('%s is computed: the hint names the flag', async (key, entries, hint) => {
    const folder = libraryWith({ 'drizzle.config.ts': `export default { dialect: 'postgresql', ${entries} };` });
    const end = await sluice(folder, 'check');
    expect(end).toMatchObject({ code: 2, stdout: '' });
    expect(end.stderr).toMatch(new RegExp(`^sluice: drizzle\\.config\\.ts: "${key}" is computed \\(.+\\)\\.\n {2}${hint}\n$`));
    const mended = await checked(folder, `--${key}`, key === 'schema' ? 'src/schema.ts' : 'drizzle');
    expect(mended.report.summary).toMatchObject({ migrations: 2, tables: 2 });
  });

  test('casing is computed: names are not guessed', async () => {
    const folder = libraryWith({
      'drizzle.config.ts': "export default { dialect: 'postgresql', schema: './src/schema.ts', out: './drizzle', casing: process.env.CASING };",
    });
    const end = await sluice(folder, 'check');
    expect(end).toMatchObject({ code: 2, stdout: '' });
    expect(end.stderr).toMatch(/^sluice: drizzle\.config\.ts: "casing" is computed \(.+\)\.\n {2}Write it as a text: casing: "snake_case"\.\n$/);
  });

  test('the whole is computed', async () => {
    const folder = libraryWith({ 'drizzle.config.ts': 'export default await load();' });
    const end = await sluice(folder, 'check');
    expect(end).toMatchObject({ code: 2, stdout: '' });
    expect(end.stderr).toMatch(/^sluice: drizzle\.config\.ts cannot be read without running it: .+\.\n {2}Name the paths with --schema and --out\.\n$/);
    expect((await checked(folder, '--schema', 'src/schema.ts', '--out', 'drizzle')).report.summary).toMatchObject({ migrations: 2, tables: 2 });
  });

  test('a syntax error', async () => {
    const end = await sluice(libraryWith({ 'drizzle.config.ts': 'export default {' }), 'check');
    expect(end).toMatchObject({ code: 2, stdout: '' });
    expect(end.stderr).toMatch(/^sluice: drizzle\.config\.ts cannot be read without running it: .+\n {2}.+\n$/);
  });

  test('another dialect', async () => {
    const folder = libraryWith({});
    replaceIn(folder, 'drizzle.config.ts', "'postgresql'", "'mysql'");
    expect(await sluice(folder, 'check')).toEqual(problem(
      'drizzle.config.ts: the dialect is mysql; only postgresql is checked.', 'Name another file with --drizzle-config.'));
  });

  test('a schema file that is no TypeScript: its tables would look clean', async () => {
    const folder = libraryWith({ 'src/schema.ts': "export const author = (\n" });
    const { code, stdout, stderr } = await sluice(folder, 'check');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^sluice: src\/schema\.ts:\d+:\d+ cannot be read: .+\.\n {2}Mend the file: nothing is judged/);
  });

  test('a folder of migrations that is not there', async () => {
    expect(await sluice(temporaryFolder(library), 'check', '--out', 'nope')).toEqual(
      problem('There is nothing in the folder nope.', 'Give --out the folder of the migrations.'));
  });

  test('two settings files', async () => {
    const folder = libraryWith({ 'sluice.config.json': '{}', 'sluice.config.mts': 'export default {};' });
    expect(await sluice(folder, 'check')).toEqual(
      problem('There are two settings files, sluice.config.json and sluice.config.mts.', 'Keep one of them.'));
  });

  test('a file that is neither migration nor schema', async () => {
    const end = await sluice(libraryWith({ 'package.json': '{}' }), 'check', 'package.json');
    expect(end).toMatchObject({ code: 2, stdout: '' });
    expect(end.stderr).toContain('package.json is no migration and no schema file of this project');
  });

  test('a schema that matches nothing', async () => {
    const folder = libraryWith({});
    replaceIn(folder, 'drizzle.config.ts', './src/schema.ts', './src/db/*.ts');
    const hint = 'Mend "schema" in drizzle.config, or give --schema the files as a glob.';
    expect(await sluice(folder, 'check')).toEqual(problem('No file matches the schema "src/db/*.ts".', hint));
    expect(await sluice(folder, 'check', '--schema', 'source/*.ts')).toEqual(problem('No file matches the schema "source/*.ts".', hint));
  });

  test('flags alone are enough', async () => {
    const folder = libraryWith({ 'drizzle.config.ts': null });
    expect((await checked(folder, '--schema', 'src/*.ts', '--out', 'drizzle')).report.summary).toMatchObject({ migrations: 2, tables: 2 });
  });
});

describe('the migrations', () => {
  test('a journal with conflict markers', async () => {
    const folder = libraryWith({});
    replaceIn(folder, journal, '  "entries": [', '<<<<<<< HEAD\n  "entries": [\n=======\n  "entries": [\n>>>>>>> loans');
    const { code, report } = await checked(folder);
    expect(placesOf(report)).toEqual([`history/conflict-markers ${journal}:4`]);
    expect(code).toBe(1);
    expect(await sluice(folder, 'breaking', '--all')).toEqual(
      problem(`${journal} holds conflict markers: finish the merge first.`, `Mend ${journal} and run again.`));
  });

  test('conflict markers in the schema are a finding, beside those in the journal, and the only ones', async () => {
    const folder = libraryWith({});
    replaceIn(folder, journal, '  "entries": [', '<<<<<<< HEAD\n  "entries": [\n=======\n  "entries": [\n>>>>>>> loans');
    const schema = readFileSync(join(folder, 'src/schema.ts'), 'utf8');
    write(folder, { 'src/schema.ts': `${schema}<<<<<<< HEAD\n=======\n>>>>>>> loans\n` });
    const { code, report } = await checked(folder);
    expect(placesOf(report)).toEqual([`history/conflict-markers ${journal}:4`, expect.stringMatching(/^history\/conflict-markers src\/schema\.ts:\d+$/)]);
    expect(code).toBe(1);
    expect(await sluice(folder, 'breaking', '--all')).toEqual(
      problem('src/schema.ts holds conflict markers: finish the merge first.', 'Mend src/schema.ts and run again.'));
  });

  test.each([
    ['drizzle.config.ts'], ['sluice.config.json'], ['sluice.baseline.json'], ['sluice.statistics.json'],
  ])('conflict markers in %s are one line', async (file) => {
    const folder = libraryWith({ [file]: '<<<<<<< HEAD\n=======\n>>>>>>> loans\n' });
    expect(await sluice(folder, 'check')).toEqual(problem(`${file} holds conflict markers: finish the merge first.`, `Mend ${file} and run again.`));
  });

  test('a journal that is no JSON', async () => {
    const end = await sluice(libraryWith({ [journal]: '{ "version": ' }), 'check');
    expect(end).toMatchObject({ code: 2, stdout: '' });
    expect(end.stderr).toMatch(/^sluice: drizzle\/meta\/_journal\.json is not JSON: .+\.\n {2}Mend drizzle\/meta\/_journal\.json and run again\.\n$/);
  });

  test('a binary SQL file', async () => {
    const file = 'drizzle/0001_index_titles.sql';
    expect(await sluice(libraryWith({ [file]: '\0\u0001ELF' }), 'check')).toEqual(problem(
      `${file} holds NUL bytes: it is binary, or saved as UTF-16 instead of UTF-8.`, `Mend ${file} and run again.`));
  });

  test('an SQL file that is missing is a finding', async () => {
    const { code, report } = await checked(libraryWith({ 'drizzle/0001_index_titles.sql': null }));
    expect(code).toBe(1);
    expect(placesOf(report)).toContain(`history/files-complete ${journal}:12`);
  });

  test('none yet: the schema is judged all the same', async () => {
    const folder = libraryWith({ drizzle: null });
    const { code, report } = await checked(folder);
    expect(placesOf(report)).toEqual(['naming/snake-case src/schema.ts:6']);
    expect(report.summary).toMatchObject({ migrations: 0, judged: 0, tables: 2 });
    expect(code).toBe(1);
    expect((await sluice(folder, 'check')).stdout).toContain('Judged: the schema; there are no migrations in drizzle yet (outside git).');
  });

  test('an empty journal', async () => {
    const folder = libraryWith({ drizzle: null, [journal]: '{ "version": "7", "dialect": "postgresql", "entries": [] }' });
    expect(placesOf((await checked(folder)).report)).toEqual(['naming/snake-case src/schema.ts:6']);
  });

  test('the folder layout of drizzle-kit 1.0', async () => {
    const folder = libraryWith({
      drizzle: null, 'drizzle/20250101120000_authors/migration.sql': 'SELECT 1;',
      'drizzle/20250101120000_authors/snapshot.json': '{ "version": "8", "dialect": "postgres", "id": "1", "prevIds": [], "ddl": [], "renames": [] }',
    });
    expect((await checked(folder)).report.summary).toMatchObject({ migrations: 1, judged: 1 });
  });
});

describe('settings', () => {
  test('an unknown rule, with the nearest', async () => {
    const folder = libraryWith({ 'sluice.config.json': '{ "rules": { "naming/snakecase": "error" } }' });
    const end = problem('There is no rule "naming/snakecase".', 'The nearest is "naming/snake-case"; "sluice rules" lists them all.');
    expect(await sluice(folder, 'check')).toEqual(end);
    expect(await sluice(temporaryFolder(library), 'check', '--rule', 'naming/snakecase=off')).toEqual(end);
  });

  test.each([
    ['{ "rule": {} }', '"rule": there is no such setting.', `Is "rules" meant? ${settingsHint}`],
    ['{ "plugins": [] }', '"plugins": there is no such setting.', settingsHint],
    ['{ "postgres": "16" }', '"postgres": expected number, got "16".', settingsHint],
    ['{ "rules": { "naming/snake-case": "loud" } }', '"rules.naming/snake-case": expected', settingsHint],
    ['[]', 'expected Object, got Array.', settingsHint],
  ])('%s', async (text, message, hint) => {
    const end = await sluice(libraryWith({ 'sluice.config.json': text }), 'check');
    expect(end).toMatchObject({ code: 2, stdout: '' });
    expect(end.stderr).toContain(`sluice: sluice.config.json: ${message}`);
    expect(end.stderr.split('\n').slice(1)).toEqual([`  ${hint}`, '']);
  });

  test('an option that the rule does not have, with the nearest', async () => {
    const folder = libraryWith({ 'sluice.config.json': '{ "rules": { "naming/identifier-length": ["error", { "maximum": 40 }] } }' });
    expect(await sluice(folder, 'check')).toEqual(problem(
      'The rule "naming/identifier-length" has no option "maximum".',
      'The nearest is "max"; "sluice explain naming/identifier-length" shows them all.'));
  });

  test('an option value that the rule does not take', async () => {
    const folder = libraryWith({ 'sluice.config.json': '{ "rules": { "naming/identifier-length": ["error", { "max": 100 }] } }' });
    const end = await sluice(folder, 'check');
    expect(end).toMatchObject({ code: 2, stdout: '' });
    expect(end.stderr).toMatch(/^sluice: Options of the rule "naming\/identifier-length": max: .*63.*\.\n {2}"sluice explain naming\/identifier-length" shows its options\.\n$/);
  });

  test.each([
    ['sluice.config.json', '{ "rules": '],
    ['sluice.config.ts', 'export default { rules: '],
    ['sluice.config.ts', 'export const settings = {};'],
  ])('%s that cannot be read: %s', async (file, text) => {
    const end = await sluice(libraryWith({ 'sluice.config.json': null, [file]: text }), 'check');
    expect(end).toMatchObject({ code: 2, stdout: '' });
    expect(end.stderr).toMatch(new RegExp(`^sluice: ${file} cannot be read without running it: .+\\.\n {2}.+\n$`));
  });

  test('a computed value is named', async () => {
    const folder = libraryWith({ 'sluice.config.json': null, 'sluice.config.ts': 'export default { postgres: Number(process.env.PG) };' });
    const end = await sluice(folder, 'check');
    expect(end.stderr).toMatch(/^sluice: sluice\.config\.ts: "postgres" cannot be read without running it: .+\.\n {2}.+\n$/);
  });

  test('a package.json that is no JSON', async () => {
    const end = await sluice(libraryWith({ 'sluice.config.json': null, 'package.json': '{ "sluice": {' }), 'check');
    expect(end).toMatchObject({ code: 2, stdout: '' });
    expect(end.stderr).toMatch(/^sluice: package\.json is not JSON: .+\.\n {2}Mend package\.json and run again\.\n$/);
  });

  test('are found in package.json', async () => {
    const folder = libraryWith({
      'sluice.config.json': null,
      'package.json': '{ "sluice": { "rules": { "history/schema-not-generated": "off", "naming/snake-case": "off" } } }',
    });
    expect((await checked(folder, 'src')).report.findings).toEqual([]);
  });

  test('elsewhere: their paths are relative to them', async () => {
    const folder = libraryWith({
      'sluice.config.json': null, 'drizzle.config.ts': null,
      'gate/sluice.json': '{ "schema": "../src/*.ts", "out": "../drizzle", "rules": { "history/schema-not-generated": "off" } }',
    });
    expect((await checked(folder, '--config', 'gate/sluice.json')).report.summary).toMatchObject({ migrations: 2, tables: 2 });
    expect(await sluice(folder, 'check', '--config', 'gate/none.json')).toEqual(
      problem('There is no file gate/none.json.', 'Give --config the path of the settings.'));
  });
});

describe('the command line', () => {
  test('a folder that is not there', async () => {
    expect(await sluice(temporaryFolder(), 'check', '--cwd', 'library')).toEqual(
      problem('There is no folder library.', 'Give --cwd the folder of the project.'));
  });

  test.each([
    [['check', '--format', 'xml'], "option '--format <name>' argument 'xml' is invalid. Allowed choices are pretty, json, github, sarif, gitlab, junit, markdown."],
    [['check', '--rule', 'naming/snake-case'], "option '--rule <id=level>' argument 'naming/snake-case' is invalid. Write it as id=level, with error, warn, info or off."],
    [['check', '--max-warnings', 'few'], "option '--max-warnings <n>' argument 'few' is invalid. Give a whole number."],
    [['check', '--all', '--since', 'main'], "option '--all' cannot be used with option '--since <ref>'"],
    [['check', '--al'], "unknown option '--al'\n(Did you mean --all?)"],
    [['chekc'], "unknown command 'chekc'\n(Did you mean check?)"],
    [['explain'], "missing required argument 'rule'"],
  ])('%j', async (args, message) => {
    expect(await sluice(temporaryFolder(), ...args)).toEqual(problem(message, '--help lists what there is.'));
  });
});
