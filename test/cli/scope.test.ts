import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { healthyCopy } from '../kit/corruptions.ts';
import { clone, commit, git, repository, temporaryFolder, write } from '../project/folder.ts';
import { beginRepository } from './committing.ts';
import { branchOf, library, oldFindings } from './library.ts';
import { addMigration, replaceIn } from './living-copy.ts';
import { checked, placesOf, sluice, sluiceOnCi } from './sluice.ts';

const dropsTitle = 'ALTER TABLE "book" DROP COLUMN "title";\n';

describe('the default scope', () => {
  test('a clean branch has nothing to answer for', async () => {
    const end = await sluice(branchOf(), 'check');
    expect(end).toMatchObject({ code: 0, stderr: '' });
    expect(end.stdout).toContain('0 errors, 0 warnings\nJudged: 0 new of 2 migrations against origin/main; --all judges all.\n');
  });

  test('a migration that is committed on the branch is judged, the older ones are not', async () => {
    const work = branchOf();
    addMigration(work, 'drop_titles', dropsTitle);
    commit(work, 'Drop titles');
    const { code, report } = await checked(work);
    expect(placesOf(report)).toEqual(['breaking/undocumented drizzle/0002_drop_titles.sql:1']);
    expect(report.findings[0]?.migration).toBe('0002_drop_titles');
    expect(report.summary).toMatchObject({ migrations: 3, judged: 1, statements: 1, errors: 1 });
    expect(code).toBe(1);
    expect((await sluice(work, 'check')).stdout).toContain('Judged: 1 new of 3 migrations against origin/main; --all judges all.');
  });

  test('a history that drizzle-kit up lifts into folders has nothing new in it, and what is generated then is', async () => {
    const [folder, journal, folders] = [healthyCopy('folders-9'), healthyCopy('journal-7'), healthyCopy('folders-9')];
    onTestFinished(() => { for (const each of [folder, journal, folders]) rmSync(each, { recursive: true, force: true }); });
    const lifted = join(folder, 'drizzle');
    const layOut = (from: string): void => {
      rmSync(lifted, { recursive: true });
      cpSync(join(from, 'drizzle'), lifted, { recursive: true });
    };
    layOut(journal);
    beginRepository(folder);
    layOut(folders);
    for (const tag of readdirSync(lifted)) {
      const sql = readdirSync(join(journal, 'drizzle')).find((file) => file.slice(5) === `${tag.slice(15)}.sql`);
      if (sql !== undefined) cpSync(join(journal, 'drizzle', sql), join(lifted, tag, 'migration.sql'));
    }
    expect((await sluice(folder, 'check')).stdout).toContain('Judged: 0 new of 6 migrations against main');
    git(folder, 'add', '--all');
    expect((await checked(folder, '--staged')).report.summary).toMatchObject({ judged: 0 });
    write(folder, { 'drizzle/20260110090000_drop_titles/migration.sql': dropsTitle });
    expect((await checked(folder)).report.summary).toMatchObject({ judged: 1 });
  });

  test('a migration that git does not know yet is judged too', async () => {
    const work = branchOf();
    addMigration(work, 'drop_titles', dropsTitle);
    expect(git(work, 'status', '--porcelain')).toContain('?? drizzle/0002_drop_titles.sql');
    expect(placesOf((await checked(work)).report)).toEqual(['breaking/undocumented drizzle/0002_drop_titles.sql:1']);
  });

  test('a journal in which a merge left its marks is not said to be empty', async () => {
    const work = branchOf();
    write(work, { 'drizzle/meta/_journal.json': '<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> loans\n' });
    expect((await sluice(work, 'check')).stdout).toContain('Judged: nothing but the marks of a merge in drizzle');
  });

  test('on the machine of a CI service nothing may lie there that git does not know', async () => {
    const work = branchOf();
    addMigration(work, 'loans', 'CREATE TABLE "loan" ("id" integer PRIMARY KEY);\n');
    expect(await sluice(work, 'check', '--rule', 'history/schema-not-generated=off')).toMatchObject({ code: 0 });
    const made = await sluiceOnCi(work, 'check', '--rule', 'history/schema-not-generated=off');
    expect(made.code).toBe(1);
    expect(made.stdout).toContain('which are not committed: made here, they are lost with it.');
    commit(work, 'Loans');
    expect(await sluiceOnCi(work, 'check', '--rule', 'history/schema-not-generated=off')).toMatchObject({ code: 0 });
  });

  test('what was pushed to the default branch meanwhile does not count as own work', async () => {
    const work = branchOf();
    const origin = git(work, 'remote', 'get-url', 'origin').replace('file://', '');
    addMigration(origin, 'drop_titles', dropsTitle);
    commit(origin, 'Drop titles');
    git(work, 'fetch', '--quiet');
    expect((await checked(work)).report.summary).toMatchObject({ migrations: 2, judged: 0 });
  });

  test('what is new is one deploy: an index on a table of the migration before it blocks nobody', async () => {
    const work = branchOf();
    addMigration(work, 'loans', 'CREATE TABLE "loan" ("id" integer PRIMARY KEY, "due_on" date);\n', 'DROP TABLE "loan";');
    addMigration(work, 'index_loans', 'CREATE INDEX "loan_due_on_index" ON "loan" ("due_on");\n', 'DROP INDEX "loan_due_on_index";');
    expect(placesOf((await checked(work)).report)).toEqual([]);
    expect(placesOf((await checked(work, '--all')).report)).toContain('safety/index-without-concurrently drizzle/0003_index_loans.sql:1');
  });

  test('a declared object is new where its property is: a column renamed to camelCase', async () => {
    const work = branchOf();
    replaceIn(work, 'src/schema.ts', "text('title')", "text('bookTitle')");
    expect(placesOf((await checked(work)).report)).toEqual(['naming/snake-case src/schema.ts:14']);
  });

  test('dropping the index that served a foreign key is new', async () => {
    const work = branchOf();
    replaceIn(work, 'src/schema.ts', "    index('book_author_id_index').on(table.authorId),\n", '');
    addMigration(work, 'drop_index', 'DROP INDEX CONCURRENTLY "book_author_id_index";\n', 'SELECT 1;');
    write(work, { 'sluice.config.json': '{ "runner": "sluice", "rules": { "history/schema-not-generated": "off" } }' });
    expect(placesOf((await checked(work)).report)).toEqual(['indexes/foreign-key-covered src/schema.ts:13']);
  });

  test('moving the schema to another file makes nothing new', async () => {
    const work = branchOf();
    git(work, 'mv', 'src/schema.ts', 'src/tables.ts');
    replaceIn(work, 'drizzle.config.ts', './src/schema.ts', './src/tables.ts');
    expect(placesOf((await checked(work)).report)).toEqual([]);
  });

  test('rules about the history are asked whatever is new', async () => {
    const work = branchOf();
    rmSync(join(work, 'drizzle/0001_index_titles.sql'));
    expect(placesOf((await checked(work)).report)).toEqual(['history/files-complete drizzle/meta/_journal.json:12']);
  });

  test('a repository without a default branch is judged whole, and told so', async () => {
    const folder = temporaryFolder(library);
    git(folder, 'init', '--quiet', '--initial-branch=loans');
    commit(folder, 'First');
    const end = await sluice(folder, 'check');
    expect(end.stdout).toContain('Judged: all 2 migrations (no default branch to compare with).');
    expect(end.code).toBe(1);
  });

  test('outside git everything is judged, every migration as a deploy of its own', async () => {
    const folder = temporaryFolder(library);
    expect(placesOf((await checked(folder)).report)).toEqual(oldFindings);
    expect((await sluice(folder, 'check')).stdout).toContain('Judged: all 2 migrations (outside git).');
  });
});

