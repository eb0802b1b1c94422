import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder, write } from '../project/folder.ts';
import { branchOf, library, oldFindings } from './library.ts';
import { addMigration, replaceIn } from './living-copy.ts';
import { checked, placesOf, sluice } from './sluice.ts';

describe('paths', () => {
  test('a migration: what is said about it, old or new', async () => {
    const work = branchOf();
    expect(placesOf((await checked(work, 'drizzle/0001_index_titles.sql')).report)).toEqual([oldFindings[0]]);
    expect((await sluice(work, 'check', 'drizzle/0001_index_titles.sql')).stdout)
      .toContain('Judged: 1 of 2 migrations, those of the paths given.');
  });

  test('a schema file, a folder, several', async () => {
    const work = branchOf();
    expect(placesOf((await checked(work, 'src/schema.ts')).report)).toEqual([oldFindings[1]]);
    expect(placesOf((await checked(work, 'drizzle')).report)).toEqual([oldFindings[0]]);
    expect(placesOf((await checked(work, 'src', 'drizzle/')).report)).toEqual(oldFindings);
  });

  test('an absolute path is the same as a relative one', async () => {
    const work = branchOf();
    expect(placesOf((await checked(work, join(work, 'drizzle/0001_index_titles.sql'))).report)).toEqual([oldFindings[0]]);
  });

  test('a path that is not there is refused', async () => {
    expect(await sluice(branchOf(), 'check', 'drizzle/0009_loans.sql')).toEqual({
      code: 2, stdout: '',
      stderr: 'sluice: There is no file or folder drizzle/0009_loans.sql.\n  Paths are relative to the working directory, or to --cwd.\n',
    });
  });

  test('SQL of the project that is no migration is refused: it would look clean', async () => {
    const work = branchOf();
    write(work, { 'seeds/loans.sql': 'create index loan_idx on loan (id);' });
    expect(await sluice(work, 'check', 'seeds/loans.sql')).toMatchObject({
      code: 2, stdout: '', stderr: expect.stringContaining('seeds/loans.sql is no migration and no schema file of this project') as string,
    });
  });

  test('from the root of a workspace the project is found by its file', async () => {
    const folder = inPackage(library);
    const { report } = await checked(folder, 'packages/library/drizzle/0001_index_titles.sql');
    expect(placesOf(report)).toEqual(['safety/index-without-concurrently packages/library/drizzle/0001_index_titles.sql:1']);
  });

  test('from the root of a repository a project that only package.json names is found by its file', async () => {
    const { 'drizzle.config.ts': _, 'sluice.config.json': __, ...files } = library;
    const settings = { schema: 'src/schema.ts', out: 'drizzle', rules: { 'history/schema-not-generated': 'off' } };
    const folder = inPackage({ ...files, 'package.json': JSON.stringify({ sluice: settings }) });
    const { report } = await checked(folder, 'packages/library/drizzle/0001_index_titles.sql');
    expect(placesOf(report)).toEqual(['safety/index-without-concurrently packages/library/drizzle/0001_index_titles.sql:1']);
  });

  test('files of two projects at once are refused', async () => {
    const folder = inPackage(library);
    write(folder, { 'packages/archive/drizzle.config.ts': 'export default {};', 'packages/archive/drizzle/0000_files.sql': '' });
    const end = await sluice(folder, 'check', 'packages/library/drizzle', 'packages/archive/drizzle/0000_files.sql');
    expect(end).toEqual({
      code: 2, stdout: '',
      stderr: 'sluice: The paths lie in two projects, packages/library and packages/archive.\n  Check the paths of one project at a time.\n',
    });
  });
});

describe('SQL outside any project', () => {
  test('is judged alone, and a table that nobody knows is not safe', async () => {
    const folder = temporaryFolder({ 'loans.sql': 'CREATE INDEX loan_due_on_index ON loan (due_on);\n' });
    const { code, report } = await checked(folder, 'loans.sql');
    expect(placesOf(report)).toEqual(['safety/index-without-concurrently loans.sql:1']);
    expect(report.findings[0]?.migration).toBe('loans');
    expect(code).toBe(1);
    expect((await sluice(folder, 'check', 'loans.sql')).stdout).toContain('Judged: 1 SQL file outside a project, its tables unknown.');
  });

  test('a table that the file makes is safe', async () => {
    const folder = temporaryFolder({
      'loans.sql': 'CREATE TABLE loan (id integer PRIMARY KEY, due_on date);\nCREATE INDEX loan_due_on_index ON loan (due_on);\n',
    });
    expect((await checked(folder, 'loans.sql')).report.findings).toEqual([]);
  });

  test('a file that is no text is refused', async () => {
    const folder = temporaryFolder({ 'loans.sql': 'SELECT 1;\0\0' });
    expect(await sluice(folder, 'check', 'loans.sql')).toEqual({
      code: 2, stdout: '', stderr: 'sluice: loans.sql holds NUL bytes: it is no SQL text.\n  Save it as UTF-8.\n',
    });
  });
});

