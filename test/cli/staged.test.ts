import { existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commit, git, temporaryFolder, write } from '../project/folder.ts';
import { beginRepository, installSluice } from './committing.ts';
import { branchOf, library } from './library.ts';
import { addMigration, replaceIn } from './living-copy.ts';
import { checked, placesOf, sluice } from './sluice.ts';

const dropsTitle = 'ALTER TABLE "book" DROP COLUMN "title";\n';
const found = async (work: string): Promise<readonly string[]> => placesOf((await checked(work, '--staged')).report);

describe('check --staged', () => {
  test('judges what is staged, and nothing that is not', async () => {
    const work = branchOf();
    addMigration(work, 'drop_titles', dropsTitle);
    expect(await found(work)).toEqual([]);
    git(work, 'add', '--all');
    expect(await found(work)).toEqual(['breaking/undocumented drizzle/0002_drop_titles.sql:1']);
    const end = await sluice(work, 'check', '--staged');
    expect(end.stdout).toContain('Judged: 1 staged of 3 migrations.');
    expect(end.code).toBe(1);
  });

  test('a fault mended in the working tree alone is still in the commit; its frame shows the index', async () => {
    const work = branchOf();
    addMigration(work, 'drop_titles', dropsTitle);
    git(work, 'add', '--all');
    write(work, { 'drizzle/0002_drop_titles.sql': 'SELECT 1;\n' });
    const { code, stdout } = await sluice(work, 'check', '--staged');
    expect(code).toBe(1);
    expect(stdout).toContain('DROP COLUMN "title"');
  });

  test('a fault in the working tree alone is not in the commit', async () => {
    const work = branchOf();
    addMigration(work, 'loans', 'CREATE TABLE "loan" ("id" integer PRIMARY KEY);\n', 'DROP TABLE "loan";');
    git(work, 'add', '--all');
    write(work, { 'drizzle/0002_loans.sql': dropsTitle });
    expect(await sluice(work, 'check', '--staged')).toEqual(
      { code: 0, stdout: 'Judged: 1 staged of 3 migrations; nothing found.\n', stderr: '' },
    );
  });

  test('says what is left out of the commit, though nothing is found', async () => {
    const work = branchOf();
    const tag = addMigration(work, 'loans', 'CREATE TABLE "loan" ("id" integer PRIMARY KEY);\n-- irreversible: a test\n', 'DROP TABLE "loan";');
    git(work, 'add', 'drizzle');
    git(work, 'rm', '--quiet', '--cached', `drizzle/${tag}.down.sql`);
    const { code, stdout } = await sluice(work, 'check', '--staged');
    expect([code, stdout]).toEqual([0, expect.stringContaining(`Not in this commit: drizzle/${tag}.down.sql`)]);
  });

  test('a snapshot in the middle that a merge was left in', async () => {
    const work = branchOf();
    const file = 'drizzle/meta/0000_snapshot.json';
    write(work, { [file]: `<<<<<<< HEAD\n{}\n=======\n${readFileSync(join(work, file), 'utf8')}\n>>>>>>> loans\n` });
    git(work, 'add', '--all');
    expect(await found(work)).toEqual(['history/conflict-markers drizzle/meta/0000_snapshot.json:1']);
  });

  test('a commit without a project is let through, with a line that says so', async () => {
    const said = { code: 0, stdout: 'Judged: nothing; there is no drizzle.config here in the next commit.\n', stderr: '' };
    const work = branchOf();
    git(work, 'rm', '-r', '--quiet', 'drizzle.config.ts', 'sluice.config.json', 'drizzle', 'src/schema.ts');
    expect(await sluice(work, 'check', '--staged')).toEqual(said);
    commit(work, 'Without a database');
    write(work, { 'app.ts': 'export const app = 1;\n' });
    git(work, 'add', '--all');
    expect(await sluice(work, 'check', '--staged')).toEqual(said);
  });

  test('a schema that is a symbolic link is read as on disk', async () => {
    const work = branchOf();
    renameSync(join(work, 'src/schema.ts'), join(work, 'src/tables.ts'));
    symlinkSync('tables.ts', join(work, 'src/schema.ts'));
    replaceIn(work, 'src/tables.ts', "text('title')", "text('bookTitle')");
    git(work, 'add', '--all');
    expect(await found(work)).toEqual(['naming/snake-case src/schema.ts:14']);
  });

  test('what HEAD has wrong is not this commit’s', async () => {
    const work = branchOf();
    rmSync(join(work, 'drizzle/meta/0001_snapshot.json'));
    addMigrationless(work);
    commit(work, 'Before the gate');
    replaceIn(work, 'src/schema.ts', "text('name')", "text('full_name')");
    git(work, 'add', '--all');
    expect(await found(work)).toEqual([]);
  });

  test('a column in camelCase is this commit’s', async () => {
    const work = branchOf();
    replaceIn(work, 'src/schema.ts', "text('title')", "text('bookTitle')");
    expect(await found(work)).toEqual([]);
    git(work, 'add', '--all');
    expect(await found(work)).toEqual(['naming/snake-case src/schema.ts:14']);
  });

  test('a down file that is taken away is missing', async () => {
    const work = branchOf();
    git(work, 'rm', '--quiet', '--cached', 'drizzle/0000_authors_and_books.down.sql');
    expect((await found(work)).map((place) => place.split(' ')[0])).toContain('down/missing');
  });

  test('a journal that names a migration whose SQL was not added: what was forgotten is named', async () => {
    const work = branchOf();
    addMigration(work, 'loans', 'CREATE TABLE "loan" ("id" integer PRIMARY KEY);\n', 'DROP TABLE "loan";');
    git(work, 'add', 'drizzle/meta');
    const { stdout } = await sluice(work, 'check', '--staged');
    expect(stdout).toContain('0002_loans.sql is not there');
    expect(stdout).toContain('Not in this commit: drizzle/0002_loans.down.sql and 1 more of drizzle; git add what belongs to it.');
  });

  test('a table of an earlier commit of the branch is nobody’s yet, one of the default branch is live', async () => {
    const work = branchOf();
    addMigration(work, 'loans', 'CREATE TABLE "loan" ("id" integer PRIMARY KEY, "due_on" date);\n', 'DROP TABLE "loan";');
    commit(work, 'Loans');
    addMigration(work, 'index', 'CREATE INDEX "loan_due_on_index" ON "loan" ("due_on");\n', 'DROP INDEX "loan_due_on_index";');
    git(work, 'add', '--all');
    expect(await found(work)).toEqual([]);
    git(work, 'push', '--quiet', 'origin', 'HEAD~0:refs/heads/elsewhere');
    git(work, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
    expect(await found(work)).toEqual(['safety/index-without-concurrently drizzle/0003_index.sql:1']);
  });

  test('before the first commit everything staged is judged', async () => {
    const folder = temporaryFolder(library);
    git(folder, 'init', '--quiet');
    git(folder, 'add', '--all');
    expect((await sluice(folder, 'check', '--staged')).stdout).toContain('Judged: all 2 migrations (nothing is committed yet).');
  });

  test('a schema that only the working tree has is no schema of the commit', async () => {
    const work = branchOf();
    git(work, 'rm', '--quiet', '--cached', 'src/schema.ts');
    expect(await sluice(work, 'check', '--staged')).toMatchObject({ code: 2, stderr: expect.stringContaining('No file matches the schema') as string });
  });

  test.each([
    [['--staged', '--all'], "option '--staged' cannot be used with option '--all'"],
    [['--staged', '--since', 'main'], "option '--staged' cannot be used with option '--since <ref>'"],
  ])('%j is refused', async (args, message) => {
    expect(await sluice(branchOf(), 'check', ...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) as string });
  });

  test('outside git there is nothing staged', async () => {
    expect(await sluice(temporaryFolder(library), 'check', '--staged')).toEqual({
      code: 2, stdout: '', stderr: 'sluice: This is no git repository, so nothing is staged.\n  Leave --staged out.\n',
    });
  });

  test('a conflict is a problem that names the file', async () => {
    const work = branchOf();
    write(work, { 'src/schema.ts': 'export const loan = 1;\n' });
    commit(work, 'Loans');
    git(work, 'switch', '--quiet', '-c', 'books', 'HEAD~1');
    write(work, { 'src/schema.ts': 'export const book = 1;\n' });
    commit(work, 'Books');
    expect(() => git(work, 'merge', 'loans')).toThrow('merge');
    expect(await sluice(work, 'check', '--staged')).toMatchObject(
      { code: 2, stderr: expect.stringContaining('src/schema.ts has a merge conflict') as string },
    );
  });
});

