import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderHistoryFiles, historyFiles } from '../../src/examples/sample-project.ts';
import { freshDatabaseIn } from '../kit/fresh-database.ts';
import { commit, repository, temporaryFolder, write } from '../project/folder.ts';
import { livingCopy } from './living-copy.ts';
import { sluice } from './sluice.ts';

const settings = {
  'drizzle.config.ts': `export default { dialect: 'postgresql', out: './drizzle' };\n`,
  'sluice.config.json': '{ "embeddedDatabase": ".data/library", "rules": { "history/schema-not-generated": "off" } }',
};
const authors = { up: 'create table author (id integer primary key, name text not null);', down: 'drop table author;' };
const dropped = {
  up: '-- breaking: exports that read author.name; read person.name\nalter table author drop column name;', down: 'alter table author add name text;',
};
const bare = { up: 'alter table author rename to writer;' };
const story = { '0000_authors': authors, '0001_drop_name': dropped, '0002_writers': bare };

/** Three migrations, of which the base has one. */
function library(): string {
  const folder = repository({ ...settings, ...historyFiles({ '0000_authors': authors }) });
  write(folder, { ...historyFiles(story), 'drizzle/0002_books.sql': 'create table book (id integer);' });
  return folder;
}

describe('sluice status --offline', () => {
  test('tells of every migration, the newest last', async () => {
    expect(await sluice(library(), 'status', '--offline')).toEqual({ code: 0, stderr: '', stdout: `\
migration       time (UTC)        base   files    goes on from    findings
0000_authors    2025-10-09 08:53  there  all      nothing
0001_drop_name  2025-10-09 08:54  new    all      the one before
  breaks: column author.name is dropped (exports that read author.name; read person.name)
0002_writers    2025-10-09 08:55  new    no down  the one before  2 errors
  breaks: table author is renamed to writer (no note says so)

Of no migration: drizzle/0002_books.sql

3 migrations, 2 new. sluice check --all: 3 errors, 0 warnings.
` });
  });

  test('is short where it is asked to be, and counts all the same', async () => {
    const { code, stdout } = await sluice(library(), 'status', '--offline', '--latest', '1');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2 migrations before these\nmigration .+\n0002_writers .+\n {2}breaks: .+\n\nOf no migration: .+\n\n3 migrations, 2 new\./);
  });

  test('prints JSON of version 1', async () => {
    const { code, stdout } = await sluice(library(), 'status', '--offline', '--format', 'json');
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as { readonly migrations: readonly unknown[] };
    expect(report).toMatchObject({
      version: 1, layout: 'journal', folder: 'drizzle', database: null, strays: ['drizzle/0002_books.sql'],
      summary: { migrations: 3, new: 2, errors: 3, warnings: 0, infos: 0 }, notes: [],
    });
    expect(report.migrations[0]).toEqual({
      tag: '0000_authors', position: 0, time: '2025-10-09T08:53:20.000Z',
      files: {
        sql: { file: 'drizzle/0000_authors.sql', exists: true },
        snapshot: { file: 'drizzle/meta/0000_snapshot.json', exists: true },
        down: { file: 'drizzle/0000_authors.down.sql', exists: true },
      },
      parents: [], isNew: false, standing: null, breaking: [], findings: { errors: 0, warnings: 0, infos: 0 },
    });
    expect(report.migrations.slice(1)).toMatchObject([
      {
        parents: [{ id: '00000000-0000-0000-0000-000000000001', tag: '0000_authors' }], isNew: true,
        breaking: [{
          what: ['column author.name is dropped'], statement: 'alter table author drop column name',
          who: 'exports that read author.name', remedy: 'read person.name', lacks: null,
        }],
      },
      { files: { down: { file: null, exists: false } }, breaking: [{ who: null, remedy: null, lacks: 'no note says so' }], findings: { errors: 2 } },
    ]);
  });

  test('tells of folders: merges, snapshots that go on from nothing there is, and files that are missing', async () => {
    const snapshot = (id: string, ...prevIds: readonly string[]): string =>
      JSON.stringify({ version: '8', dialect: 'postgres', id, prevIds, ddl: [], renames: [] });
    const [zero, first, left, right, merge] = ['0', '1', '2', '3', '4'].map((digit) => `${digit.repeat(8)}-0000-4000-8000-000000000000`) as
      [string, string, string, string, string];
    const folder = temporaryFolder({
      ...settings,
      'drizzle/20260501080000_authors/migration.sql': authors.up,
      'drizzle/20260501080000_authors/snapshot.json': snapshot(first, '00000000-0000-0000-0000-000000000000'),
      'drizzle/20260502080000_books/migration.sql': 'create table book (id integer primary key);',
      'drizzle/20260502080000_books/snapshot.json': snapshot(left, first),
      'drizzle/20260503080000_loans/migration.sql': 'create table loan (id integer primary key);',
      'drizzle/20260503080000_loans/snapshot.json': snapshot(right, first),
      'drizzle/20260504080000_both/migration.sql': 'create table shelf (id integer primary key);',
      'drizzle/20260504080000_both/snapshot.json': snapshot(merge, left, right),
      'drizzle/20260505080000_lost/migration.sql': 'create table room (id integer primary key);',
      'drizzle/20260505080000_lost/snapshot.json': snapshot('55555555-0000-4000-8000-000000000000', zero),
      'drizzle/20260506080000_bare/migration.sql': 'create table map (id integer primary key);',
      'drizzle/20260506080000_bare/down.sql': 'drop table map;',
    });
    const { code, stdout } = await sluice(folder, 'status', '--offline');
    expect(code).toBe(0);
    const parents = stdout.split('\n').slice(1, 7).map((line) => line.slice(line.indexOf('  no ')).split(/ {2,}/).slice(1, 3));
    expect(parents).toEqual([
      ['no down', 'nothing'], ['no down', 'the one before'], ['no down', '20260501080000_authors'],
      ['no down', '20260502080000_books and 20260503080000_loans'], ['no down', '00000000, which is nowhere'], ['no snapshot', 'not known'],
    ]);
  });

  test('shows three hundred migrations a line each, and the living project without a finding', async () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, place) =>
      [`${String(place).padStart(4, '0')}_table_${place}`, { up: `create table table_${place} (id integer primary key);`, down: `drop table table_${place};` }]));
    const { stdout } = await sluice(temporaryFolder({ ...settings, ...historyFiles(many) }), 'status', '--offline');
    expect(stdout.split('\n').length).toBe(304);
    expect(new Set(stdout.split('\n').slice(1, 301).map((line) => line.indexOf('2025-'))).size).toBe(1);
    expect((await sluice(livingCopy(), 'status', '--offline')).stdout).toMatch(/\n17 migrations\. sluice check --all: 0 errors, 0 warnings\.\n$/);
  });

  test('is a report of what cannot be read only as far as it can: an unfinished merge ends with 2', async () => {
    const folder = temporaryFolder({ ...settings, ...historyFiles({ '0000_authors': { up: '<<<<<<< HEAD\nselect 1;\n=======\nselect 2;\n>>>>>>> loans\n' } }) });
    expect(await sluice(folder, 'status', '--offline')).toMatchObject({ code: 2, stdout: '' });
    expect(await sluice(temporaryFolder(), 'status', '--offline')).toMatchObject({ code: 2, stdout: '' });
  });

  test('of a project without migrations says so', async () => {
    const folder = repository({ ...settings, 'drizzle/meta/_journal.json': '{ "version": "7", "dialect": "postgresql", "entries": [] }' });
    expect(await sluice(folder, 'status', '--offline')).toEqual({ code: 0, stderr: '', stdout: '0 migrations. sluice check --all: 0 errors, 0 warnings.\n' });
  });
});

