import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { embeddedDatabase } from '../../src/evidence/embedded-database.ts';
import { freshDatabaseIn } from '../kit/fresh-database.ts';
import { historyFiles } from '../kit/sample-project.ts';
import { git, repository, temporaryFolder, write } from '../project/folder.ts';
import { checked, placesOf, sluice } from './sluice.ts';

const file = 'sluice.statistics.json';
const settings = {
  'drizzle.config.ts': `export default { dialect: 'postgresql', out: './drizzle' };\n`,
  'sluice.config.json': '{ "embeddedDatabase": ".data/library", "rules": { "history/schema-not-generated": "off" } }',
};
const library = historyFiles({
  '0000_authors': {
    up: 'create table author (id integer primary key, name text not null);\n--> statement-breakpoint\n'
      + 'create table book (id integer primary key, title text not null);',
    down: 'drop table book;\n--> statement-breakpoint\ndrop table author;',
  },
  '0001_names': { up: 'create index author_name_idx on author (name);', down: 'drop index author_name_idx;' },
  '0002_titles': { up: 'create index book_title_idx on book (title);', down: 'drop index book_title_idx;' },
});
const both = [
  'safety/index-without-concurrently drizzle/0001_names.sql:1', 'safety/index-without-concurrently drizzle/0002_titles.sql:1',
];

/** A library with a database in which one table is large. */
async function largeLibrary(): Promise<string> {
  const folder = temporaryFolder({ ...settings, ...library });
  await freshDatabaseIn(join(folder, '.data/library'));
  const database = await embeddedDatabase({ folder: join(folder, '.data/library') });
  await database.exec(`
    create table author (id integer primary key, name text not null); insert into author values (1, 'Ada'); analyze author;
    create table book (id integer primary key, title text not null);
    insert into book select i, 'Emma' from generate_series(1, 12000) i; analyze book;`);
  await database.close();
  return folder;
}

function sizes(rows: Readonly<Record<string, number>>, takenAt = new Date().toISOString()): string {
  const tables = Object.fromEntries(Object.entries(rows).map(([table, count]) => [`public.${table}`, { rows: count, bytes: 8192 }]));
  return JSON.stringify({ version: 1, takenAt, tables });
}

describe('sluice statistics', () => {
  test('records what the database says; check looks itself only if it is asked to', async () => {
    const folder = await largeLibrary();
    expect(placesOf((await checked(folder, '--all')).report)).toEqual(both);
    expect(await sluice(folder, 'statistics')).toEqual({
      code: 0, stdout: `Sizes of 2 tables of ${join(folder, '.data/library')} written to ${file}.\n`, stderr: '',
    });
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text).toMatch(/^\{\n {2}"version": 1,\n {2}"takenAt": "[^"]+Z",\n {2}"tables": \{\n {4}"public\.author": \{ "rows": 1, "bytes": \d+ \},\n {4}"public\.book": \{ "rows": 12000, "bytes": \d+ \}\n {2}\}\n\}\n$/);
    const { stdout } = await sluice(folder, 'check', '--all');
    expect(stdout).not.toContain('author_name_idx');
    expect(stdout).toContain('Building book_title_idx blocks every write to book until it is done.');
    expect(stdout).toContain(`\nSizes of 2 tables: from ${file}, taken today.\n`);

    expect(await sluice(join(folder, '..'), 'statistics', '--cwd', folder, '-o', 'db/sizes.json')).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(join(folder, 'db/sizes.json'), 'utf8')).toContain('"public.book": { "rows": 12000');

    write(folder, { [file]: sizes({ author: 2_000_000, book: 3 }) });
    expect(placesOf((await checked(folder, '--all')).report)).toEqual(both.slice(0, 1));
    const live = (await sluice(folder, 'check', '--all', '--live-statistics')).stdout;
    expect(live).toContain('book_title_idx blocks');
    expect(live).not.toContain('author_name_idx blocks');
    expect(live).toContain(`\nSizes of 2 tables: looked up in ${join(folder, '.data/library')} just now.\n`);
  });

  test.each([
    [['statistics'], { DATABASE_URL: 'postgresql://ada:secret@127.0.0.1:1/library' }, /^sluice: The database 127\.0\.0\.1:1\/library cannot be reached: .+\n {2}.+\n$/],
    [['check', '--all', '--live-statistics'], { DATABASE_URL: 'postgresql://ada:secret@127.0.0.1:1/library' }, /^sluice: The database 127\.0\.0\.1:1\/library cannot be reached: .+\n {2}.+\n$/],
    [['statistics'], {}, /^sluice: There is no embedded database in .+\/library yet\.\n {2}.+\n$/],
  ])('%j without an answer is a problem, and nothing is written', async (args, environment, message) => {
    const env = Object.entries(environment).map(([key, value]) => `${key}="${value}"\n`).join('');
    const folder = temporaryFolder({ ...settings, ...library, '.env': env });
    const end = await sluice(folder, ...args);
    expect(end).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(message) as unknown });
    expect([existsSync(join(folder, file)), existsSync(join(folder, '.data'))]).toEqual([false, false]);
  });

  test('without a database named anywhere it is a problem', async () => {
    const folder = temporaryFolder({ ...settings, ...library, 'sluice.config.json': '{}' });
    expect(await sluice(folder, 'statistics')).toMatchObject({
      code: 2, stderr: expect.stringMatching(/^sluice: DATABASE_URL is not set, so there is no database to look at\.\n/) as unknown,
    });
  });
});

