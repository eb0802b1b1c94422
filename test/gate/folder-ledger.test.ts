import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/evidence/database.ts';
import { freshDatabase } from '../kit/fresh-database.ts';
import { usualLedger } from '../../src/facts/usual-ledger.ts';
import { hashOf, readLedger } from '../../src/gate/ledger.ts';
import { migrate, type MigrateOptions, type MigrateResult } from '../../src/gate/migrate.ts';
import { namedRows } from '../../src/gate/named-rows.ts';
import { type Chapter, folderFilesOf, folderOf, historyOf, refusesTransaction } from './history-of.ts';

const may = Date.UTC(2026, 4, 1, 8, 0, 0);
const authors: Chapter = { tag: '0000_authors', when: may + 345, sql: 'create table author (id integer primary key);' };
const names: Chapter = { tag: '0001_names', when: may + 60_120, sql: 'alter table author add column name text;' };
const mottos: Chapter = { tag: '0002_mottos', when: may + 60_870, sql: 'alter table author add column motto text;' };
const options: MigrateOptions = { ledger: usualLedger, refusesTransaction, judge: () => Promise.resolve([]) };

describe('migrations in folders', () => {
  let database: Database;
  beforeAll(async () => { database = await freshDatabase(); });
  afterAll(() => database.close());
  beforeEach(() => database.exec('drop schema if exists drizzle cascade; drop schema public cascade; create schema public;'));

  const inFolders = (...chapters: Chapter[]): Promise<MigrateResult> =>
    migrate(database, historyOf(chapters, folderFilesOf(chapters)), options);
  const inJournal = (...chapters: Chapter[]): Promise<MigrateResult> => migrate(database, historyOf(chapters), options);

  it('are recorded by name, and an older one that comes late is applied', async () => {
    expect(await inFolders(authors, mottos)).toMatchObject({ outcome: 'applied', migrations: [{}, {}] });
    expect(await inFolders(authors, names, mottos)).toMatchObject({ outcome: 'applied', migrations: [{ tag: folderOf(names) }] });
    expect(await readLedger(database, usualLedger)).toEqual({ form: 'names', rows: [authors, mottos, names].map((chapter, place) => ({
      id: String(place + 1), hash: hashOf(chapter.sql ?? ''), createdAt: Math.floor(chapter.when / 1000) * 1000, name: folderOf(chapter),
    })) });
    expect(await inFolders(authors, names, mottos)).toEqual({ outcome: 'upToDate' });
  });

  it('that an edit or a removal elsewhere concerns stay applied: only names count', async () => {
    await inFolders(authors, names);
    expect(await inFolders({ ...authors, sql: 'select 1;' }, names)).toEqual({ outcome: 'upToDate' });
    expect(await inFolders(names)).toEqual({ outcome: 'upToDate' });
  });

  it.each([
    ['under another name', `update drizzle.__drizzle_migrations set name = '20260401080000_authors' where id = 1`,
      `Give the folder its old name back, or row 1 of the ledger the new one.`],
    ['without a name', 'update drizzle.__drizzle_migrations set name = null where id = 1',
      `If it ran, give row 1 of the ledger the name ${folderOf(authors)}.`],
  ])('whose SQL the ledger has %s are refused', async (_, change, hint) => {
    await inFolders(authors, names);
    await database.exec(change);
    expect(await inFolders(authors, names)).toMatchObject({ outcome: 'refused', refusals: [{ migration: { tag: folderOf(authors) }, hint }] });
  });

  it('take over a ledger of times once something is to be applied', async () => {
    await inJournal(authors, names);
    expect(await inFolders(authors, names)).toEqual({ outcome: 'upToDate' });
    expect((await readLedger(database, usualLedger))?.form).toBe('times');
    expect(await inFolders(authors, names, mottos)).toMatchObject({ outcome: 'applied', migrations: [{ tag: folderOf(mottos) }] });
    expect((await readLedger(database, usualLedger))?.rows.map(({ name }) => name)).toEqual([authors, names, mottos].map(folderOf));
  });

  it('leave a ledger of times as it is where the role may not change it', async () => {
    await inJournal(authors);
    await database.exec('create role runner; grant usage, create on schema drizzle, public to runner; '
      + 'grant select, insert on drizzle.__drizzle_migrations to runner; set role runner;');
    await expect(inFolders(authors, names)).rejects.toThrow(/^The ledger drizzle\.__drizzle_migrations of memory cannot be given the column "name": must be owner/);
    await database.exec('reset role; drop owned by runner; drop role runner;');
    expect((await readLedger(database, usualLedger))?.form).toBe('times');
  });
});

describe('the folder of a row that a migrator before 1.0 wrote', () => {
  const story = [authors, names, mottos];
  const history = historyOf(story, folderFilesOf(story));
  const row = (createdAt: number | null, sql: string): Parameters<typeof namedRows>[1][number] =>
    ({ id: '7', hash: hashOf(sql), createdAt, name: null });

  it.each([
    ['is the only one of its second, whatever its text is now', row(may + 999, 'select 1;'), folderOf(authors)],
    ['is the one with its hash among several of a second', row(may + 60_001, mottos.sql ?? ''), folderOf(mottos)],
    ['is the one with its hash at any time, where none is of that second', row(may - 5_000, names.sql ?? ''), folderOf(names)],
    ['is the one with its hash, where the row has no time', row(null, names.sql ?? ''), folderOf(names)],
    ['is none, where several are of its second and none has its hash', row(may + 60_001, 'select 1;'), null],
    ['is none, where nothing is alike', row(may - 5_000, 'select 1;'), null],
  ])('%s', (_, given, folder) => {
    const { rows, names: named, unmatched } = namedRows(history.migrations, [given]);
    expect(rows).toEqual([{ ...given, name: folder }]);
    expect(named).toEqual(folder === null ? [] : [{ id: '7', name: folder }]);
    expect(unmatched.length).toBe(folder === null ? 1 : 0);
  });
});
