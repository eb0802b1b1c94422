import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Diagnostic } from 'vscode-languageserver-protocol/node';
import { describe, expect, onTestFinished, test } from 'vitest';
import { consumer, eslintMajors, type EslintMajor, write } from './consumer.ts';
import { startEditor, type Editor, type Validate } from './editor.ts';

const agents = 'src/db/schemas/agents.ts';
const building = 'drizzle/0009_index_dataset_licence.sql';

/** Longer than a long-lived process may believe what it knows of the disk, in milliseconds. */
const stale = 400;

interface Desk {
  readonly folder: string;
  readonly editor: Editor;
}

/** The living project, open in an editor. */
async function desk(major: EslintMajor, validate: Validate = 'on'): Promise<Desk> {
  const folder = consumer(major);
  write(folder, 'eslint.config.js', "import sluice from 'drizzle-sluice/eslint';\nexport default [...sluice.configs.recommended];\n");
  const editor = await startEditor(folder, validate);
  onTestFinished(() => editor.quit());
  return { folder, editor };
}

async function rulesIn(editor: Editor, file: string): Promise<readonly unknown[]> {
  return (await editor.problems(file)).map(({ code }) => code);
}

async function problem(editor: Editor, file: string, rule: string): Promise<Diagnostic> {
  const found = (await editor.problems(file)).find(({ code }) => code === rule);
  if (found === undefined) throw new Error(`${rule} is not found in ${file}`);
  return found;
}

/** Does what the light bulb offers under a title. */
async function choose(editor: Editor, file: string, found: Diagnostic, title: RegExp): Promise<void> {
  const actions = await editor.actions(file, found);
  const action = actions.find((each) => title.test(each.title));
  if (action === undefined) throw new Error(`No ${String(title)} among ${actions.map((each) => each.title).join(', ')}`);
  await editor.choose(action);
}

/** What is marked, as the user sees it. */
function marked(text: string, { range: { start, end } }: Diagnostic): string {
  const lines = text.split('\n').slice(start.line, end.line + 1);
  const last = lines.pop() ?? '';
  return [...lines, last.slice(0, end.character)].join('\n').slice(start.character);
}

describe.each(eslintMajors)("VS Code's server with ESLint %i", (major) => {
  test('shows a finding in an unsaved schema, fixes it, and shows it no more', async () => {
    const { folder, editor } = await desk(major);
    await editor.open(agents, 'typescript');
    const saved = editor.text(agents);
    expect(await rulesIn(editor, agents)).toEqual([]);

    await editor.type(agents, saved.replace("text('full_name')", "text('fullName')"));
    const found = await problem(editor, agents, 'sluice/naming/snake-case');
    expect(found).toMatchObject({
      source: 'eslint', severity: 1,
      message: 'Column of agent_person: "fullName" is not snake_case: "full_name" would be.',
      codeDescription: { href: expect.stringMatching(/docs\/rules\/naming\/snake-case\.md$/) as unknown },
    });
    expect(marked(editor.text(agents), found)).toContain("text('fullName')");

    await choose(editor, agents, found, /^Fix this sluice\/naming\/snake-case problem$/);
    expect(editor.text(agents)).toBe(saved);
    expect(await rulesIn(editor, agents)).toEqual([]);
    expect(readFileSync(join(folder, agents), 'utf8')).toBe(saved);
  });

  test('shows a finding in an unsaved migration, takes what is suggested, and shows it no more', async () => {
    const { editor } = await desk(major);
    await editor.open(building, 'sql');
    const saved = editor.text(building);
    expect(await rulesIn(editor, building)).toEqual([]);

    await editor.type(building, saved.replace('CREATE INDEX CONCURRENTLY', 'CREATE INDEX'));
    const found = await problem(editor, building, 'sluice/safety/index-without-concurrently');
    expect(marked(editor.text(building), found)).toMatch(/^CREATE INDEX /);
    await choose(editor, building, found, /CONCURRENTLY/i);
    expect(editor.text(building)).toBe(saved);
    expect(await rulesIn(editor, building)).toEqual([]);

    await editor.type(building, saved.replace('CREATE INDEX', 'CREATE INDX'));
    expect(await rulesIn(editor, building)).toContain('sluice/sql/unparsable');
    await editor.type(building, saved);
    expect(await rulesIn(editor, building)).toEqual([]);
  });

  test('sees what another program did to the files of the project, at the next change', async () => {
    const { folder, editor } = await desk(major);
    const [up, down] = ['drizzle/0002_create_keywords.sql', 'drizzle/0002_create_keywords.down.sql'];
    const undo = readFileSync(join(folder, down), 'utf8');
    await editor.open(up, 'sql');
    const saved = editor.text(up);
    expect(await rulesIn(editor, up)).toEqual([]);

    rmSync(join(folder, down));
    await pause(stale);
    await editor.type(up, `${saved}\n`);
    expect(await rulesIn(editor, up)).toEqual(['sluice/down/missing']);

    writeFileSync(join(folder, down), undo);
    await pause(stale);
    await editor.type(up, `${saved}\n\n`);
    expect(await rulesIn(editor, up)).toEqual([]);
  });

  test('takes a finding away for a line with a comment that SQL knows, and then asks for the reason', async () => {
    const { editor } = await desk(major);
    await editor.open(building, 'sql');
    await editor.type(building, editor.text(building).replace('CREATE INDEX CONCURRENTLY', 'CREATE INDEX'));
    const found = await problem(editor, building, 'sluice/safety/index-without-concurrently');
    await choose(editor, building, found, /^Disable .* for this line$/);
    expect(editor.text(building)).toContain('/** eslint-disable-next-line sluice/safety/index-without-concurrently */\nCREATE INDEX "');
    expect(await rulesIn(editor, building)).toEqual(['sluice/suppression/reason']);

    await editor.type(building, editor.text(building).replace(' */', ' -- forty rows, loaded by hand */'));
    expect(await rulesIn(editor, building)).toEqual([]);
  });

  test('has to be told of SQL: TypeScript it finds out by itself', async () => {
    const { editor } = await desk(major, 'probe');
    await editor.open(agents, 'typescript');
    await editor.type(agents, editor.text(agents).replace("text('full_name')", "text('fullName')"));
    expect(await rulesIn(editor, agents)).toContain('sluice/naming/snake-case');
    expect(editor.log).not.toContain('eslint/probeFailed');

    await editor.open(building, 'sql');
    await editor.type(building, 'CREATE INDX;');
    expect(await rulesIn(editor, building)).toEqual([]);
    expect(editor.log).toContain('eslint/probeFailed');
  });
});
