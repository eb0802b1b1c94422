import { describe, expect, it } from 'vitest';
import { ESLint, type Rule } from 'eslint';
import { join } from 'node:path';
import sluice from '../../src/eslint/index.ts';
import { library } from '../cli/library.ts';
import { historyFiles } from '../kit/sample-project.ts';
import { temporaryFolder, write } from '../project/folder.ts';
import { eslintIn, linted, placesIn, placesOf } from './linting.ts';

const config = library['drizzle.config.ts'] ?? '';
const schema = library['src/schema.ts'] ?? '';

describe('a project', () => {
  it('is judged as a whole, and each file gets its part', async () => {
    const folder = temporaryFolder(library);
    expect(await lintedFiles(folder)).toEqual({
      'drizzle/0001_index_titles.sql': ['sluice/safety/index-without-concurrently 1:1-1:64'],
      'src/schema.ts': ['sluice/naming/snake-case 6:3-6:25'],
    });
  });

  it('is judged with what the editor holds, not what is on disk', async () => {
    const folder = temporaryFolder(library);
    expect(await placesIn(folder, 'src/schema.ts', schema.replace("'bornOn'", "'born_on'"))).toEqual([]);
    expect(await placesIn(folder, 'src/schema.ts', schema)).toEqual(['sluice/naming/snake-case 6:3-6:25']);
  });

  it('tells of history in the journal', async () => {
    const folder = temporaryFolder({ ...library, 'drizzle/meta/0009_snapshot.json': '{}' });
    expect((await lintedFiles(folder))['drizzle/meta/_journal.json']).toEqual(['sluice/history/files-complete 1:1-1:1']);
  });

  it('says nothing of files that are no part of it', async () => {
    const folder = temporaryFolder({ ...library, 'drizzle/notes/old.sql': 'create index a on author (name);' });
    expect(await placesIn(folder, 'src/other.ts', 'export const camelCase = 1;')).toEqual([]);
    expect(await placesIn(folder, 'seeds/authors.sql', 'create index a on author (name);')).toEqual([]);
  });

  it('may stand beside another', async () => {
    const folder = temporaryFolder({ ...under('packages/library', library), ...under('packages/press', library) });
    expect(Object.keys(await lintedFiles(folder))).toEqual([
      'packages/library/drizzle/0001_index_titles.sql', 'packages/library/src/schema.ts',
      'packages/press/drizzle/0001_index_titles.sql', 'packages/press/src/schema.ts',
    ]);
  });

  it('may be named by settings', async () => {
    const { 'drizzle.config.ts': _, 'sluice.config.json': __, ...files } = library;
    const folder = temporaryFolder(files);
    const settings = { sluice: { schema: 'src/schema.ts', out: 'drizzle' } };
    const found = await lintedFiles(folder, [{ settings }, { rules: { 'sluice/history/schema-not-generated': 'off' } }]);
    expect(Object.keys(found)).toEqual(['drizzle/0001_index_titles.sql', 'src/schema.ts']);
  });
});

describe('a project that cannot be read', () => {
  it('is told of once in each file', async () => {
    const folder = temporaryFolder({ ...library, 'drizzle/meta/_journal.json': '{' });
    const { messages } = await linted(folder, 'src/schema.ts', schema);
    expect(messages).toMatchObject([{ ruleId: 'sluice/setup', line: 1, column: 1, severity: 2 }]);
    expect(messages[0]?.message).toMatch(/Mend drizzle\/meta\/_journal\.json and run again\.$/);
  });

  it.each([
    [{ sluice: { oout: 'drizzle' } }, /oout/],
    [{ sluice: { preset: 'lax' } }, /preset/],
    [{ sluice: 'drizzle' }, /settings\.sluice/],
    [{ sluice: { cwd: 'nowhere' } }, /nowhere/],
  ])('because the settings say %j', async (settings, expected) => {
    const folder = temporaryFolder(library);
    const eslint = new ESLint({
      cwd: folder, overrideConfigFile: true, overrideConfig: [{
        files: ['**/*.sql'], plugins: { sluice: sluice }, language: 'sluice/sql', settings, rules: { 'sluice/setup': 'error' },
      }],
    });
    const [result] = await eslint.lintText('select 1;', { filePath: 'drizzle/0001_index_titles.sql' });
    expect(result?.messages.map(({ message }) => message)).toEqual([expect.stringMatching(expected)]);
  });
});

