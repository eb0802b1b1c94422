import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { addMigration, lead, replaceIn } from '../cli/living-copy.ts';
import { reportOf, run, type End } from '../cli/sluice.ts';
import { broken, brokenConsumer, consumer, eslintMajors, write } from './consumer.ts';
import { lint, placesOf, type Message } from './lint.ts';

const agents = 'src/db/schemas/agents.ts';

const recommended = `import sluice from 'drizzle-sluice/eslint';
export default [...sluice.configs.recommended];
`;

/** Findings of ours among those of other rules, in an order of their own. */
function ours(messages: readonly Message[], plugin = 'sluice'): readonly Message[] {
  return messages
    .filter(({ ruleId }) => ruleId === null || ruleId.startsWith(`${plugin}/`))
    .map(({ nodeType: _, ...message }) => ({ ...message, ruleId: message.ruleId?.slice(plugin.length + 1) ?? null }))
    .sort((one, other) => keyOf(one).localeCompare(keyOf(other)));
}

function keyOf({ ruleId, file, line, column, message }: Message): string {
  return [file, line, column, ruleId, message].join('\0');
}

async function checkedByCommand(folder: string): Promise<readonly string[]> {
  const end = await run(process.execPath, ['node_modules/drizzle-sluice/dist/src/cli/main.js', 'check', '--all', '--format', 'json'], folder);
  return reportOf(end).findings.map(({ rule, file, line, column, endLine, endColumn, message }) =>
    [rule, file, line, column, endLine, endColumn, message].join(' '));
}

function linted(messages: readonly Message[]): readonly string[] {
  return messages.map(({ ruleId, file, line, column, endLine, endColumn, message }) =>
    [ruleId, file, line, column, endLine, endColumn, message].join(' '));
}

describe('ESLint 9.39 and ESLint 10', () => {
  test('are those that are installed', () => {
    const versions = eslintMajors.map((major) => {
      const file = join(consumer(major), 'node_modules/eslint/package.json');
      return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
    });
    expect(versions[0]).toMatch(/^9\.39\./);
    expect(versions[1]).toMatch(/^10\./);
  });

  test('say of a broken project what sluice check --all says, with the same fixes', async () => {
    const results = await Promise.all(eslintMajors.map(async (major) => {
      const folder = brokenConsumer(major);
      write(folder, 'eslint.config.js', recommended);
      return { found: ours(await lint(folder, '.')), command: await checkedByCommand(folder) };
    }));
    const [nine, ten] = results;
    expect(nine?.found).toEqual(ten?.found);
    expect([...linted(ten?.found ?? [])].sort()).toEqual([...(ten?.command ?? [])].sort());
    const rules = new Set(ten?.found.map(({ ruleId }) => ruleId));
    expect([...rules]).toEqual(expect.arrayContaining([...broken]));
  });
});

