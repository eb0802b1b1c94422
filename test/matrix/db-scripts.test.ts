import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyProject, type ProjectCopy } from '../db-scripts/project-copy.ts';
import { runScript, type ScriptEnd } from '../db-scripts/run-script.ts';
import { visitStudio } from '../db-scripts/studio.ts';
import { type Server, startServer } from './server.ts';

describe('the db scripts on a server', () => {
  let server: Server;
  let project: ProjectCopy;
  beforeAll(async () => { [server, project] = [await startServer(16), copyProject()]; });
  afterAll(async () => {
    await server.stop();
    project.remove();
  });
  const run = (url: string, script: string, ...args: string[]): Promise<ScriptEnd> =>
    runScript(project.folder, script, args, url);

  it('db:push, again with nothing to do, and db:pull', async () => {
    const url = await server.createDatabase('pushed');
    expect(await run(url, 'db:push')).toMatchObject({ code: 0, output: expect.stringContaining('Changes applied') as unknown });
    expect(await run(url, 'db:push')).toMatchObject({ code: 0, output: expect.stringContaining('No changes detected') as unknown });
    expect((await run(url, 'db:pull')).code).toBe(0);
    const pulled = readFileSync(join(project.folder, '.data/pull/schema.ts'), 'utf8');
    expect(pulled).toMatch(/primaryKey\(\{ columns: \[table\.personId, table\.datasetId\]/);
  });

  it('db:migrate, again with nothing to do, then no push', async () => {
    const url = await server.createDatabase('migrated');
    expect(await run(url, 'db:migrate')).toMatchObject({ code: 0, output: expect.stringContaining('applied 0000_') as unknown });
    expect(await run(url, 'db:migrate')).toMatchObject({ code: 0, output: expect.stringContaining('Nothing is pending') as unknown });
    expect(await run(url, 'db:push')).toMatchObject({ code: 2, output: expect.stringContaining('--despite-ledger') as unknown });
  });

  it('no push where the ledger has the name that drizzle.config gives it', async () => {
    const url = await server.createDatabase('renamed');
    const config = readFileSync(join(project.folder, 'drizzle.config.ts'), 'utf8');
    const renamed = config.replace("out: './drizzle',", "out: './drizzle',\n  migrations: { schema: 'deploys', table: 'applied' },");
    expect(renamed).not.toBe(config);
    writeFileSync(join(project.folder, 'drizzle.config.ts'), renamed);
    expect((await run(url, 'db:migrate')).code).toBe(0);
    expect(await run(url, 'db:push')).toMatchObject({ code: 2, output: expect.stringContaining('(deploys.applied)') as unknown });
    writeFileSync(join(project.folder, 'drizzle.config.ts'), config);
  });

  it('db:studio answers on its port', async () => {
    const visit = await visitStudio(project.folder, await server.createDatabase('shown'));
    expect(visit).toMatchObject({ status: 200, end: { code: 0 } });
  });

  it('db:generate asks no database', async () => {
    appendFileSync(join(project.folder, 'src/db/schemas/archive.ts'), `
export const archiveMirror = pgTable('archive_mirror', { id: bigint('id', { mode: 'number' }).primaryKey() });
`);
    const end = await run('postgresql://127.0.0.1:1/nowhere', 'db:generate', '--name', 'create_mirror');
    expect(end).toMatchObject({ code: 0, output: expect.stringContaining('create_mirror.sql') as unknown });
  });

  it('makes no embedded database', () => {
    expect(existsSync(join(project.folder, '.data/database'))).toBe(false);
  });
});
