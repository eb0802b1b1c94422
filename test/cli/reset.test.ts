import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { embeddedDatabase } from '../../src/evidence/embedded-database.ts';
import { freshDatabaseIn } from '../kit/fresh-database.ts';
import { historyFiles } from '../kit/sample-project.ts';
import { temporaryFolder, write } from '../project/folder.ts';
import { sluice } from './sluice.ts';

const authors = { up: 'create table author (id integer primary key, name text not null);', down: 'drop table author;' };
const books = { up: 'create table book (id integer primary key);', down: 'drop table book;' };
const seed = `import { writeFileSync } from 'node:fs';
writeFileSync('seeded.txt', [process.cwd(), process.env.SLUICE_DATABASE_FOLDER, process.env.DATABASE_URL ?? 'no url'].join('\\n'));
console.log('two authors');
process.exit(Number(process.argv[2] ?? 0));
`;

function libraryWith(settings: Readonly<Record<string, unknown>>, migrations = historyFiles({ '0000_authors': authors, '0001_books': books })): string {
  return temporaryFolder({
    'drizzle.config.ts': `export default { dialect: 'postgresql', out: './drizzle' };\n`,
    'sluice.config.json': JSON.stringify({ embeddedDatabase: '.data/library', ...settings }),
    'seed.mjs': seed, ...migrations,
  });
}

async function tablesIn(folder: string): Promise<readonly string[]> {
  const database = await embeddedDatabase({ folder: join(folder, '.data/library') });
  try {
    return (await database.query<{ name: string }>(
      `select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`)).map(({ name }) => name);
  } finally {
    await database.close();
  }
}