describe('levels', () => {
  test('--rule changes a level and keeps the options of the settings', async () => {
    const folder = temporaryFolder({
      ...library,
      'sluice.config.json': JSON.stringify({ rules: {
        'history/schema-not-generated': 'off', 'naming/identifier-length': ['error', { max: 17 }],
      } }),
    });
    const { report } = await checked(folder, 'src', '--rule', 'naming/snake-case=off', '--rule', 'naming/identifier-length=info');
    expect(report.findings.map(({ rule, level, message }) => `${level} ${rule} ${message}`)).toEqual([
      'info naming/identifier-length Foreign key of book "book_author_id_author_id_fk" has 27 bytes, 17 are allowed.',
      'info naming/identifier-length Index of book "book_author_id_index" has 20 bytes, 17 are allowed.',
    ]);
  });

  test('warnings end with 0, or with 1 over --max-warnings', async () => {
    const folder = temporaryFolder(library);
    const asWarnings = ['--rule', 'naming/snake-case=warn', '--rule', 'safety/index-without-concurrently=warn'];
    expect(await checked(folder, ...asWarnings)).toMatchObject({ code: 0, report: { summary: { errors: 0, warnings: 2 } } });
    expect((await checked(folder, ...asWarnings, '--max-warnings', '2')).code).toBe(0);
    expect((await checked(folder, ...asWarnings, '--max-warnings', '1')).code).toBe(1);
  });

  test('--quiet hides warnings and still counts them', async () => {
    const folder = temporaryFolder(library);
    const { code, report } = await checked(folder, '--quiet', '--rule', 'naming/snake-case=warn', '--max-warnings', '0');
    expect(placesOf(report)).toEqual([oldFindings[0]]);
    expect(report.summary).toMatchObject({ errors: 1, warnings: 1 });
    expect(code).toBe(1);
  });
});

describe('-o', () => {
  test('writes the report into a file and prints nothing', async () => {
    const folder = temporaryFolder(library);
    expect(await sluice(folder, 'check', '--format', 'json', '-o', 'report.json')).toEqual({ code: 1, stdout: '', stderr: '' });
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toMatchObject({ version: 1, summary: { errors: 2 } });
  });

  test('replaces what was there, also by an absolute path', async () => {
    const folder = temporaryFolder({ ...library, 'report.txt': 'old' });
    await sluice(folder, 'check', '-o', join(folder, 'report.txt'));
    expect(readFileSync(join(folder, 'report.txt'), 'utf8')).toMatch(/^drizzle\/0001_index_titles\.sql:1:1 {2}error/);
  });

  test('a folder that is not there is refused before the work', async () => {
    const folder = temporaryFolder(library);
    expect(await sluice(folder, 'check', '-o', 'reports/sluice.txt')).toEqual({
      code: 2, stdout: '',
      stderr: 'sluice: There is no folder reports to write reports/sluice.txt into.\n  Make the folder first, or give -o another path.\n',
    });
    expect(existsSync(join(folder, 'reports'))).toBe(false);
  });

  test('a path that is a folder is refused, and nothing is left behind', async () => {
    const folder = temporaryFolder(library);
    mkdirSync(join(folder, 'reports'));
    const end = await sluice(folder, 'check', '-o', 'reports');
    expect(end).toMatchObject({ code: 2, stdout: '' });
    expect(end.stderr).toMatch(/^sluice: reports cannot be written: .*\n {2}Give -o the path of a file that may be written\.\n$/);
    expect(readdirSync(folder).filter((name) => name.includes('tmp') || name === 'reports')).toEqual(['reports']);
    expect(readdirSync(join(folder, 'reports'))).toEqual([]);
  });
});

