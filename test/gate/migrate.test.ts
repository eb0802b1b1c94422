import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate as drizzleMigrate } from 'drizzle-orm/pglite/migrator';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/evidence/database.ts';
import { freshDatabase, freshPglite } from '../kit/fresh-database.ts';
import { failureText } from '../../src/gate/failure-text.ts';
import { invalidIndexes } from '../../src/gate/invalid-indexes.ts';
import { usualLedger } from '../../src/facts/usual-ledger.ts';
import { createLedger, hashOf, readLedger } from '../../src/gate/ledger.ts';
import { migrate, type MigrateOptions, type MigrateResult } from '../../src/gate/migrate.ts';
import { Problem } from '../../src/text/problem.ts';
import { pgliteDatabase } from '../kit/pglite-database.ts';
import { type Chapter, filesOf, historyOf, refusesTransaction } from './history-of.ts';

const bootstrap: Chapter = {
  tag: '0000_bootstrap', when: 100,
  sql: 'create table author (id integer primary key, name text not null);\n--> statement-breakpoint\n'
    + "insert into author values (1, 'Ada'), (2, 'Ada');",
};
const born: Chapter = { tag: '0001_add_born', when: 200, sql: 'alter table author add column born date;' };
const indexName: Chapter = {
  tag: '0002_index_name', when: 300,
  sql: 'alter table author add column died date;\n--> statement-breakpoint\n'
    + 'create index concurrently author_name on author (name);\n--> statement-breakpoint\n'
    + 'alter table author add constraint author_lived check (born <= died);',
};

const options: MigrateOptions = { ledger: usualLedger, refusesTransaction, judge: () => Promise.resolve([]) };

