import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { generatedProject } from '../drizzle-kit/evaluated.ts';
import { lending } from '../drizzle-kit/schema-edits.ts';
import { temporaryFolder, write } from '../project/folder.ts';
import { historyFiles } from '../kit/sample-project.ts';
import { checked, reportOf, run, sluice } from './sluice.ts';

const added = lending.replace("due: timestamp('due'", "note: text('note'),\n  due: timestamp('due'");
const command = join(import.meta.dirname, '../../dist/src/cli/main.js');
const rule = 'history/schema-not-generated';

/** `--evaluate` of the library with a line more at the end of its schema. */
async function checkedWith(line: string, settings = {}): ReturnType<typeof checked> {
  const folder = await generatedProject(lending);
  write(folder, { 'src/schema.ts': `${lending}${line}\n`, 'sluice.config.json': JSON.stringify({ evaluate: { seconds: 30, ...settings } }) });
  const end = await sluice(folder, 'check', '--all', '--evaluate', '--format', 'json');
  return { ...end, report: end.code === 2 ? { version: 1, findings: [], summary: {} } : (JSON.parse(end.stdout) as Awaited<ReturnType<typeof checked>>['report']) };
}

function ours({ report }: Awaited<ReturnType<typeof checked>>): readonly string[] {
  return report.findings.filter((found) => found.rule === rule).map(({ message }) => message);
}

test('what generate would write is told in place of what reading tells, where it is declared, and nothing is changed', async () => {
  const folder = await generatedProject(lending);
  write(folder, { 'src/schema.ts': added });
  const [before, temporary] = [filesOf(folder), temporaryFolder()];
  const { code, stdout } = await run('env', [`TMPDIR=${temporary}`, process.execPath, command, 'check', '--all', '--evaluate', '--format', 'json'], folder);
  const report = reportOf({ code, stdout, stderr: '' });
  expect(code).toBe(1);
  expect(report.findings.filter((found) => found.rule === rule)).toMatchObject([{
    file: 'src/schema.ts', line: 16,
    message: 'drizzle-kit generate would write 1 statement that no migration has: ALTER TABLE "loan" ADD COLUMN "note" text;',
  }]);
  expect(filesOf(folder)).toEqual(before);
  expect(readdirSync(temporary).filter((name) => name.startsWith('sluice-'))).toEqual([]);
});

test.each([['SIGTERM'], ['SIGINT'], ['SIGHUP']] as const)('%s at once or while drizzle-kit runs ends it, and leaves nothing behind', async (signal) => {
  const folder = await generatedProject(lending);
  const ends = await Promise.all([0, 300].map(async (after) => {
    const temporary = temporaryFolder();
    return [await killed(folder, temporary, { signal, after }), ours(temporary)];
  }));
  const stopped = { code: 2, stderr: 'sluice: drizzle-kit was stopped before it ended.\n  Run it again.\n' };
  expect(ends).toEqual([[stopped, []], [stopped, []]]);

  function ours(temporary: string): readonly string[] {
    return readdirSync(temporary).filter((name) => name.startsWith('sluice-'));
  }
});

test('what a process left behind that was killed is taken away a day later', async () => {
  const [folder, temporary] = [await generatedProject(lending), temporaryFolder()];
  expect((await killed(folder, temporary, { signal: 'SIGKILL', after: 0 })).code).toBeNull();
  const [left = ''] = readdirSync(temporary);
  const evaluated = (): ReturnType<typeof run> => run('env', [`TMPDIR=${temporary}`, process.execPath, command, 'check', '--evaluate'], folder);
  await evaluated();
  expect(existsSync(join(temporary, left))).toBe(true);
  utimesSync(join(temporary, left), 0, 0);
  await evaluated();
  expect(existsSync(join(temporary, left))).toBe(false);
});

interface Kill {
  readonly signal: NodeJS.Signals;
  /** Milliseconds after the folder of the evaluation is there. */
  readonly after: number;
}

