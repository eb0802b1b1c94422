import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabaseIn } from '../kit/fresh-database.ts';
import { copyProject, type ProjectCopy } from './project-copy.ts';
import { runScript } from './run-script.ts';
import { visitStudio } from './studio.ts';

describe('the db scripts on the embedded database', () => {
  let project: ProjectCopy;
  const inProject = (file: string): string => join(project.folder, file);
  const databaseThere = (): Promise<void> => freshDatabaseIn(inProject('.data/database'));
  const run = (script: string, ...args: string[]): ReturnType<typeof runScript> => runScript(project.folder, script, args);

  beforeEach(() => { project = copyProject(); });
  afterEach(() => { project.remove(); });

  it('db:push makes the tables, and has nothing left to do the second time', async () => {
    const first = await run('db:push');
    expect(first).toMatchObject({ code: 0, output: expect.stringContaining('Changes applied') as unknown });
    const second = await run('db:push');
    expect(second).toMatchObject({ code: 0, output: expect.stringContaining('No changes detected') as unknown });
  });

  it('db:pull writes into a folder of its own, twice the same, and leaves the schema alone', async () => {
    await databaseThere();
    const schema = readFileSync(inProject('src/db/schemas/archive.ts'), 'utf8');
    expect((await run('db:push')).code).toBe(0);
    expect((await run('db:pull')).code).toBe(0);
    const first = readFileSync(inProject('.data/pull/schema.ts'), 'utf8');
    expect(first).toContain('pgTable("archive_dataset"');
    expect(first).toMatch(/primaryKey\(\{ columns: \[table\.personId, table\.datasetId\]/);
    expect((await run('db:pull')).code).toBe(0);
    expect(tablesIn(readFileSync(inProject('.data/pull/schema.ts'), 'utf8'))).toEqual(tablesIn(first));
    expect(readFileSync(inProject('src/db/schemas/archive.ts'), 'utf8')).toBe(schema);
  });

  it('db:migrate applies the history, and then finds nothing pending', async () => {
    const first = await run('db:migrate');
    expect(first.output).toContain('applied 0000_');
    expect(first.code).toBe(0);
    expect(await run('db:migrate')).toMatchObject({
      code: 0, output: expect.stringContaining('Nothing is pending') as unknown,
    });
    const push = await run('db:push');
    expect(push).toMatchObject({ code: 2, output: expect.stringContaining('--despite-ledger') as unknown });
    expect((await run('db:push', '--despite-ledger')).output).not.toContain('ledger of migrations');
  });

  it('db:generate writes a migration once, and then sees no change', async () => {
    appendFileSync(inProject('src/db/schemas/archive.ts'), `
export const archiveMirror = pgTable('archive_mirror', { id: bigint('id', { mode: 'number' }).primaryKey() });
`);
    const first = await run('db:generate', '--name', 'create_mirror');
    expect(first).toMatchObject({ code: 0, output: expect.stringContaining('create_mirror.sql') as unknown });
    expect(await run('db:generate')).toMatchObject({
      code: 0, output: expect.stringContaining('No schema changes') as unknown,
    });
  });

  it('db:generate fails where drizzle-kit asks a question and ends with 0', async () => {
    const file = inProject('src/db/schemas/archive.ts');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, before.replaceAll(`text('title')`, `text('heading')`));
    expect(readFileSync(file, 'utf8')).not.toBe(before);
    const end = await run('db:generate');
    expect(end).toMatchObject({ code: 1, output: expect.stringContaining('only a terminal can answer') as unknown });
  });

  it('db:push fails where drizzle-kit hides the error of a statement behind exit 0', async () => {
    await databaseThere();
    expect((await run('db:push')).code).toBe(0);
    appendFileSync(inProject('src/db/schemas/archive.ts'), `
export const archiveMirror = pgTable('archive_mirror', { id: bigint('id', { mode: 'number' }).default(sql\`no_such()\`) });
`);
    const end = await run('db:push');
    expect(end).toMatchObject({ code: 1, output: expect.stringContaining('no_such') as unknown });
  });

  it('db:studio answers on its port, holds the database meanwhile, and can be started again', async () => {
    await databaseThere();
    let push = { code: null as number | null, output: '' };
    const first = await visitStudio(project.folder, undefined, async () => { push = await run('db:push'); });
    expect(first.status).toBe(200);
    expect(push).toMatchObject({ code: 2, output: expect.stringContaining('is in use by process') as unknown });
    expect(first.end.code).toBe(0);
    expect(existsSync(inProject('.data/database.lock'))).toBe(false);
    expect((await visitStudio(project.folder, undefined)).status).toBe(200);
  });
});

/** The names of the tables a pulled schema declares: drizzle-kit gives them in no order. */
function tablesIn(schema: string): readonly string[] {
  return [...schema.matchAll(/pgTable\("(\w+)"/g)].map((match) => match[1] ?? '').sort();
}