describe('sluice status', () => {
  test('adds what the database has, and changes nothing in it', async () => {
    const folder = repository({ ...settings, ...historyFiles({ '0000_authors': authors }) });
    const none = await sluice(folder, 'status');
    expect(none.stdout).toMatch(/\nNote: there is no embedded database in .+ yet: "sluice migrate" makes it\.\n/);
    expect(existsSync(join(folder, '.data'))).toBe(false);
    expect((await sluice(folder, 'migrate')).code).toBe(0);
    commit(folder, 'Applied');
    write(folder, historyFiles(story));
    const { code, stdout } = await sluice(folder, 'status');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^migration +time \(UTC\) +base +database +files/);
    expect(stdout).toMatch(/\n0000_authors .+ applied .+\n0001_drop_name .+ pending /);
    expect(stdout).toContain(`\n${join(folder, '.data/library')}, ledger drizzle.__drizzle_migrations: 1 applied, 2 pending.\n`);
    const json = JSON.parse((await sluice(folder, 'status', '--format', 'json')).stdout) as unknown;
    expect(json).toMatchObject({
      database: { place: join(folder, '.data/library'), ledger: 'drizzle.__drizzle_migrations', rows: 1 },
      migrations: [{ standing: 'applied' }, { standing: 'pending' }, { standing: 'pending' }],
    });

    write(folder, { 'drizzle/meta/_journal.json': historyFiles({ ...story, '0001_drop_name': { ...dropped, when: 5 } })['drizzle/meta/_journal.json'] ?? '' });
    const skipped = (await sluice(folder, 'status')).stdout;
    expect(skipped).toMatch(/\n0001_drop_name .+ skipped /);
    expect(skipped).toContain('1 skipped. sluice migrate says what to do about them.\n');
  });

  test('tells how to name a database where none is named, and that one does not answer', async () => {
    const unnamed = temporaryFolder({ ...settings, 'sluice.config.json': '{}', ...historyFiles({ '0000_authors': authors }) });
    const { code, stdout } = await sluice(unnamed, 'status');
    expect(code).toBe(0);
    expect(stdout).toContain('\nNote: no database was asked what is applied: set DATABASE_URL, in .env too, or name an "embeddedDatabase" in the settings; --offline asks none.\n');
    write(unnamed, { '.env': 'DATABASE_URL="postgresql://ada:secret@127.0.0.1:1/library"\n' });
    expect(await sluice(unnamed, 'status')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('127.0.0.1:1/library cannot be reached') as unknown });
    expect((await sluice(unnamed, 'status', '--offline')).code).toBe(0);
  });

  test('of folders goes by their names', async () => {
    const folder = temporaryFolder({ ...settings, ...folderHistoryFiles({ '20260502080000_authors': authors }) });
    await freshDatabaseIn(join(folder, '.data/library'));
    expect((await sluice(folder, 'migrate')).code).toBe(0);
    write(folder, folderHistoryFiles({ '20260501080000_before': { up: 'select 1;', down: 'select 1;' } }));
    const { stdout } = await sluice(folder, 'status');
    expect(stdout).toMatch(/\n20260501080000_before .+ pending .+\n20260502080000_authors .+ applied /);
  });
});
