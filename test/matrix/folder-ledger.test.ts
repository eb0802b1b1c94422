import { execFileSync } from 'node:child_process';
import { cpSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { drizzle as drizzleServer } from 'drizzle-orm/node-postgres';
import { migrate as migrateServer } from 'drizzle-orm/node-postgres/migrator';
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite';
import { migrate as migratePglite } from 'drizzle-orm/pglite/migrator';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Database } from '../../src/evidence/database.ts';
import type { History } from '../../src/facts/history.ts';
import { serverDatabase } from '../../src/gate/connection.ts';
import { usualLedger } from '../../src/facts/usual-ledger.ts';
import { createLedger, readLedger } from '../../src/gate/ledger.ts';
import { migrate, type MigrateOptions, type MigrateResult } from '../../src/gate/migrate.ts';
import { readHistory } from '../../src/parse/drizzle/history.ts';
import { readSql } from '../../src/parse/sql/sql-file.ts';
import { spellType } from '../../src/parse/sql/types.ts';
import { workingTree } from '../../src/project/working-tree.ts';
import { type Chapter, folderFilesOf, folderOf, historyOf, refusesTransaction } from '../gate/history-of.ts';
import { freshPglite } from '../kit/fresh-database.ts';
import { pgliteDatabase } from '../kit/pglite-database.ts';
import { temporaryFolder } from '../project/folder.ts';
import { startServer, type Server } from './server.ts';

const may = Date.UTC(2026, 4, 1, 8, 0, 0);
const bootstrap: Chapter = {
  tag: '0000_bootstrap', when: may + 345,
  sql: 'create table author (id integer primary key, name text not null);\n--> statement-breakpoint\ninsert into author values (1, \'Ada\');',
};
const born: Chapter = { tag: '0001_add_born', when: may + 60_120, sql: 'alter table author add column born date;' };
const died: Chapter = { tag: '0002_add_died', when: may + 60_870, sql: 'alter table author add column died date;' };
const motto: Chapter = { tag: '0003_add_motto', when: may + 90_000, sql: 'alter table author add column motto text;' };
const story = [bootstrap, born, died];
const options: MigrateOptions = { ledger: usualLedger, refusesTransaction, judge: () => Promise.resolve([]) };

/** A database, and drizzle-orm 1.0 on it. */
interface Place {
  readonly database: Database;
  readonly drizzle: (migrationsFolder: string) => Promise<unknown>;
}

const folders = (chapters: readonly Chapter[]): History => historyOf(chapters, folderFilesOf(chapters));
const onDisk = (chapters: readonly Chapter[]): string => join(temporaryFolder(Object.fromEntries(folderFilesOf(chapters))), 'drizzle');
const sluiceOn = ({ database }: Place, history: History): Promise<MigrateResult> => migrate(database, history, options);

let server: Server;
beforeAll(async () => { server = await startServer(17); });
afterAll(() => server.stop());
let made = 0;

async function onServer(): Promise<Place> {
  const url = await server.createDatabase(`library_${made++}`);
  const database = await serverDatabase(url);
  const client = drizzleServer(url);
  onTestFinished(async () => {
    await database.close();
    await client.$client.end();
  });
  return { database, drizzle: (migrationsFolder) => migrateServer(client, { migrationsFolder }) };
}

async function onPglite(): Promise<Place> {
  const client = await freshPglite();
  onTestFinished(() => client.close());
  const orm = drizzlePglite({ client });
  return { database: pgliteDatabase(client), drizzle: (migrationsFolder) => migratePglite(orm, { migrationsFolder }) };
}

/** The whole table, but for the time at which somebody applied something. */
async function ledgerOf({ database }: Place): Promise<unknown> {
  return database.query(
    'select id, hash, created_at::text, name, applied_at is null as long_ago from drizzle.__drizzle_migrations order by id');
}

async function ledgerShape({ database }: Place): Promise<unknown> {
  return database.query(
    `select column_name, data_type, is_nullable, column_default from information_schema.columns
     where table_schema = 'drizzle' and table_name = '__drizzle_migrations' order by ordinal_position`);
}

async function columns({ database }: Place): Promise<readonly string[]> {
  const rows = await database.query<{ name: string }>(
    `select attname::text as name from pg_attribute where attrelid = 'author'::regclass and attnum > 0 order by attnum`);
  return rows.map(({ name }) => name);
}