describe('whether a rule reports', () => {
  const file = 'drizzle/0000_given.sql';
  const text = 'create table "Book" (id int primary key);';
  const project = (settings: object): string => temporaryFolder({
    'drizzle.config.ts': config, 'src/schema.ts': '',
    'sluice.config.json': JSON.stringify({ rules: { 'down/missing': 'off' }, ...settings }),
    ...historyFiles({ '0000_given': { up: text } }),
  });
  const snakeCase = 'sluice/naming/snake-case 1:1-1:41';

  it('is said by the settings of the project', async () => {
    expect(await placesIn(project({}), file, text)).toEqual([snakeCase]);
    expect(await placesIn(project({ rules: { 'naming/snake-case': 'off', 'down/missing': 'off' } }), file, text)).toEqual([]);
    const overrides = [{ files: 'drizzle/*', rules: { 'naming/snake-case': 'off' } }];
    expect(await placesIn(project({ overrides }), file, text)).toEqual([]);
  });

  it('is said by ESLint where it gives options', async () => {
    const off = { rules: { 'naming/snake-case': 'off', 'down/missing': 'off' } };
    const more = (options: object): Parameters<typeof placesIn>[3] => [{ files: ['**/*.sql'], rules: { 'sluice/naming/snake-case': ['warn', options] } }];
    expect(await placesIn(project(off), file, text, more({}))).toEqual([snakeCase]);
    expect(await placesIn(project({}), file, text, more({ ignore: ['Book'] }))).toEqual([]);
  });

  it('is said by ESLint where none of our configurations is in use', async () => {
    const folder = project({ rules: { 'naming/snake-case': 'off' } });
    const eslint = new ESLint({
      cwd: folder, overrideConfigFile: true, overrideConfig: [{
        files: ['**/*.sql'], plugins: { sluice: sluice }, language: 'sluice/sql',
        rules: { 'sluice/naming/snake-case': 'error' },
      }],
    });
    const [result] = await eslint.lintText(text, { filePath: file });
    expect(result && placesOf(result)).toEqual([snakeCase]);
  });

  it('is said by the preset where the settings of the project name none', async () => {
    const folder = project({});
    const strictly = new ESLint({ cwd: folder, overrideConfigFile: true, overrideConfig: [...sluice.configs.strict] as never });
    const found = async (settings: object): Promise<number> => {
      write(folder, { 'sluice.config.json': JSON.stringify({ ...settings, rules: { 'down/missing': 'off' } }) });
      const [result] = await strictly.lintText('create table book (id int); select 1 ;', { filePath: file });
      return result?.messages.length ?? -1;
    };
    expect(await found({})).toBeGreaterThanOrEqual(await found({ extends: 'recommended' }));
  });
});

describe('what can be done about a finding', () => {
  const grown = schema.replace("bornOn: text('bornOn'),", "bornOn: text('born_on'),\n  diedOn: text('diedOn'),");
  const mended = grown.replace("'diedOn'", "'died_on'");

  it('is a fix in a schema', async () => {
    const folder = temporaryFolder(library);
    expect((await linted(folder, 'src/schema.ts', grown, [], { fix: true })).output).toBe(mended);
    expect((await linted(folder, 'src/schema.ts', `\uFEFF${grown}`, [], { fix: true })).output).toBe(`\uFEFF${mended}`);
    const inWindows = (text: string): string => text.replaceAll('\n', '\r\n');
    expect((await linted(folder, 'src/schema.ts', inWindows(grown), [], { fix: true })).output).toBe(inWindows(mended));
  });

  it('is a suggestion where somebody has to choose', async () => {
    const folder = temporaryFolder(library);
    const result = await linted(folder, 'src/schema.ts', schema, [], { fix: true });
    expect(result).not.toHaveProperty('output');
    expect(result.messages.map(({ suggestions = [] }) => suggestions.map(({ fix }) => applied(schema, fix)))).toEqual([
      [schema.replace("text('bornOn')", "text('born_on')")],
    ]);
  });

  it('is a suggestion in a migration, which may be applied already', async () => {
    const folder = temporaryFolder({ ...library, 'sluice.config.json': '{ "runner": "sluice" }' });
    const file = 'drizzle/0001_index_titles.sql';
    const text = library[file] ?? '';
    const { messages } = await linted(folder, file, text, [], { fix: true });
    expect(messages).toMatchObject([{ ruleId: 'sluice/safety/index-without-concurrently' }]);
    expect(messages[0]).not.toHaveProperty('fix');
    expect(messages[0]?.suggestions?.map(({ fix }) => applied(text, fix))).toEqual([text.replace('CREATE INDEX', 'CREATE INDEX CONCURRENTLY')]);
  });

  it('lies where ESLint counts from, behind a byte-order mark', async () => {
    const folder = temporaryFolder(library);
    const text = 'SELECT 1;\r\n-- eslint-disable-next-line sluice/sql/unparseable -- an extension of ours\r\nSELECT 2;\r\n';
    const { messages } = await linted(folder, 'drizzle/0001_index_titles.sql', `\uFEFF${text}`);
    const message = messages.find(({ ruleId }) => ruleId === 'sluice/suppression/unknown-rule');
    expect(message?.suggestions?.map(({ fix }) => applied(text, fix))).toEqual([text.replace('unparseable', 'unparsable')]);
  });
});

/** A text after a fix, as ESLint applies it. */
function applied(text: string, { range: [start, end], text: replacement }: Rule.Fix): string {
  return text.slice(0, start) + replacement + text.slice(end);
}

async function lintedFiles(folder: string, more: Parameters<typeof eslintIn>[1] = []): Promise<Record<string, readonly string[]>> {
  const results = await eslintIn(folder, more).lintFiles(['**/*.sql', '**/src/*.ts', '**/_journal.json']);
  return Object.fromEntries(results
    .filter(({ messages }) => messages.length > 0)
    .map((result) => [result.filePath.slice(folder.length + 1), placesOf(result)]));
}

function under(prefix: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [join(prefix, path), text]));
}