describe('a statistics file', () => {
  test.each([
    ['{', 'sluice.statistics.json is not JSON: a name in double quotes is expected.'],
    ['{ "version": 9 }', 'sluice.statistics.json has version 9, and this version of sluice reads 1.'],
  ])('that cannot be read ends with 2: %s', async (text, message) => {
    const folder = temporaryFolder({ ...settings, ...library, [file]: text });
    expect(await sluice(folder, 'check', '--all')).toEqual({
      code: 2, stdout: '', stderr: `sluice: ${message}\n  Write it anew with "sluice statistics", or delete the file.\n`,
    });
  });

  test('that is old is said to be', async () => {
    const folder = temporaryFolder({ ...settings, ...library, [file]: sizes({ author: 3 }, '2020-01-01T00:00:00Z') });
    expect((await sluice(folder, 'check', '--all')).stdout).toMatch(
      /\nSizes of 1 table: from sluice\.statistics\.json, taken \d+ days ago: that is long; "sluice statistics" takes them anew\.\n/);
  });

  test('mutes no loss and no break', async () => {
    const dropped = historyFiles({ '0000_authors': { up: 'create table author (id integer, name text);', down: '' }, '0001_drop': { up: 'alter table author drop column name;', down: 'select 1;' } });
    const folder = temporaryFolder({ ...settings, ...dropped, [file]: sizes({ author: 3 }) });
    expect(placesOf((await checked(folder, '--all')).report)).toContain('breaking/undocumented drizzle/0001_drop.sql:1');
  });

  test('is read from the index with --staged', async () => {
    const folder = repository({ ...settings, ...library, [file]: sizes({ author: 3, book: 2_000_000 }) });
    write(folder, historyFiles({
      '0000_authors': { up: library['drizzle/0000_authors.sql'] ?? '', down: library['drizzle/0000_authors.down.sql'] ?? '' },
      '0001_names': { up: library['drizzle/0001_names.sql'] ?? '', down: 'drop index author_name_idx;' },
      '0002_titles': { up: library['drizzle/0002_titles.sql'] ?? '', down: 'drop index book_title_idx;' },
      '0003_lower': { up: 'create index book_title_lower_idx on book (lower(title));', down: 'drop index book_title_lower_idx;' },
    }));
    git(folder, 'add', 'drizzle');
    write(folder, { [file]: sizes({ author: 3, book: 3 }) });
    const place = 'safety/index-without-concurrently drizzle/0003_lower.sql:1';
    expect(placesOf((await checked(folder, '--staged')).report)).toEqual([place]);
    git(folder, 'add', file);
    expect(placesOf((await checked(folder, '--staged')).report)).toEqual([]);
  });
});