describe('--all and --since', () => {
  test('--all judges what is long there', async () => {
    const { code, report } = await checked(branchOf(), '--all');
    expect(placesOf(report)).toEqual(oldFindings);
    expect(report.summary).toMatchObject({ migrations: 2, judged: 2 });
    expect(code).toBe(1);
  });

  test('--since compares with a commit, a tag or a branch', async () => {
    const work = branchOf();
    git(work, 'tag', 'v1');
    addMigration(work, 'drop_titles', dropsTitle);
    commit(work, 'Drop titles');
    expect(placesOf((await checked(work, '--since', 'v1')).report)).toEqual(['breaking/undocumented drizzle/0002_drop_titles.sql:1']);
    expect(placesOf((await checked(work, '--since', 'HEAD')).report)).toEqual([]);
    expect((await sluice(work, 'check', '--since', 'v1')).stdout).toContain('Judged: 1 new of 3 migrations against v1; --all judges all.');
  });

  test.each([
    ['nowhere', 'sluice: git knows no ref "nowhere".\n  Give --since a branch, a tag or a commit, or use --all.\n'],
    ['--upload-pack=x', 'sluice: git knows no ref "--upload-pack=x".\n  Give --since a branch, a tag or a commit, or use --all.\n'],
  ])('--since=%s is refused', async (ref, stderr) => {
    expect(await sluice(branchOf(), 'check', `--since=${ref}`)).toEqual({ code: 2, stdout: '', stderr });
  });

  test('--since outside git is refused', async () => {
    expect(await sluice(temporaryFolder(library), 'check', '--since', 'main')).toEqual({
      code: 2, stdout: '',
      stderr: 'sluice: This is no git repository, so --since has nothing to compare with.\n  Leave --since out, or use --all.\n',
    });
  });
});