describe('sluice reset of an embedded database', () => {
  test('leaves it with every migration and the seed, whatever was in it', async () => {
    const folder = libraryWith({ seed: 'node seed.mjs' });
    await freshDatabaseIn(join(folder, '.data/library'));
    const database = await embeddedDatabase({ folder: join(folder, '.data/library') });
    await database.exec('create table leftover (id integer); create role ada;');
    await database.close();
    const place = join(folder, '.data/library');
    expect(await sluice(join(folder, '..'), 'reset', '--cwd', folder)).toEqual({
      code: 0, stderr: '',
      stdout: `Emptied ${place}.\napplied 0000_authors\napplied 0001_books\n2 applied.\nSeeding: node seed.mjs\ntwo authors\n`,
    });
    expect(readFileSync(join(folder, 'seeded.txt'), 'utf8')).toBe(`${folder}\n${place}\nno url`);
    expect(await tablesIn(folder)).toEqual(['author', 'book']);
    expect(await sluice(folder, 'migrate')).toMatchObject({ code: 0, stdout: 'Nothing is pending.\n' });
    expect(await sluice(folder, 'init-dev')).toEqual({ code: 0, stderr: '', stdout: `The embedded database in ${place} needs no mark: sluice reset may empty it.\n` });
  });

  test('ends with 1 when the seed does, and says what the database has', async () => {
    expect(await sluice(libraryWith({ seed: 'node seed.mjs 3' }), 'reset')).toMatchObject({
      code: 1, stdout: expect.stringMatching(/\n2 applied\.\nSeeding: node seed\.mjs 3\ntwo authors\n$/) as unknown,
      stderr: 'sluice: The seed ended with 3.\n  Every migration is applied; the rows are as the seed left them.\n',
    });
  });

  test('ends with 1 when a migration fails, says what the database has, and does not seed', async () => {
    const folder = libraryWith({ seed: 'node seed.mjs' }, historyFiles({ '0000_authors': authors, '0001_again': authors }));
    const end = await sluice(folder, 'reset');
    expect(end).toMatchObject({ code: 1, stdout: expect.stringMatching(/^Emptied .+\.\napplied 0000_authors\n$/) as unknown });
    expect(end.stderr).toContain('0001_again failed at drizzle/0001_again.sql:1');
    expect(end.stderr).toContain(`${join(folder, '.data/library')} was emptied before; it has what is told as applied above, and no seed.\n`);
    expect(existsSync(join(folder, 'seeded.txt'))).toBe(false);
  });

  test('applies a history in folders', async () => {
    const folder = libraryWith({}, { 'drizzle/20260501080000_authors/migration.sql': authors.up });
    expect(await sluice(folder, 'reset')).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('applied 20260501080000_authors\n1 applied.\n') as unknown });
  });

  test('drops nothing for a history that cannot be applied', async () => {
    const { ['drizzle/0002_gone.sql']: _, ...files } = historyFiles({ '0000_authors': authors, '0001_books': books, '0002_gone': { up: '' } });
    const broken = libraryWith({}, files);
    expect(await sluice(broken, 'reset')).toEqual({
      code: 2, stdout: '', stderr: 'sluice: 0002_gone is in the journal, and drizzle/0002_gone.sql is not there or cannot be read. Nothing was dropped.\n'
        + '  Bring the file back from version control, or take the entry out of the journal if it was never applied.\n',
    });
    expect(existsSync(join(broken, '.data'))).toBe(false);
  });

  test('removes no folder that is none of a database', async () => {
    const folder = libraryWith({});
    mkdirSync(join(folder, '.data/library'), { recursive: true });
    writeFileSync(join(folder, '.data/library/thesis.txt'), 'On lending');
    const end = await sluice(folder, 'reset');
    expect(end).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^sluice: The folder .+ it was left as it is\.\n/) as unknown });
    expect(await sluice(folder, 'migrate')).toMatchObject({ code: 2, stdout: '' });
    expect(await sluice(folder, 'status')).toMatchObject({ code: 0, stdout: expect.stringContaining('there is no embedded database in') as unknown });
    expect(readdirSync(join(folder, '.data/library'))).toEqual(['thesis.txt']);
  });

  test('removes no data of a server, nor starts on it', async () => {
    const folder = libraryWith({});
    const server = { 'PG_VERSION': '16\n', 'postmaster.opts': '/usr/lib/postgresql/16/bin/postgres "-D" "data"\n', 'base/1/2619': '' };
    write(join(folder, '.data/library'), server);
    for (const command of ['reset', 'migrate', 'status']) {
      expect(await sluice(folder, command)).toMatchObject({
        code: 2, stdout: '', stderr: expect.stringContaining('holds the data of a PostgreSQL server, not an embedded database: it was left as it is.') as unknown,
      });
    }
    expect(readdirSync(join(folder, '.data/library'), { recursive: true, encoding: 'utf8' }).sort()).toEqual(['PG_VERSION', 'base', 'base/1', 'base/1/2619', 'postmaster.opts']);
  });

  test('removes no backup of a server', async () => {
    const folder = libraryWith({});
    write(join(folder, '.data/library'), { 'PG_VERSION': '18\n', 'backup_label': 'START WAL LOCATION: 0/2000028\n', 'backup_manifest': '{}', 'base/1/2619': '' });
    expect(await sluice(folder, 'reset')).toMatchObject({
      code: 2, stdout: '', stderr: expect.stringContaining('holds the data of a PostgreSQL server, not an embedded database: it was left as it is.') as unknown,
    });
    expect(readdirSync(join(folder, '.data/library')).sort()).toEqual(['PG_VERSION', 'backup_label', 'backup_manifest', 'base']);
  });

  test('takes no file for the folder', async () => {
    const folder = libraryWith({});
    write(folder, { '.data/library': 'On lending' });
    expect(await sluice(folder, 'reset')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('is a file, not the folder of an embedded database: it was left as it is.') as unknown });
    expect(readFileSync(join(folder, '.data/library'), 'utf8')).toBe('On lending');
  });

  test('follows a link to the folder, and leaves what else lies there', async () => {
    const folder = libraryWith({});
    const disk = temporaryFolder({ '.gitignore': '*' });
    mkdirSync(join(folder, '.data'));
    symlinkSync(disk, join(folder, '.data/library'));
    expect(await sluice(folder, 'reset')).toMatchObject({ code: 0, stderr: '' });
    writeFileSync(join(disk, 'thesis.txt'), 'On lending');
    expect(await sluice(folder, 'reset')).toMatchObject({ code: 0, stderr: '' });
    expect(lstatSync(join(folder, '.data/library')).isSymbolicLink()).toBe(true);
    expect(readdirSync(disk)).toEqual(expect.arrayContaining(['.gitignore', 'PG_VERSION', 'thesis.txt']));
    const database = await embeddedDatabase({ folder: disk });
    expect(await sluice(folder, 'status')).toMatchObject({ code: 2, stderr: expect.stringContaining('is in use by process') as unknown });
    await database.close();
  });

  test('waits for nobody: another process that has the folder is named', async () => {
    const folder = libraryWith({});
    await freshDatabaseIn(join(folder, '.data/library'));
    expect((await sluice(folder, 'migrate')).code).toBe(0);
    const database = await embeddedDatabase({ folder: join(folder, '.data/library') });
    try {
      expect(await sluice(folder, 'reset')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('is in use by process') as unknown });
    } finally {
      await database.close();
    }
    expect(await tablesIn(folder)).toEqual(['author', 'book']);
  });
});

describe('sluice reset and sluice init-dev refuse', () => {
  test.each([
    [['reset'], 'to reset'], [['init-dev'], 'to mark'], [['init-dev', 'library'], 'to mark'],
  ])('%j where no database is named', async (args, purpose) => {
    const folder = libraryWith({ embeddedDatabase: undefined });
    expect(await sluice(folder, ...args)).toMatchObject({
      code: 2, stdout: '', stderr: expect.stringContaining(`DATABASE_URL is not set, so there is no database ${purpose}.`) as unknown,
    });
  });

  test('a seed that is empty', async () => {
    expect(await sluice(libraryWith({ seed: ' ' }), 'reset')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('"seed"') as unknown });
  });
});
