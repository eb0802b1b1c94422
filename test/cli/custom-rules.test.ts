import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { historyFiles } from '../../src/examples/sample-project.ts';
import { installed } from '../eslint/command-line.ts';
import { temporaryFolder } from '../project/folder.ts';
import { shownFiles, shownOutput } from './custom-rules-page.ts';
import { checked, placesOf, run, sluice } from './sluice.ts';

const imports = "import { integer, pgTable } from 'drizzle-orm/pg-core';\n";
const loan = `${imports}export const loan = pgTable('archive_loan', { id: integer('id').primaryKey() });\n`;
const up = 'CREATE TABLE "archive_loan" ("id" integer PRIMARY KEY);\n--> statement-breakpoint\nGRANT SELECT ON "archive_loan" TO "visitor";\n';

/** A library with the rules of the page. */
const library: Readonly<Record<string, string>> = {
  'drizzle.config.ts': "export default { dialect: 'postgresql', schema: './src/schema.ts', out: './drizzle' };\n",
  ...shownFiles,
  'src/schema.ts': loan,
  ...historyFiles({ '0000_loans': { up, down: 'DROP TABLE "archive_loan";' } }),
};

/** A rule file that says what a test wants of it. */
function ruleFile(parts: string, check = 'table(table) { return { at: table.origin, text: "found" }; }'): string {
  return `import { rule } from 'drizzle-sluice/rule';
export default rule({
  id: 'library/found', title: 'Find it', why: 'So.', instead: 'So.', level: 'warn', silent: ['Never.'], examples: [], ${parts}
  check: { ${check} },
});
`;
}

function answering(part: string): string {
  return `table(table) { return { at: table.origin, text: "found", ${part} }; }`;
}

function projectWith(files: Readonly<Record<string, string>>, settings: object = { ruleFiles: 'rules/*.ts' }): string {
  return temporaryFolder({
    'drizzle.config.ts': library['drizzle.config.ts'] ?? '', 'src/schema.ts': loan,
    'sluice.config.json': JSON.stringify(settings), ...files,
  });
}

async function refusal(folder: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await sluice(folder, ...(args.length === 0 ? ['check', '--all'] : args));
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr.trimEnd().split('\n')).toHaveLength(2);
  return stderr;
}