describe('--format json', () => {
  test('has exactly the keys of version 1', async () => {
    const { report, stderr } = await checked(temporaryFolder(library));
    expect(stderr).toBe('');
    expect({ ...report, summary: { ...report.summary, durationMs: 0 } }).toEqual({
      version: 1,
      findings: [
        {
          rule: 'safety/index-without-concurrently', level: 'error',
          message: 'Building book_title_index blocks every write to book until it is done.',
          instead: expect.stringContaining('CREATE INDEX CONCURRENTLY "book_title_index"') as string,
          file: 'drizzle/0001_index_titles.sql', line: 1, column: 1, endLine: 1, endColumn: 64,
          migration: '0001_index_titles', related: [], fixable: false, suggestions: [], docs: 'docs/rules/safety/index-without-concurrently.md',
        },
        {
          rule: 'naming/snake-case', level: 'error',
          message: 'Column of author: "bornOn" is not snake_case: "born_on" would be.',
          instead: 'Give it a snake_case name in the database; the key in TypeScript may stay as it is.',
          file: 'src/schema.ts', line: 6, column: 3, endLine: 6, endColumn: 25,
          migration: null, related: [], fixable: false, suggestions: [], docs: 'docs/rules/naming/snake-case.md',
        },
      ],
      summary: {
        errors: 2, warnings: 0, migrations: 2, judged: 2, statements: 5, unparsable: 0, unanalysed: 0, unmodelled: 0,
        tables: 2, partialTables: 0, suppressed: 0, baseline: 0, durationMs: 0,
      },
    });
    expect(Number.isInteger(report.summary['durationMs'])).toBe(true);
    for (const { docs } of report.findings) expect(existsSync(join(import.meta.dirname, '../..', docs))).toBe(true);
  });

  test('names the other place of a finding', async () => {
    const folder = temporaryFolder(library);
    replaceIn(folder, 'src/schema.ts', "    index('book_title_index')", "    index('book_title_id_index').on(table.title, table.id),\n    index('book_title_index')");
    const { report } = await checked(folder);
    expect(report.findings.find(({ rule }) => rule === 'indexes/redundant')).toMatchObject({
      level: 'warn', file: 'src/schema.ts', line: 19, column: 5,
      related: [{ file: 'src/schema.ts', line: 18, column: 5, message: 'book_title_id_index is here:' }],
    });
  });

  test('columns count as editors do: an accent is one, an emoji two', async () => {
    const folder = temporaryFolder({ 'notes.sql': "SELECT 'é😀'; CREATE INDEX titre_index ON \"œuvre\" (titre);\r\nSELECT 2;" });
    const { report } = await checked(folder, 'notes.sql');
    expect(report.findings).toHaveLength(1);
    expect(report.findings[0]).toMatchObject({ line: 1, column: 15, endLine: 1, endColumn: 58 });
  });

  test('paths are relative to where one stands', async () => {
    const folder = inPackage(library);
    const fromRoot = await checked(folder, '--cwd', 'packages/library');
    const fromSource = await checked(join(folder, 'packages/library/src'), '--drizzle-config', '../drizzle.config.ts', '--config', '../sluice.config.json');
    expect(placesOf(fromRoot.report)).toEqual(oldFindings);
    expect(fromSource.report.findings.map(({ file }) => file)).toEqual(['../drizzle/0001_index_titles.sql', 'schema.ts']);
  });

  test('a folder reached by a symbolic link reads the same', async () => {
    const folder = temporaryFolder();
    const work = branchOf();
    symlinkSync(work, join(folder, 'work'));
    expect(placesOf((await checked(folder, '--cwd', join(folder, 'work'), '--all')).report)).toEqual(oldFindings);
  });
});