describe('a shallow clone', () => {
  function shallow(): string {
    const origin = repository(library);
    git(origin, 'switch', '--quiet', '-c', 'loans');
    commit(origin, 'Second');
    return clone(origin, '--depth=1', '--branch=loans', '--no-single-branch');
  }

  test('that hides where the branch began ends in a hint', async () => {
    const work = shallow();
    git(work, 'remote', 'set-head', 'origin', 'main');
    expect(await sluice(work, 'check')).toEqual({
      code: 2, stdout: '',
      stderr: 'sluice: This clone is shallow and hides the commit that new work is compared with.\n'
        + '  Fetch the whole history (fetch-depth: 0 in actions/checkout), or use --all.\n',
    });
  });

  test('is judged whole with --all', async () => {
    expect(placesOf((await checked(shallow(), '--all')).report)).toEqual(oldFindings);
  });

  test('that does not hold the commit of --since ends in a hint', async () => {
    expect(await sluice(shallow(), 'check', '--since', 'v1')).toMatchObject({
      code: 2, stderr: expect.stringContaining('This clone is shallow and does not hold "v1".') as string,
    });
  });
});

describe('startAfter', () => {
  const settings = (tag: string): Readonly<Record<string, string>> => ({
    'sluice.config.json': JSON.stringify({ startAfter: tag, rules: { 'history/schema-not-generated': 'off' } }),
  });

  test('what stood then is not judged, what comes behind is', async () => {
    const folder = temporaryFolder({ ...library, ...settings('0001_index_titles') });
    addMigration(folder, 'drop_titles', dropsTitle);
    expect(placesOf((await checked(folder, '--all')).report)).toEqual(['breaking/undocumented drizzle/0002_drop_titles.sql:1']);
    expect((await sluice(folder, 'check', '--all')).stdout).toContain('Judged: 1 of 3 migrations, those after startAfter.');
  });

  test('an inversion of the journal that stood then is not told', async () => {
    const folder = temporaryFolder({ ...library, ...settings('0001_index_titles') });
    const journal = join(folder, 'drizzle/meta/_journal.json');
    const times = readFileSync(journal, 'utf8').replace(/"when": ?\d+/g, '"when": 1760000000000');
    writeFileSync(journal, times);
    const { report } = await checked(folder, '--all');
    expect(placesOf(report)).toEqual([]);
    write(folder, { 'sluice.config.json': '{}' });
    expect(placesOf((await checked(folder, '--all')).report)).toContainEqual(expect.stringContaining('history/journal-order'));
  });

  test('a tag that no migration has is refused', async () => {
    const folder = temporaryFolder({ ...library, ...settings('0001_indexes') });
    expect(await sluice(folder, 'check')).toEqual({
      code: 2, stdout: '',
      stderr: 'sluice: startAfter names "0001_indexes", and no migration has that tag.\n  Tags are the names of the files without .sql.\n',
    });
  });
});