describe('the page about custom rules', () => {
  it('shows rules that pass the proof', async () => {
    expect(await sluice(temporaryFolder(library), 'test-rules')).toEqual({ code: 0, stdout: shownOutput, stderr: '' });
  });

  it('shows rules that are found with', async () => {
    const { code, report } = await checked(temporaryFolder(library), '--all');
    expect(placesOf(report).filter((place) => place.startsWith('library/'))).toEqual([
      'library/visitors-read-views drizzle/0000_loans.sql:3', 'library/archived-at src/schema.ts:2',
    ]);
    expect(report.findings.find(({ rule }) => rule === 'library/archived-at')).toMatchObject({
      level: 'error', docs: 'sluice-rules/archived-at.ts', message: 'archive_loan does not say when a row was archived.',
    });
    expect(code).toBe(1);
  });

  it('shows TypeScript that compiles', async () => {
    const folder = installed({
      ...shownFiles,
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          target: 'es2022', module: 'nodenext', strict: true, noEmit: true, types: [], skipLibCheck: true,
          allowImportingTsExtensions: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true,
        },
        include: ['sluice-rules', 'sluice.config.ts'],
      }),
    }, []);
    const compiler = resolve(import.meta.dirname, '../../node_modules/typescript/bin/tsc');
    expect(await run(process.execPath, [compiler, '-p', '.'], folder)).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

describe('a rule of a project’s own', () => {
  it('is listed, explained and written down', async () => {
    const folder = temporaryFolder(library);
    expect((await sluice(folder, 'rules')).stdout).toContain('library/archived-at                     warn   Say when a row of the archive was archived\n');
    const { stdout } = await sluice(folder, 'explain', 'library/archived-at');
    expect(stdout).toContain('# library/archived-at');
    expect(stdout).toContain('| `tables` | `["archive_*"]` | Globs of the tables of the archive. |');
    expect(await sluice(folder, 'rules', '--docs', 'pages')).toMatchObject({ code: 0, stdout: '2 pages and a table written to pages.\n' });
    expect(readFileSync(join(folder, 'pages/library/archived-at.md'), 'utf8')).toBe(stdout);
    expect(readFileSync(join(folder, 'pages/README.md'), 'utf8')).toContain('[library/visitors-read-views](library/visitors-read-views.md)');
  });

  it('obeys settings, overrides, --rule and comments', async () => {
    const found = async (settings: object, files: Readonly<Record<string, string>> = {}, ...args: readonly string[]): Promise<readonly string[]> => {
      const folder = projectWith({ 'rules/a.ts': ruleFile(''), ...files }, { ruleFiles: ['./rules/*.ts'], ...settings });
      return (await checked(folder, '--all', ...args)).report.findings.map(({ rule, level }) => `${level} ${rule}`);
    };
    const off = { 'history/schema-not-generated': 'off' };
    expect(await found({ rules: off })).toEqual(['warn library/found']);
    expect(await found({ rules: { ...off, 'library/found': 'error' } })).toEqual(['error library/found']);
    expect(await found({ rules: { ...off, 'library/found': 'off' } })).toEqual([]);
    expect(await found({ rules: off, overrides: [{ files: 'src/*.ts', rules: { 'library/found': 'info' } }] })).toEqual(['info library/found']);
    expect(await found({ rules: off }, {}, '--rule', 'library/found=error')).toEqual(['error library/found']);
    expect(await found({ rules: off, extends: 'strict' }, { 'rules/a.ts': ruleFile("presets: { strict: 'error' },") })).toEqual(['error library/found']);
    const comment = (id: string): Readonly<Record<string, string>> => (
      { 'src/schema.ts': loan.replace('export', `// eslint-disable-next-line sluice/${id} -- it is known\nexport`) });
    expect(await found({ rules: off }, comment('library/found'))).toEqual([]);
    expect(await found({ rules: off }, comment('library/fund'))).toEqual(['error suppression/unknown-rule', 'warn library/found']);
  });

  it('is recorded in the baseline, and named by SARIF without a page', async () => {
    const folder = projectWith({ 'rules/a.ts': ruleFile('') });
    expect((await sluice(folder, 'check', '--all', '--format', 'sarif')).stdout).not.toContain('library/found.md');
    expect((await sluice(folder, 'check', '--all', '--format', 'junit')).stdout).toContain('library/found');
    expect((await sluice(folder, 'baseline')).stdout).toContain('recorded in sluice.baseline.json');
    expect((await checked(folder, '--all')).report.findings).toEqual([]);
  });

  it('fixes and rewrites', async () => {
    const amendment = "{ kind: 'renameDeclared', at: table.origin, from: table.name, to: 'loan' }";
    const check = (remedy: string): string =>
      `table(table) { return table.name === 'loan' ? [] : { at: table.origin, text: table.name + ' is found.', ${remedy} }; }`;
    const off = { ruleFiles: 'rules/*.ts', rules: { 'history/schema-not-generated': 'off' } };
    const fixing = projectWith({ 'rules/a.ts': ruleFile('', check(`fix: { text: 'Name it.', amendment: ${amendment} }`)) }, off);
    expect(await sluice(fixing, 'check', '--all', '--fix')).toMatchObject({ code: 0 });
    expect(readFileSync(join(fixing, 'src/schema.ts'), 'utf8')).toContain("pgTable('loan'");
    const suggesting = projectWith({ 'rules/a.ts': ruleFile('', check(`suggestions: [{ text: 'Name it.', amendment: ${amendment} }]`)) }, off);
    expect(await sluice(suggesting, 'rewrite', 'library/found', '--all')).toMatchObject({ code: 0 });
    expect(readFileSync(join(suggesting, 'src/schema.ts'), 'utf8')).toContain("pgTable('loan'");
  });

  it('has the rule kit that runs, and what it imports', async () => {
    const folder = projectWith({
      'rules/a.ts': `import { word } from '../lib/word.js';\n${ruleFile('').replace('"found"', 'word')}`, 'lib/word.ts': "export const word: string = 'a word';\n",
    });
    expect((await checked(folder, '--all')).report.findings.map(({ message }) => message)).toContain('a word');
  });

  it('may be JavaScript, in a package of CommonJS too', async () => {
    const folder = projectWith({
      'package.json': '{ "type": "commonjs" }', 'rules/a.js': ruleFile(''),
      'rules/b.cjs': `module.exports = { default: require('drizzle-sluice/rule').rule({ ...require('./a.js').default, id: 'library/again' }) };\n`,
    }, { ruleFiles: ['rules/*.js', 'rules/*.cjs'] });
    expect((await checked(folder, '--all')).report.findings.map(({ rule }) => rule).filter((id) => id.startsWith('library/')))
      .toEqual(['library/again', 'library/found']);
  });

  it('may be what a file of CommonJS exports, with or without TypeScript', async () => {
    const parts = "{ title: 'Find it', why: 'So.', instead: 'So.', level: 'warn', silent: [], examples: [], check: { table(table) { return { at: table.origin, text: 'found' }; } }";
    const folder = projectWith({
      'rules/a.cjs': `module.exports = require('drizzle-sluice/rule').rule(${parts}, id: 'library/a' });\n`,
      'rules/b.cts': `import { rule } from 'drizzle-sluice/rule';\nexport = rule(${parts}, id: 'library/b' });\n`,
    }, { ruleFiles: 'rules/*' });
    expect((await checked(folder, '--all')).report.findings.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['library/a', 'library/b']));
  });

  it('is not in a file that is taken away', async () => {
    const files = { 'rules/a.ts': ruleFile(''), 'rules/a.test.ts': "throw new Error('a test');\n" };
    expect((await checked(projectWith(files, { ruleFiles: ['!./rules/*.test.ts', './rules/*.ts'] }), '--all')).report.findings.map(({ rule }) => rule))
      .toContain('library/found');
    expect(await refusal(projectWith(files, { ruleFiles: '' }))).toContain('No file matches "" of "ruleFiles" in the settings.');
  });

  it('prints beside the report', async () => {
    const folder = projectWith({ 'rules/a.ts': `console.log('loaded');\n${ruleFile('', 'table() { console.log("asked"); }')}` });
    const { stdout, stderr } = await sluice(folder, 'check', '--all', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ version: 1 });
    expect(stderr).toBe('loaded\nasked\n');
  });

  it('costs nothing where there is none: explain of a rule of ours reads no settings', async () => {
    const folder = projectWith({}, { ruleFiles: 'nowhere/*.ts' });
    expect(await sluice(folder, 'explain', 'naming/snake-case')).toMatchObject({ code: 0 });
  });
});