describe('--format pretty', () => {
  async function printed(folder: string, ...args: readonly string[]): Promise<string> {
    const { stdout } = await sluice(folder, 'check', ...args);
    return stdout.replace(/\d+ ms/, '… ms');
  }

  test('says where, what, why and what to do', async () => {
    expect(await printed(temporaryFolder(library))).toMatchInlineSnapshot(`
      "drizzle/0001_index_titles.sql:1:1  error  safety/index-without-concurrently
        Building book_title_index blocks every write to book until it is done.
        > 1 | CREATE INDEX "book_title_index" ON "book" USING btree ("title");
            | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          2 |
        Why: CREATE INDEX holds a SHARE lock until the build is done: reads go on, every write waits.
        Instead: With sluice migrate and runner: "sluice" (Drizzle’s migrator opens a transaction: it fails), in a migration of its own: CREATE INDEX CONCURRENTLY "book_title_index" ON "book" USING btree ("title");
        More: sluice explain safety/index-without-concurrently

      src/schema.ts:6:3  error  naming/snake-case
        Column of author: "bornOn" is not snake_case: "born_on" would be.
          5 |   name: text('name').notNull(),
        > 6 |   bornOn: text('bornOn'),
            |   ^^^^^^^^^^^^^^^^^^^^^^
          7 | });
        Why: Postgres folds names without quotes to lower case: "createdAt" must be quoted in every query for ever.
        Instead: Give it a snake_case name in the database; the key in TypeScript may stay as it is.
        More: sluice explain naming/snake-case

      2 errors, 0 warnings
      Judged: all 2 migrations (outside git).
      5 statements, 2 tables, … ms.
      "
    `);
  });

  test('shows the other place, and a warning as one', async () => {
    const folder = temporaryFolder(library);
    replaceIn(folder, 'src/schema.ts', "    index('book_title_index')", "    index('book_title_id_index').on(table.title, table.id),\n    index('book_title_index')");
    expect(await printed(folder, 'src', '--rule', 'naming/snake-case=off')).toMatchInlineSnapshot(`
      "src/schema.ts:19:5  warning  indexes/redundant
        Index book_title_index of book is the beginning of book_title_id_index, which serves all its queries.
          18 |     index('book_title_id_index').on(table.title, table.id),
        > 19 |     index('book_title_index').on(table.title),
             |     ^^^^^^^^^^^^^^^^^^^^^^^^^
          20 |   ],
        book_title_id_index is here: src/schema.ts:18:5
        Why: Every index is written on every INSERT; one whose columns another index begins with serves no query of its own.
        Instead: Remove it; where it exists already: DROP INDEX CONCURRENTLY "book_title_index";
        More: sluice explain indexes/redundant

      0 errors, 1 warning
      Judged: 0 of 2 migrations, those of the paths given.
      0 statements, 2 tables, … ms.
      "
    `);
  });

  test('a statement of many lines is shown where it begins', async () => {
    const folder = temporaryFolder(library);
    const columns = ['title', 'author_id', 'id', 'lower("title")', 'abs("id")', 'upper("title")', 'length("title")'];
    addMigration(folder, 'index_books', `CREATE INDEX "book_all_index" ON "book" (\n${columns.join(',\n')}\n);\n`);
    expect(await printed(folder, 'drizzle/0002_index_books.sql')).toMatchInlineSnapshot(`
      "drizzle/0002_index_books.sql:1:1  error  safety/index-without-concurrently
        Building book_all_index blocks every write to book until it is done.
        > 1 | CREATE INDEX "book_all_index" ON "book" (
            | ^
          2 | title,
        Why: CREATE INDEX holds a SHARE lock until the build is done: reads go on, every write waits.
        Instead: With sluice migrate and runner: "sluice" (Drizzle’s migrator opens a transaction: it fails), in a migration of its own: CREATE INDEX CONCURRENTLY "book_all_index" ON "book" ( title, author_id, id, lower("title"), abs("id"), upper("title"), length("title") );
        More: sluice explain safety/index-without-concurrently

      1 error, 0 warnings
      Judged: 1 of 3 migrations, those of the paths given.
      1 statement, 2 tables, … ms.
      "
    `);
  });

  test('a name cannot rewrite the terminal', async () => {
    const name = 'é\u001b[2J\u202elmth\ntitle';
    const folder = temporaryFolder({ 'loans.sql': `CREATE INDEX "${name}" ON loan (due_on);\n` });
    const { stdout } = await sluice(folder, 'check', 'loans.sql');
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(stdout).toContain('Building é\\u001b[2J\\u202elmth\\u000atitle blocks every write to loan until it is done.');
    const { report } = await checked(folder, 'loans.sql');
    expect(report.findings.find(({ rule }) => rule.startsWith('safety'))?.message).toContain(name);
  });

  test('is without colours where nobody looks', async () => {
    expect((await sluice(temporaryFolder(library), 'check')).stdout).not.toContain('\u001b');
  });
});

/** The files as the package `library` of a workspace. */
function inPackage(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder({ 'pnpm-workspace.yaml': 'packages: [packages/*]\n' });
  mkdirSync(join(folder, 'packages/library'), { recursive: true });
  write(join(folder, 'packages/library'), files);
  return folder;
}