/** A table without its migration: what the rules of the history say of it stands at HEAD already. */
function addMigrationless(work: string): void {
  write(work, { 'drizzle/0007_stray.sql': 'SELECT 1;\n' });
}

describe('the quick exit', () => {
  const memory = 'node_modules/.cache/drizzle-sluice/staged.json';

  function installed(): string {
    const folder = temporaryFolder({ ...library, 'src/other.ts': 'export {};\n', 'README.md': 'Library\n' });
    installSluice(folder);
    beginRepository(folder);
    return folder;
  }

  function change(work: string, files: Readonly<Record<string, string>>): void {
    write(work, files);
    git(work, 'add', '--all');
  }

  const silent = { code: 0, stdout: '', stderr: '' };
  const full = { code: 0, stdout: 'Judged: 0 staged of 2 migrations; nothing found.\n', stderr: '' };

  test('kinds of files that never matter', async () => {
    const work = installed();
    change(work, { 'README.md': 'More\n', 'logo.svg': '<svg/>', 'package-lock.json': '{}' });
    expect(await sluice(work, 'check', '--staged')).toEqual(silent);
    expect(existsSync(join(work, memory))).toBe(false);
  });

  test('TypeScript that nothing reads: once in full, then quick, in later commits too', async () => {
    const work = installed();
    change(work, { 'src/other.ts': 'export const one = 1;\n' });
    expect(await sluice(work, 'check', '--staged')).toEqual(full);
    expect(await sluice(work, 'check', '--staged')).toEqual(silent);
    commit(work, 'One');
    change(work, { 'src/other.ts': 'export const two = 2;\n', 'src/new.ts': '' });
    expect(await sluice(work, 'check', '--staged')).toEqual(silent);
  });

  test.each<readonly [string, Readonly<Record<string, string>>]>([
    ['the schema', { 'src/schema.ts': `${library['src/schema.ts'] ?? ''}\n` }],
    ['a new settings file', { 'sluice.config.json': '{ "rules": { "history/schema-not-generated": "off" }, "postgres": 17 }' }],
    ['the configuration of drizzle-kit', { 'drizzle.config.ts': `${library['drizzle.config.ts'] ?? ''}\n` }],
    ['a file among the migrations', { 'drizzle/notes.json': '{}' }],
  ])('never for %s', async (_what, files) => {
    const work = installed();
    change(work, { 'src/other.ts': 'export const one = 1;\n' });
    await sluice(work, 'check', '--staged');
    change(work, files);
    expect(await sluice(work, 'check', '--staged')).toEqual(full);
  });

  test('a new file that an import will mean from now on', async () => {
    const work = installed();
    change(work, { 'src/schema.ts': `export * from './loans';\n${library['src/schema.ts'] ?? ''}` });
    commit(work, 'Loans to come');
    change(work, { 'src/other.ts': 'export const one = 1;\n' });
    await sluice(work, 'check', '--staged');
    expect(existsSync(join(work, memory))).toBe(true);
    change(work, { 'src/loans.ts': "import { pgTable, text } from 'drizzle-orm/pg-core';\nexport const loan = pgTable('loan', { dueOn: text('dueOn') });\n" });
    expect(await found(work)).toContain('naming/snake-case src/loans.ts:2');
    expect((await sluice(work, 'check', '--staged')).code).toBe(1);
  });

  test('a branch whose project reads other files is read anew', async () => {
    const work = installed();
    change(work, { 'src/other.ts': 'export const one = 1;\n' });
    await sluice(work, 'check', '--staged');
    git(work, 'stash', '--quiet');
    git(work, 'switch', '--quiet', '-c', 'moved');
    change(work, { 'src/schema.ts': `export * from './other';\n${library['src/schema.ts'] ?? ''}` });
    commit(work, 'Moved');
    change(work, { 'src/other.ts': "import { pgTable, text } from 'drizzle-orm/pg-core';\nexport const loan = pgTable('loan', { dueOn: text('dueOn') });\n" });
    expect((await sluice(work, 'check', '--staged')).code).toBe(1);
  });

  test('other arguments, and a memory that is no JSON, are no answer', async () => {
    const work = installed();
    change(work, { 'src/other.ts': 'export const one = 1;\n' });
    await sluice(work, 'check', '--staged');
    expect(await sluice(work, 'check', '--staged', '--quiet')).toEqual(full);
    expect(readFileSync(join(work, memory), 'utf8')).toContain('"--quiet"');
    write(work, { [memory]: '{' });
    expect(await sluice(work, 'check', '--staged')).toEqual(full);
    expect(await sluice(work, 'check', '--staged')).toEqual(silent);
    expect((await sluice(work, 'check', '--staged', '--format', 'json')).stdout).toContain('"findings"');
  });

  test('without node_modules nothing is kept', async () => {
    const work = installed();
    rmSync(join(work, 'node_modules'), { recursive: true });
    change(work, { 'src/other.ts': 'export const one = 1;\n' });
    expect(await sluice(work, 'check', '--staged')).toEqual(full);
    expect(existsSync(join(work, 'node_modules'))).toBe(false);
  });
});