describe('migrate', () => {
  let database: Database;
  beforeAll(async () => { database = await freshDatabase(); });
  afterAll(async () => {
    await database.close();
    for (const folder of folders) rmSync(folder, { recursive: true });
  });
  beforeEach(() => database.exec(
    'drop schema if exists drizzle cascade; drop schema public cascade; create schema public;',
  ));

  const run = (...chapters: Chapter[]): Promise<MigrateResult> => migrate(database, historyOf(chapters), options);
  const columns = async (): Promise<readonly string[]> => (await database.query<{ column_name: string }>(
    `select column_name from information_schema.columns where table_name = 'author' order by ordinal_position`,
  )).map((row) => row.column_name);

  it('applies what is pending and records it as Drizzle does', async () => {
    expect(await run(bootstrap, born)).toMatchObject({ outcome: 'applied', migrations: [bootstrap, born].map(({ tag }) => ({ tag })) });
    expect(await readLedger(database, usualLedger)).toEqual({ form: 'times', rows: [
      { id: '1', hash: hashOf(bootstrap.sql ?? ''), createdAt: 100, name: null },
      { id: '2', hash: hashOf(born.sql ?? ''), createdAt: 200, name: null },
    ] });
    expect(await run(bootstrap, born)).toEqual({ outcome: 'upToDate' });
    expect(await run(bootstrap, born, indexName)).toMatchObject({ outcome: 'applied', migrations: [{ tag: indexName.tag }] });
    expect(await columns()).toEqual(['id', 'name', 'born', 'died']);
  });

  it('runs nothing when the judge objects, and shows it the pending ones only', async () => {
    await run(bootstrap);
    let seen: readonly string[] = [];
    const result = await migrate(database, historyOf([bootstrap, born]), {
      ...options,
      judge: (pending) => {
        seen = pending.map(({ tag }) => tag);
        return Promise.resolve([{ migration: null, message: 'It locks author.', hint: 'Split it.' }]);
      },
    });
    expect(seen).toEqual([born.tag]);
    expect(result).toEqual({
      outcome: 'refused', refusals: [{ migration: null, message: 'It locks author.', hint: 'Split it.' }],
    });
    expect(await columns()).toEqual(['id', 'name']);
  });

  it('leaves a refused database without a ledger', async () => {
    await run({ ...bootstrap, sql: null });
    expect(await readLedger(database, usualLedger)).toBeNull();
  });

  it('refuses what Drizzle would pass by in silence', async () => {
    await run(bootstrap, indexNameOnly);
    const result = await run(bootstrap, born, indexNameOnly);
    expect(result).toMatchObject({ outcome: 'refused', refusals: [{ migration: { tag: born.tag } }] });
    expect(await columns()).not.toContain('born');
    const equal = await run(bootstrap, indexNameOnly, { ...born, when: indexNameOnly.when });
    expect(equal).toMatchObject({ outcome: 'refused', refusals: [{ migration: { tag: born.tag } }] });
  });

  it('refuses what the ledger has under another time, and a file that is missing', async () => {
    await run(bootstrap, born);
    expect(await run(bootstrap, { ...born, when: 250 })).toMatchObject({
      outcome: 'refused', refusals: [{ message: expect.stringContaining('would run twice') as unknown }],
    });
    expect(await run(bootstrap, born, { ...indexName, sql: null })).toMatchObject({
      outcome: 'refused', refusals: [{ migration: { tag: indexName.tag } }],
    });
  });

  it('takes a time that was moved back after it ran for applied: the hash tells', async () => {
    await run(bootstrap, born);
    expect(await run(bootstrap, { ...born, when: 150 })).toEqual({ outcome: 'upToDate' });
  });

  it('applies two files with the same words', async () => {
    const note: Chapter = { tag: '0003_note', when: 400, sql: 'analyze author;' };
    expect(await run(bootstrap, note)).toMatchObject({ outcome: 'applied' });
    expect(await run(bootstrap, note, { ...note, tag: '0004_note', when: 500 })).toMatchObject({
      outcome: 'applied', migrations: [{ tag: '0004_note' }],
    });
  });

  it('rolls a failed migration back whole and keeps those before it', async () => {
    const wrong: Chapter = {
      tag: '0001_wrong', when: 200,
      sql: 'alter table author add column born date;\n--> statement-breakpoint\ncreate unique index on author (name);\n'
        + '--> statement-breakpoint\nalter table author add column died date;',
    };
    const result = await run(bootstrap, wrong);
    expect(result).toMatchObject({
      outcome: 'failed', migrations: [{ tag: bootstrap.tag }], migration: { tag: wrong.tag },
      application: { failure: { sqlstate: '23505' }, kept: [], undone: [{ tag: 'ALTER TABLE' }], remaining: [{}] },
    });
    expect(await columns()).toEqual(['id', 'name']);
    expect((await readLedger(database, usualLedger))?.rows.length).toBe(1);
  });

  it('says what of a mixed migration stays, what does not, and which index is left invalid', async () => {
    const unique: Chapter = { ...indexName, sql: (indexName.sql ?? '').replace('create index', 'create unique index') };
    const result = await run(bootstrap, born, unique);
    if (result.outcome !== 'failed') throw new Error(result.outcome);
    expect(result.invalidIndexes).toMatchObject([{ schema: 'public', name: 'author_name' }]);
    expect(failureText(result)).toMatchInlineSnapshot(`
      "0002_index_name failed at drizzle/0002_index_name.sql:3  create unique index concurrently author_name on author (name)
        could not create unique index "author_name" (SQLSTATE 23505)
        Key (name)=(Ada) is duplicated.
      Ran and stays: drizzle/0002_index_name.sql:1  alter table author add column died date
      Did not run: drizzle/0002_index_name.sql:5  alter table author add constraint author_lived check (born <= died)
      Left invalid: the index author_name, which every write maintains and no query uses. Drop it before you try again: drop index concurrently "public"."author_name";
      Applied before it: 0000_bootstrap
      Applied before it: 0001_add_born
      0002_index_name is half applied and not in the ledger: undo by hand what ran and stays, or make those statements bear a second run (IF NOT EXISTS), then run sluice migrate again."
    `);
    expect(await columns()).toEqual(['id', 'name', 'born', 'died']);
  });

  it('runs nothing while an invalid index has the name of one it is to make, unless that is dropped before', async () => {
    const make = 'create unique index concurrently if not exists author_name on author (name);';
    const unique: Chapter = { tag: '0001_unique_name', when: 200, sql: make };
    expect(await run(bootstrap, unique)).toMatchObject({ outcome: 'failed', invalidIndexes: [{ name: 'author_name' }] });
    await database.exec('delete from author where id = 2');
    const again = await run(bootstrap, { ...unique, tag: '0001_add_born', sql: `${born.sql ?? ''} ${make}` });
    expect(again).toMatchObject({
      outcome: 'refused', refusals: [{ hint: expect.stringContaining('drop index concurrently "public"."author_name";') as unknown }],
    });
    expect(await columns()).not.toContain('born');
    const mended = `drop index concurrently if exists author_name;\n${make}`;
    expect(await run(bootstrap, { ...unique, sql: mended })).toMatchObject({ outcome: 'applied' });
    expect(await invalidIndexes(database)).toEqual([]);
  });

  it('has a ledger it may not make, or that is not Drizzle’s, for a problem of the set-up', async () => {
    await database.exec('create role reader; set role reader;');
    await expect(run(bootstrap)).rejects.toThrow(Problem);
    await database.exec('reset role; drop role reader; create schema drizzle; create table drizzle.__drizzle_migrations (tag text);');
    await expect(run(bootstrap)).rejects.toThrow('The ledger drizzle.__drizzle_migrations of memory cannot be read: column "hash" does not exist.');
    expect(await columns()).toEqual([]);
  });

  it('starts each migration with a clean session', async () => {
    const dump: Chapter = { tag: '0001_dump', when: 200, sql: `select pg_catalog.set_config('search_path', '', false);` };
    expect(await run(bootstrap, dump, { ...born, when: 250 })).toMatchObject({ outcome: 'applied' });
    expect(await columns()).toContain('born');
  });

  it('leaves nothing to do for drizzle-orm’s migrator, and takes over from it', async () => {
    const story = [bootstrap, born, indexName, {
      tag: '0003_own_transaction', when: 400, sql: 'begin; alter table author add column motto text; commit;',
    }];
    const folder = writeFiles(filesOf(story));
    const client = await freshPglite();
    try {
      const own = pgliteDatabase(client);
      await drizzleMigrate(drizzle(client), { migrationsFolder: writeFiles(filesOf([bootstrap])) });
      expect(await migrate(own, historyOf(story), options)).toMatchObject({ outcome: 'applied', migrations: [{}, {}, {}] });
      const before = await readLedger(own, usualLedger);
      await drizzleMigrate(drizzle(client), { migrationsFolder: folder });
      expect(await readLedger(own, usualLedger)).toEqual(before);
      expect(before?.rows.length).toBe(4);
    } finally {
      await client.close();
    }
  });

  it('makes the ledger that drizzle-orm makes, column by column', async () => {
    const client = await freshPglite();
    try {
      await drizzleMigrate(drizzle(client), { migrationsFolder: writeFiles(filesOf([])) });
      await createLedger(database, usualLedger, 'times');
      expect(await ledgerShape(database)).toEqual(await ledgerShape(pgliteDatabase(client)));
    } finally {
      await client.close();
    }
  });
});

const indexNameOnly: Chapter = {
  tag: '0002_index_name', when: 300, sql: 'create index concurrently author_name on author (name);',
};

async function ledgerShape(database: Database): Promise<unknown> {
  return database.query(
    `select column_name, data_type, is_nullable, column_default from information_schema.columns
     where table_schema = 'drizzle' and table_name = '__drizzle_migrations' order by ordinal_position`,
  );
}

const folders: string[] = [];

/** The files on disk, for drizzle-orm; removed when the tests are over. */
function writeFiles(files: ReadonlyMap<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-history-'));
  folders.push(folder);
  for (const [file, text] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return join(folder, 'drizzle');
}