describe.each([['PGlite', onPglite], ['a server', onServer]])('the ledger of drizzle-orm 1.0 on %s', (_, open) => {
  it('is made as 1.0 makes it, which finds nothing to do then', async () => {
    const place = await open();
    expect(await sluiceOn(place, folders(story))).toMatchObject({ outcome: 'applied', migrations: [{}, {}, {}] });
    const before = await ledgerOf(place);
    await place.drizzle(onDisk(story));
    expect(await ledgerOf(place)).toEqual(before);

    const other = await open();
    await other.drizzle(onDisk(story));
    expect(await ledgerOf(other)).toEqual(before);
    expect(await ledgerShape(other)).toEqual(await ledgerShape(place));
    expect(await sluiceOn(other, folders(story))).toEqual({ outcome: 'upToDate' });
  });

  it('is gone on with by either, whatever the order', async () => {
    const place = await open();
    await place.drizzle(onDisk([bootstrap]));
    expect(await sluiceOn(place, folders([bootstrap, died]))).toMatchObject({ outcome: 'applied', migrations: [{ tag: folderOf(died) }] });
    await place.drizzle(onDisk([bootstrap, died, motto]));
    expect(await sluiceOn(place, folders([bootstrap, born, died, motto]))).toMatchObject({
      outcome: 'applied', migrations: [{ tag: folderOf(born) }],
    });
    expect(await columns(place)).toEqual(['id', 'name', 'died', 'motto', 'born']);
  });

  it('of a time before folders gets its names from either in the same way', async () => {
    const [ours, theirs] = [await open(), await open()];
    for (const place of [ours, theirs]) expect(await sluiceOn(place, historyOf(story))).toMatchObject({ outcome: 'applied' });
    expect(await sluiceOn(ours, folders(story))).toEqual({ outcome: 'upToDate' });
    expect((await readLedger(ours.database, usualLedger))?.form).toBe('times');
    expect(await sluiceOn(ours, folders([...story, motto]))).toMatchObject({ outcome: 'applied', migrations: [{ tag: folderOf(motto) }] });
    await theirs.drizzle(onDisk([...story, motto]));
    expect(await ledgerOf(ours)).toEqual(await ledgerOf(theirs));
    expect(await ledgerShape(ours)).toEqual(await ledgerShape(theirs));
    expect(await ledgerOf(ours)).toMatchObject([{ long_ago: true }, { long_ago: true }, { long_ago: true }, { long_ago: false }]);
    await ours.drizzle(onDisk([...story, motto]));
    expect(await sluiceOn(theirs, folders([...story, motto]))).toEqual({ outcome: 'upToDate' });
  });

  it('of a time before folders with a row that no folder has stops both, and nothing is changed', async () => {
    const place = await open();
    await sluiceOn(place, historyOf([bootstrap, motto]));
    const before = await readLedger(place.database, usualLedger);
    const other: Chapter = { ...bootstrap, when: may - 60_000, sql: 'select 1;' };
    await expect(place.drizzle(onDisk([other, motto]))).rejects.toThrow('(ids: 1)');
    expect(await sluiceOn(place, folders([other, motto]))).toMatchObject({
      outcome: 'refused', refusals: [{ message: expect.stringContaining('Row 1 of the ledger') as unknown }],
    });
    expect(await readLedger(place.database, usualLedger)).toEqual(before);
  });

  it('has names alone: what 1.0 would run twice is refused', async () => {
    const place = await open();
    await sluiceOn(place, folders(story));
    const renamed = { ...born, tag: '0001_add_day_of_birth' };
    expect(await sluiceOn(place, folders([bootstrap, renamed, died]))).toMatchObject({
      outcome: 'refused', refusals: [{ message: expect.stringContaining(`under the name ${folderOf(born)}`) as unknown }],
    });
    await expect(place.drizzle(onDisk([bootstrap, renamed, died]))).rejects.toThrow();
    expect(await columns(place)).toEqual(['id', 'name', 'born', 'died']);
  });

  it('beside a journal is read, and not written', async () => {
    const place = await open();
    await sluiceOn(place, folders(story));
    const whole = story.map((chapter) => ({ ...chapter, when: Math.floor(chapter.when / 1000) * 1000 }));
    expect(await sluiceOn(place, historyOf(whole))).toEqual({ outcome: 'upToDate' });
    expect(await sluiceOn(place, historyOf(story))).toMatchObject({
      outcome: 'refused', refusals: [{ message: expect.stringContaining('The ledger is that of drizzle-orm 1.0') as unknown }],
    });
    expect(await sluiceOn(place, historyOf([...story, motto]))).toMatchObject({
      outcome: 'refused', refusals: [{ hint: expect.stringContaining('drizzle-kit up') as unknown }],
    });
  });

  it('is made column by column as 1.0 makes it, without migrations too', async () => {
    const [ours, theirs] = [await open(), await open()];
    await createLedger(ours.database, usualLedger, 'names');
    await theirs.drizzle(temporaryFolder());
    expect(await ledgerShape(ours)).toEqual(await ledgerShape(theirs));
  });
});

/** A copy of the living project's migrations, brought into folders by drizzle-kit 1.0 itself. */
function livingFolders(): string {
  const folder = temporaryFolder({
    'package.json': '{ "type": "module" }',
    'drizzle.config.ts': `export default { dialect: 'postgresql', schema: './schema.ts', out: './drizzle' };\n`,
  });
  cpSync(resolve(import.meta.dirname, '../../drizzle'), join(folder, 'drizzle'), { recursive: true });
  symlinkSync(join(import.meta.dirname, 'node_modules'), join(folder, 'node_modules'));
  execFileSync(process.execPath, [join(import.meta.dirname, 'node_modules/drizzle-kit/bin.cjs'), 'up'], { cwd: folder, stdio: 'pipe' });
  return folder;
}

it('the living project, applied by its journal and then brought into folders, is complete for both migrators', async () => {
  const place = await onServer();
  const read = (root: string): History => readHistory(workingTree(root), 'drizzle', { readSql, spellType });
  const before = read(resolve(import.meta.dirname, '../..'));
  expect(await sluiceOn(place, before)).toMatchObject({ outcome: 'applied' });
  const folder = livingFolders();
  const after = read(folder);
  expect(after.layout).toBe('folders');
  expect(after.migrations.length).toBe(before.migrations.length);
  expect(await sluiceOn(place, after)).toEqual({ outcome: 'upToDate' });
  await place.drizzle(join(folder, 'drizzle'));
  expect((await readLedger(place.database, usualLedger))?.rows.map(({ name }) => name)).toEqual(after.migrations.map(({ tag }) => tag));
  expect(await sluiceOn(place, after)).toEqual({ outcome: 'upToDate' });
});