describe.each(eslintMajors)('ESLint %i', (major) => {
  test('has nothing to say of the living project', async () => {
    const folder = consumer(major);
    write(folder, 'eslint.config.js', recommended);
    expect(await lint(folder, '.', '--report-unused-disable-directives')).toEqual([]);
  });

  test('takes our configurations by name, beside unscoped ones of others, and under another name', async () => {
    const folder = brokenConsumer(major);
    write(folder, 'configurations.js', configurations);
    const end = await run(process.execPath, ['configurations.js'], folder);
    expect(end).toMatchObject({ code: 0, stderr: '' });
    const found = JSON.parse(end.stdout) as Record<string, readonly Message[]>;
    const of = (name: string, plugin?: string): readonly Message[] => ours(found[name] ?? [], plugin);
    const alone = of('alone');
    expect(alone.length).toBeGreaterThan(broken.length - 1);
    for (const name of ['byName', 'behindJs', 'beforeJs', 'behindTypescript']) expect([name, of(name)]).toEqual([name, alone]);
    expect(ours([...found['sql'] ?? [], ...found['schema'] ?? []])).toEqual(alone);
    expect(of('alias', 'gate')).toEqual(alone.filter(({ ruleId }) => ruleId === 'safety/index-without-concurrently'));
  });

  test('takes a rule for every file that it lints, of whatever language', async () => {
    const folder = brokenConsumer(major);
    write(folder, 'eslint.config.js', `import sluice from 'drizzle-sluice/eslint';
export default [
  ...sluice.configs.recommended,
  { files: ['**/*.md'], plugins: { sluice }, language: 'sluice/text' },
  { rules: { 'sluice/naming/snake-case': 'warn' } },
];
`);
    write(folder, 'README.md', '# Open data repository\n');
    const found = await lint(folder, '.');
    expect(found.filter(({ fatal }) => fatal === true)).toEqual([]);
    const names = found.filter(({ ruleId }) => ruleId === 'sluice/naming/snake-case');
    expect(names.length).toBeGreaterThan(0);
    expect(names.every(({ severity }) => severity === 1)).toBe(true);
  });

  test('obeys comments in a migration, and reports those that take nothing away', async () => {
    const folder = consumer(major);
    write(folder, 'eslint.config.js', recommended);
    const file = `drizzle/${addMigration(folder, 'create_loans', `-- eslint-disable-next-line sluice/naming/snake-case -- the library's own name
create table "Loan" (id integer primary key);
/* eslint-disable-next-line sluice/naming/snake-case -- nothing to take away */
create table loan (id integer primary key);
create table "Reader" (id integer primary key);
`)}.sql`;
    const rest = [`sluice/suppression/unused ${file}:3`, `sluice/naming/snake-case ${file}:5`];
    expect(placesOf(await lint(folder, file, '--rule', 'sluice/naming/table-prefix: off'))).toEqual(rest);
    const asked = await lint(folder, file, '--report-unused-disable-directives', '--rule', 'sluice/naming/table-prefix: off');
    expect(placesOf(asked)).toEqual([`null ${file}:3`, ...rest]);
  });

  test('shows that a reason is missing, whatever the comment takes away', async () => {
    const folder = consumer(major);
    write(folder, 'eslint.config.js', recommended);
    lead(folder, agents, '/* eslint-disable */\n');
    replaceIn(folder, agents, "text('full_name')", "text('fullName')");
    const found = await lint(folder, agents);
    expect(found.filter(({ ruleId }) => ruleId?.startsWith('sluice/') === true)).toMatchObject([{ ruleId: 'sluice/suppression/reason', line: 1, column: 0, endLine: 1, endColumn: 21 }]);
  });

  test('runs our rules in its RuleTester', async () => {
    const { shelf, tested } = shelfBeside(consumer(major));
    write(shelf, 'rule-tester.js', ruleTester('create table "Book" (id integer primary key);'));
    expect(await tested()).toMatchObject({ code: 0, stderr: '' });
    write(shelf, 'rule-tester.js', ruleTester('create table book (id integer primary key);'));
    const end = await tested();
    expect(end.code).toBe(1);
    expect(end.stderr).toContain('Should have 1 error but had 0');
  });
});

/** A folder outside of any project, with what a project has installed. */
function shelfBeside(folder: string): { readonly shelf: string; readonly tested: () => Promise<End> } {
  const shelf = mkdtempSync(join(tmpdir(), 'sluice-shelf-'));
  onTestFinished(() => { rmSync(shelf, { recursive: true, force: true }); });
  symlinkSync(join(folder, 'node_modules'), join(shelf, 'node_modules'));
  write(shelf, 'package.json', '{ "type": "module" }');
  return { shelf, tested: () => run(process.execPath, ['rule-tester.js'], shelf) };
}

/** A test of a rule with what has to be found in it. */
function ruleTester(invalid: string): string {
  return `import { RuleTester } from 'eslint';
import sluice from 'drizzle-sluice/eslint';
new RuleTester({ plugins: { sluice }, language: 'sluice/sql' }).run('naming/snake-case', sluice.rules['naming/snake-case'], {
  valid: [{ filename: 'shelf.sql', code: 'create table author (id integer primary key);' }],
  invalid: [{ filename: 'shelf.sql', code: '${invalid}', errors: [{ messageId: 'finding', line: 1 }] }],
});
`;
}

/** Lints a folder with one configuration after the other. */
const configurations = `import js from '@eslint/js';
import sluice from 'drizzle-sluice/eslint';
import { ESLint } from 'eslint';
import { defineConfig } from 'eslint/config';
import typescript from 'typescript-eslint';

const { recommended, sql, schema } = sluice.configs;
const configurations = {
  alone: recommended,
  byName: defineConfig({ plugins: { sluice }, extends: ['sluice/recommended'] }),
  behindJs: [js.configs.recommended, ...recommended],
  beforeJs: [...recommended, js.configs.recommended],
  behindTypescript: [...typescript.configs.recommended, ...recommended],
  sql,
  schema,
  alias: [{
    files: ['**/*.sql'], plugins: { gate: sluice }, language: 'gate/sql', settings: { sluice: { preset: 'recommended' } },
    rules: { 'gate/safety/index-without-concurrently': 'error' },
  }],
};
const found = {};
for (const [name, overrideConfig] of Object.entries(configurations)) {
  const eslint = new ESLint({ overrideConfigFile: true, overrideConfig, errorOnUnmatchedPattern: false });
  const results = await eslint.lintFiles(['src/**/*.ts', 'drizzle/**']);
  found[name] = results.flatMap(({ filePath: file, messages }) => messages.map((message) => ({ ...message, file })));
}
console.log(JSON.stringify(found));
`;