describe('a rule file that holds no rule', () => {
  it.each([
    ['matches no file', {}, 'No file matches "rules/*.ts" of "ruleFiles" in the settings.'],
    ['has no default export', { 'rules/a.ts': 'export const one = 1;\n' }, 'rules/a.ts has no default export.'],
    ['exports something else', { 'rules/a.ts': 'export default 1;\n' }, 'rules/a.ts is no rule: its default export: expected Object, got 1.'],
    ['has an id without family', { 'rules/a.ts': ruleFile('').replace('library/found', 'found') }, 'rules/a.ts is no rule: "id": expected family/name in small letters'],
    ['has a level that is none', { 'rules/a.ts': ruleFile('').replace("'warn'", "'fatal'") }, 'rules/a.ts is no rule: "level": expected'],
    ['has options that are none', { 'rules/a.ts': ruleFile('options: { tables: [] },') }, 'rules/a.ts is no rule: "options": expected v.object({ … })'],
    ['asks what nobody asks', { 'rules/a.ts': ruleFile('', 'tables() {}') }, 'rules/a.ts is no rule: nothing asks its check "tables".'],
    ['takes a family of ours', { 'rules/a.ts': ruleFile('').replace('library/found', 'naming/found') }, 'rules/a.ts: the id "naming/found" lies in a family of ours.'],
    ['takes an id twice', { 'rules/a.ts': ruleFile(''), 'rules/b.ts': ruleFile('') }, 'rules/b.ts: the id "library/found" is taken by rules/a.ts.'],
    ['is no TypeScript', { 'rules/a.ts': 'export default rule({;\n' }, 'rules/a.ts:1:22 cannot be read:'],
    ['imports what is no TypeScript', { 'rules/a.ts': `import '../lib/b.ts';\n${ruleFile('')}`, 'lib/b.ts': 'const = 1;\n' }, 'lib/b.ts:1:7 cannot be read:'],
    ['imports what is not there', { 'rules/a.ts': `import one from 'no-such-package';\nconsole.log(one);\n${ruleFile('')}` }, "rules/a.ts cannot be run: Cannot find module 'no-such-package'."],
    ['throws when it is run', { 'rules/a.ts': `${ruleFile('')}throw new Error('no network');\n` }, 'rules/a.ts cannot be run: no network.'],
    ['waits', { 'rules/a.ts': `await Promise.resolve();\n${ruleFile('')}` }, 'rules/a.ts cannot be run:'],
    ['throws while it checks', { 'rules/a.ts': ruleFile('', 'table(table) { return table.nothing.at; }') }, 'The rule "library/found" (rules/a.ts) threw while it checked: Cannot read properties of undefined'],
    ['answers nonsense', { 'rules/a.ts': ruleFile('', 'table() { return { text: "here" }; }') }, 'The rule "library/found" (rules/a.ts) answered what is no report: its check "table" gave an object without "at".'],
    ['answers null', { 'rules/a.ts': ruleFile('', 'table() { return null; }') }, 'answered what is no report: its check "table" gave null.'],
    ['answers later', { 'rules/a.ts': ruleFile('', 'async table() {}') }, 'answered what is no report: its check "table" gave a promise.'],
    ['answers with a level that is none', { 'rules/a.ts': ruleFile('', answering("level: 'fatal'")) }, 'gave an object whose "level" is "fatal".'],
    ['answers without words', { 'rules/a.ts': ruleFile('', answering("text: ''")) }, 'gave an object whose "text" is "".'],
    ['answers with a place that is none', { 'rules/a.ts': ruleFile('', answering("at: { file: '', span: { start: NaN, end: 0 } }")) }, 'whose "at.span.start" is NaN.'],
    ['answers with a fix that is none', { 'rules/a.ts': ruleFile('', answering("fix: { text: 'Do it.', amendment: { kind: 'rename' } }")) }, 'whose "fix.amendment.kind" is "rename".'],
    ['answers with half a fix', { 'rules/a.ts': ruleFile('', answering("fix: { text: 'Do it.', amendment: { kind: 'addIndex', table: table.origin } }")) }, 'without "fix.amendment.name".'],
    ['answers with suggestions that are none', { 'rules/a.ts': ruleFile('', answering("suggestions: ['Do it.']")) }, 'whose "suggestions.0" is "Do it.".'],
    ['throws what cannot be printed', { 'rules/a.ts': ruleFile('', 'table() { throw Object.create(null); }') }, 'threw while it checked: an object of nothing.'],
    ['ends the process', { 'rules/a.ts': `process.exit(0);\n${ruleFile('')}` }, 'rules/a.ts cannot be run: it calls process.exit.'],
    ['ends the process while it checks', { 'rules/a.ts': ruleFile('', 'table() { process.exit(0); }') }, 'threw while it checked: it calls process.exit (line 4).'],
    ['has a title of two lines', { 'rules/a.ts': ruleFile('').replace('Find it', 'Find\\nit') }, 'rules/a.ts is no rule: "title": expected one line.'],
    ['would speak to the terminal', { 'rules/a.ts': ruleFile('').replace("why: 'So.", "why: '\\u001b[2JSo.") }, '"why": expected sentences without control characters.'],
    ['lacks what a rule has', { 'rules/a.ts': ruleFile('').replace("why: 'So.',", '') }, 'rules/a.ts is no rule: "why" is missing.'],
  ] as const)('%s', async (_, files, message) => {
    expect(await refusal(projectWith(files))).toContain(message);
  });

  it('is told by every command that needs it', async () => {
    const folder = projectWith({ 'rules/a.ts': 'export const one = 1;\n' });
    for (const args of [['rules'], ['test-rules'], ['explain', 'library/found'], ['rewrite', 'library/found'], ['baseline']]) {
      expect(await refusal(folder, ...args)).toContain('rules/a.ts has no default export.');
    }
  });

  it('is told of where a settings file names the rule without the file', async () => {
    expect(await refusal(projectWith({}, { rules: { 'library/found': 'error' } }))).toContain('There is no rule "library/found".');
  });
});