/** `check --evaluate`, sent a signal while it works in its folder. */
async function killed(folder: string, temporary: string, { signal, after }: Kill): Promise<{ readonly code: number | null; readonly stderr: string }> {
  const child = spawn(process.execPath, [command, 'check', '--evaluate'], { cwd: folder, env: { ...process.env, TMPDIR: temporary }, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (piece: string) => { stderr += piece; });
  const end = once(child, 'close') as Promise<[number | null]>;
  while (!readdirSync(temporary).some((name) => name.startsWith('sluice-evaluate-'))) await setTimeout(1);
  await setTimeout(after);
  child.kill(signal);
  const [code] = await end;
  return { code, stderr };
}

test('people see every statement', async () => {
  const folder = await generatedProject(lending);
  write(folder, { 'src/schema.ts': added.replace("['open', 'returned']", "['open', 'returned', 'lost']") });
  const { stdout } = await sluice(folder, 'check', '--all', '--evaluate', '--rule', 'down/missing=off');
  expect(stdout).toContain('drizzle-kit generate would write 2 statements that no migration has, the first: ALTER TYPE "public"."loan_state" ADD VALUE \'lost\';');
  expect(stdout).toContain('ALTER TABLE "loan" ADD COLUMN "note" text; src/schema.ts:16:3');
});

describe('a schema that', () => {
  test.each([
    ['keeps a timer', 'setInterval(() => {}, 1000);'],
    ['prints', 'console.log("[✓] Your SQL migration file"); process.stdout.write("{\\"status\\":\\"ok\\"}\\n"); console.error("No");'],
    ['reads what is typed', "import { readFileSync } from 'node:fs';\nexport const typed = readFileSync(0, 'utf8');"],
    ['demands a variable that is not set', 'if (!process.env.LIBRARY_TOKEN) throw new Error("LIBRARY_TOKEN is missing");'],
    ['demands a database', 'new URL(process.env.DATABASE_URL ?? "");'],
    ['is in another process too', "import { spawn } from 'node:child_process';\nspawn('sleep', ['600'], { stdio: 'inherit' });"],
  ])('%s is evaluated', async (_, line) => {
    expect(ours(await checkedWith(line))).toEqual([]);
  });

  test.each([
    ['throws', 'throw new Error("No shelf is left");', 'No shelf is left.'],
    ['ends the process', 'process.exit(0);', 'drizzle-kit generate ended without saying that it did its work.'],
    ['says that it is done, and is not', 'console.log("[✓] Your SQL migration file"); process.exit(0);', 'drizzle-kit generate wrote nothing.'],
    ['waits at its top', 'export const now = await Promise.resolve(1);', 'Transform failed with 1 error: FILE:28:19: ERROR: Top-level await is currently not supported with the "cjs" output format.'],
    ['imports what is not installed', "import 'library-desk';", "Cannot find module 'library-desk'."],
    ['has two views of one name', "export const twice = pgView('open_loan').as((query) => query.select({ id: loan.id }).from(loan));", "Warning  We've found duplicated view name across public schema. Please rename your view."],
  ])('%s is a problem of the set-up', async (_, line, reason) => {
    const { code, stdout, stderr } = await checkedWith(line);
    expect({ code, stdout, stderr: stderr.replace(/\/\S+schema\.ts/, 'FILE') }).toEqual({ code: 2, stdout: '', stderr: `sluice: The schema cannot be evaluated: ${reason}
  If it lacks a variable of your environment, which it does not get, name that in the settings: "evaluate": { "env": { … } }.\n` });
  });

  test.each([['ends never', 'for (;;);'], ['prints without end', 'for (;;) console.log("x".repeat(5000));']])('%s is ended', async (_, line) => {
    const { code, stdout, stderr } = await checkedWith(line, { seconds: 3 });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('The schema cannot be evaluated: drizzle-kit was not done after 3 seconds.');
  });

  test('has no table left is one whose tables are dropped', async () => {
    const folder = await generatedProject(lending);
    write(folder, { 'src/schema.ts': 'export const empty = 1;\n' });
    expect(ours(await checked(folder, '--all', '--evaluate'))).toEqual([expect.stringContaining('would write 8 statements')]);
  });

  test('is imported through paths of tsconfig is found', async () => {
    const folder = await generatedProject(lending);
    write(folder, {
      'tsconfig.json': '{ "compilerOptions": { "paths": { "@shelves/*": ["./src/shelves/*"] } } }',
      'src/shelves/shelf.ts': "import { integer, pgTable } from 'drizzle-orm/pg-core';\nexport const shelf = pgTable('shelf', { id: integer('id') });\n",
      'src/schema.ts': `${lending}export * from '@shelves/shelf';\n`,
    });
    expect(ours(await checked(folder, '--all', '--evaluate'))).toEqual([expect.stringContaining('CREATE TABLE "shelf"')]);
  });
});

describe('the environment of the schema', () => {
  test('has nothing of the shell’s or of .env, but what the settings give', async () => {
    const folder = await generatedProject(lending);
    write(folder, {
      '.env': 'LIBRARY_SECRET=from-env-file\nDATABASE_URL=postgres://real.example.org/library\n',
      'sluice.config.json': '{ "evaluate": { "env": { "SHELF": "shelf_of_settings" } } }',
      'src/schema.ts': `${lending}
if (Object.keys(process.env).some((name) => name.startsWith('LIBRARY_'))) throw new Error('a secret is here');
if (!process.env.DATABASE_URL?.includes('.invalid')) throw new Error('the database is here');
export const shelf = pgTable(process.env.SHELF ?? 'shelf', { id: integer('id') });
`,
    });
    const env = ['LIBRARY_SECRET=of-the-shell', 'DATABASE_URL=postgres://real.example.org/library'];
    const { stdout } = await run('env', [...env, process.execPath, command, 'check', '--all', '--evaluate'], folder);
    expect(stdout).toContain('CREATE TABLE "shelf_of_settings"');
  });

  test('leaves a variable unset that decides what is declared', async () => {
    expect(ours(await checkedWith("export const shelf = pgTable(process.env.SHELF ?? 'shelf', { id: integer('id') });"))).toEqual(
      [expect.stringContaining('CREATE TABLE "shelf"')]);
  });
});

describe('where drizzle-kit is', () => {
  test('above the package, as in a workspace', async () => {
    const project = await generatedProject(added);
    const root = temporaryFolder({ 'package.json': '{ "workspaces": ["packages/*"] }' });
    symlinkSync(join(import.meta.dirname, '../../node_modules'), join(root, 'node_modules'));
    mkdirSync(join(root, 'packages'));
    cpSync(project, join(root, 'packages/library'), { recursive: true, filter: (path) => !path.endsWith('node_modules') });
    write(root, { 'packages/library/src/schema.ts': lending });
    const { report } = await checked(join(root, 'packages/library'), '--all', '--evaluate');
    expect(report.findings.filter((found) => found.rule === rule)).toMatchObject([{ message: expect.stringContaining('DROP COLUMN "note"') as string }]);
  });

  test('not installed', async () => {
    const folder = await generatedProject(lending);
    rmSync(join(folder, 'node_modules'));
    expect(await sluice(folder, 'check', '--evaluate')).toMatchObject({
      code: 2, stdout: '', stderr: `sluice: drizzle-kit is not installed in ${folder}.\n  Install it: npm install -D drizzle-kit.\n`,
    });
  });
});

describe('is refused', () => {
  const files = {
    'drizzle.config.ts': "export default { dialect: 'postgresql', schema: './src/schema.ts', out: './drizzle' };", 'src/schema.ts': lending,
    ...historyFiles({ '0000_init': { up: 'select 1;' } }),
  };
  test.each([
    ['with --staged', ['--staged'], 'What is staged is not evaluated: drizzle-kit executes the files on disk, which may be others.'],
    ['with --fix', ['--fix'], 'A fix changes the schema that would be evaluated.'],
    ['with the rule off', ['--rule', `${rule}=off`], `${rule} is off, which tells what --evaluate finds.`],
    ['for SQL outside a project', ['--cwd', 'drizzle', '0000_init.sql'], 'There is no project here to evaluate.'],
  ])('%s', async (_, args, message) => {
    const { code, stdout, stderr } = await sluice(temporaryFolder(files), 'check', '--evaluate', ...args);
    expect({ code, stdout, first: stderr.split('\n')[0] }).toEqual({ code: 2, stdout: '', first: `sluice: ${message}` });
  });
});

/** Every file with its text. */
function filesOf(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => !path.startsWith('node_modules'));
  return Object.fromEntries(files.filter((path) => statSync(join(folder, path)).isFile()).map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}
