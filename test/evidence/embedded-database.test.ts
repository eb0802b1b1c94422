import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, DatabaseFailure } from '../../src/evidence/database.ts';
import { embeddedDatabase, extensionsNamedIn } from '../../src/evidence/embedded-database.ts';
import { replayOn } from '../../src/evidence/replay.ts';
import { isSound } from '../../src/evidence/soundness.ts';
import { Problem } from '../../src/text/problem.ts';
import { historyOf, refusesTransaction } from '../gate/history-of.ts';

describe('the embedded database', () => {
  let database: Database;
  beforeAll(async () => { database = await embeddedDatabase({ extensions: ['citext', 'timescaledb'] }); });
  afterAll(() => database.close());

  it('answers with rows, and with failures that carry their SQLSTATE', async () => {
    expect(await database.query('select $1::int + 1 as pages', [41])).toEqual([{ pages: 42 }]);
    const failure = await database.exec('select * from lost_book').catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(DatabaseFailure);
    expect(failure).toMatchObject({ sqlstate: '42P01', message: 'relation "lost_book" does not exist' });
  });

  it('has the extensions that it ships, and leaves the others to fail where they are made', async () => {
    await database.exec('create extension citext');
    await expect(database.exec('create extension timescaledb')).rejects.toMatchObject({ sqlstate: '0A000' });
  });

  it('is sound after ordinary failures, and not after what breaks it in silence', async () => {
    await database.exec('select no_such_function()').catch(() => undefined);
    expect(await isSound(database)).toBe(true);
    const broken = await embeddedDatabase();
    await broken.exec(`copy (select 1) to program 'cat'`).catch(() => undefined);
    expect(await isSound(broken)).toBe(false);
    await broken.close();
  });

  it('ends a replay where the database no longer tells the truth', async () => {
    const broken = await embeddedDatabase();
    const { migrations } = historyOf([
      { tag: '0000_authors', when: 1, sql: 'create table author (id integer);' },
      { tag: '0001_export', when: 2, sql: `copy author to program 'cat';` },
      { tag: '0002_books', when: 3, sql: 'create table book (id integer);' },
    ]);
    const replayed = await replayOn(broken, migrations, { refusesTransaction });
    expect(replayed.map(({ application }) => application.outcome)).toEqual(['applied', 'unsound']);
    await broken.close();
  });

  it('goes on after a migration that fails, and says which statement it was', async () => {
    const { migrations } = historyOf([
      { tag: '0000_books', when: 1, sql: 'create table book (id integer); create table page (id lost_type);' },
      { tag: '0001_missing', when: 2, sql: null },
      { tag: '0002_shelves', when: 3, sql: 'create table shelf (id integer);' },
    ]);
    const seen: string[] = [];
    const replayed = await replayOn(database, migrations, {
      refusesTransaction,
      afterEach: (migration, { outcome }) => { seen.push(`${migration.tag} ${outcome}`); return Promise.resolve(); },
    });
    expect(replayed.map(({ application }) => application.outcome)).toEqual(['failed', 'fileMissing', 'applied']);
    expect(replayed[0]?.application).toMatchObject({
      at: { tag: 'CREATE TABLE' }, failure: { sqlstate: '42704' }, kept: [], undone: [{}], remaining: [],
    });
    expect(seen).toEqual(['0000_books failed', '0002_shelves applied']);
  });

  it('stays in its folder, and frees it when it is closed', async () => {
    const root = mkdtempSync(join(tmpdir(), 'sluice-embedded-'));
    const folder = join(root, '.data/database');
    const first = await embeddedDatabase({ folder });
    await first.exec('create table loan (id integer)');
    await expect(embeddedDatabase({ folder })).rejects.toThrow('in use by process');
    await first.close();
    const second = await embeddedDatabase({ folder });
    expect(await second.query('select * from loan')).toEqual([]);
    await second.close();
    expect(existsSync(`${folder}.lock`)).toBe(false);
    rmSync(root, { recursive: true });
  });
});

describe('a folder that holds no database', () => {
  it.each([
    ['of another major', (folder: string) => { mkdirSync(folder); writeFileSync(join(folder, 'PG_VERSION'), '12\n'); }],
    ['that is a file', (folder: string) => { writeFileSync(folder, 'books'); }],
  ])('%s is a problem, and the folder is free again', async (_, spoil) => {
    const root = mkdtempSync(join(tmpdir(), 'sluice-embedded-'));
    const folder = join(root, 'database');
    spoil(folder);
    await expect(embeddedDatabase({ folder })).rejects.toThrow(Problem);
    expect(existsSync(`${folder}.lock`)).toBe(false);
    rmSync(root, { recursive: true });
  });
});

describe('extensionsNamedIn', () => {
  it('finds what CREATE EXTENSION names, each once', () => {
    expect(extensionsNamedIn([
      'CREATE EXTENSION IF NOT EXISTS "uuid-ossp";', 'create extension pg_trgm;\ncreate  extension if not exists vector;',
      `do $$ begin create extension pg_trgm; end $$`,
    ])).toEqual(['uuid-ossp', 'pg_trgm', 'vector']);
  });
});
