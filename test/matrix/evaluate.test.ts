import { readdirSync, symlinkSync, unlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sluice } from '../cli/sluice.ts';
import { bothAnswers, generatedProject } from '../drizzle-kit/evaluated.ts';
import { edited, edits, lending } from '../drizzle-kit/schema-edits.ts';
import { write } from '../project/folder.ts';

const modules = resolve(import.meta.dirname, 'node_modules');

describe('with drizzle-kit 1.0', () => {
  it('an executed schema and one that is read say the same of edits, one by one', async () => {
    const folder = await generatedProject(lending, { modules });
    const migrations = readdirSync(join(folder, 'drizzle'));
    for (const edit of edits) {
      write(folder, { 'src/schema.ts': edited(lending, edit) });
      const { evaluated, read, told } = await bothAnswers(folder);
      const { gives } = edit;
      if (gives === 'same' || gives === 'ambiguous') expect(evaluated.kind, edit.story).toBe(gives);
      else expect(evaluated.kind === 'statements' ? evaluated.statements.join('\n') : evaluated.kind, edit.story).toMatch(gives);
      expect(told.length, edit.story).toBe(gives === 'same' ? 0 : 1);
      expect(read.length > 0, edit.story).toBe(gives !== 'same' && edit.unread === undefined);
    }
    expect(readdirSync(join(folder, 'drizzle'))).toEqual(migrations);
  });

  it('a question names what may be new', async () => {
    const folder = await generatedProject(lending, { modules });
    const text = lending.replace("pgTable('reader'", "pgTable(JSON.parse('\"reader\"')");
    write(folder, { 'src/schema.ts': text.replace('\\"reader\\"', '\\"borrower\\"').replace('"reader"', '"borrower"') });
    const { stdout } = await sluice(folder, 'check', '--all', '--evaluate');
    expect(stdout).toContain('table borrower');
  });

  it('a journal is refused, which it does not read', async () => {
    const folder = await generatedProject(lending);
    unlinkSync(join(folder, 'node_modules'));
    symlinkSync(modules, join(folder, 'node_modules'));
    expect(await sluice(folder, 'check', '--evaluate')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(
      /^sluice: The migrations have a journal, which drizzle-kit 1\.0\.0-rc\.5 does not read\.\n {2}Run drizzle-kit up first\.\n$/) as string });
  });

  it.each([
    ['throws', 'throw new Error("No shelf is left");', 'No shelf is left.'],
    ['ends the process', 'process.exit(0);', 'drizzle-kit generate ended without saying that it did its work.'],
  ])('a schema that %s is a problem of the set-up', async (_, line, reason) => {
    const folder = await generatedProject(lending, { modules });
    write(folder, { 'src/schema.ts': `${lending}${line}\n` });
    expect(await sluice(folder, 'check', '--evaluate')).toMatchObject({
      code: 2, stdout: '', stderr: expect.stringContaining(`The schema cannot be evaluated: ${reason}\n`) as string,
    });
  });

  it.each([
    ['waits at its top', 'export const now = await Promise.resolve(1);'],
    ['keeps a timer and prints', 'setInterval(() => {}, 1000);\nconsole.log("{ shelves: 3 }");\nprocess.stdout.write("done");'],
  ])('a schema that %s is evaluated', async (_, line) => {
    const folder = await generatedProject(lending, { modules });
    write(folder, { 'src/schema.ts': `${lending}${line}\n` });
    expect((await bothAnswers(folder)).evaluated).toEqual({ kind: 'same' });
  });
});