describe('sluice test-rules', () => {
  const wrong = ruleFile('', 'table(table) { if (table.name === "twice") return [{ at: table.origin, text: "a" }, { at: table.origin, text: "b" }]; if (table.name === "throws") throw new Error("boom"); if (table.name === "bad") return { at: table.origin, text: "bad" }; }')
    .replace("title: 'Find it', why: 'So.'", "title: 'find it.', why: 'So'")
    .replace('examples: []', `examples: [
      { bad: 'create table author (id int);' }, { good: 'create table bad (id int);' }, { bad: 'create table twice (id int);' },
      { bad: 'create table throws (id int);' }, { bad: 'create table bad (id int);', fixed: 'create table good (id int);' },
      { given: 'create table author (id int);', bad: 'create table bad (id int); lock table author;', claims: { locks: { author: 'Share' } } },
      { given: 'create table;', bad: 'create table bad (id int);', claims: { scans: ['author'] } },
    ]`);

  it('tells what was expected and what came', async () => {
    const { code, stdout, stderr } = await sluice(projectWith({ 'rules/a.ts': wrong }), 'test-rules');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toBe(`library/found  7 examples, 2 claims checked: 9 wrong
  rules/a.ts
    expected a title that begins with a capital and ends without a full stop
    got find it.
  rules/a.ts
    expected "why" as sentences that end with a full stop
    got So
  rules/a.ts, example 1 (bad)
    expected one finding in what is bad
    got none
  rules/a.ts, example 2 (good)
    expected nothing to be found in what is good
    got "bad"
  rules/a.ts, example 3 (bad)
    expected one finding in what is bad
    got 2: "a" and "b"
  rules/a.ts, example 4 (bad)
    expected an answer
    got The rule "library/found" (rules/a.ts) threw while it checked: boom (line 9).
  rules/a.ts, example 5 (bad)
    expected a fix that gives "fixed"
    got a finding without a fix
  rules/a.ts, example 6 (bad)
    expected Postgres to say: Share lock of author
    got AccessExclusive lock of author
  rules/a.ts, example 7 (bad)
    expected Postgres to say: scans author
    got an error in "given": syntax error at or near ";"
1 of 1 rule wrong.
`);
  });

  it('says the same in JSON, of the files that are named', async () => {
    const folder = projectWith({ 'rules/a.ts': wrong, 'rules/b.ts': ruleFile('').replace('found', 'other') }, {});
    const { code, stdout } = await sluice(folder, 'test-rules', 'rules/b.ts', '--format', 'json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      rules: [{
        rule: 'library/other', file: 'rules/b.ts', examples: 0, claimsChecked: 0, claimsUnchecked: [],
        failures: [
          { example: null, expected: 'an example that is bad', got: 'none' }, { example: null, expected: 'an example that is good', got: 'none' },
        ],
      }],
    });
  });

  it('says which claims were not checked', async () => {
    const examples = `examples: [
      { bad: 'create table bad (id int);', claims: { scans: [] }, postgres: 99 }, { good: 'select 1;' },
      { bad: { schema: ${JSON.stringify(`${imports}export const bad = pgTable('bad', { id: integer('id').primaryKey() });`)} }, claims: { scans: [] } },
    ]`;
    const folder = projectWith({ 'rules/a.ts': ruleFile('').replace('examples: []', examples) });
    const { stdout } = await sluice(folder, 'test-rules');
    expect(stdout).toBe(`library/found  3 examples: right
  The claim of example 3 was not checked: it is a project, not SQL.
  The claim of example 1 was not checked: it is about PostgreSQL 99, and 18 was asked.
1 rule, all right.
`);
  });

  it('ends where there are none', async () => {
    expect(await refusal(projectWith({}, {}), 'test-rules', 'rules/*.ts')).toBe('sluice: No file matches "rules/*.ts".\n'
      + '  Name files with a rule each; without any, all that the settings name are tested.\n');
    expect(await refusal(projectWith({}, {}), 'test-rules')).toContain('This project has no rules of its own.');
  });
});

it('the next run sees a rule file that was changed', async () => {
  const folder = projectWith({ 'rules/a.ts': ruleFile('') });
  const messages = async (): Promise<readonly string[]> => (await checked(folder, '--all')).report.findings.map(({ message }) => message);
  expect(await messages()).toContain('found');
  writeFileSync(join(folder, 'rules/a.ts'), ruleFile('').replace('"found"', '"seen"'));
  expect(await messages()).toContain('seen');
});
