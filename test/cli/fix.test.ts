import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder, write } from '../project/folder.ts';
import { branchOf, commit, git, library } from './library.ts';
import { replaceIn } from './living-copy.ts';
import { checked, placesOf, run, sluice } from './sluice.ts';

const settings = '{ "runner": "sluice", "rules": { "history/schema-not-generated": "off", "history/files-complete": "off" } }';

function read(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

/** A branch with a loan table in the schema, its names in camelCase, and a migration that builds an index. */
function loans(): string {
  const work = branchOf({ ...library, 'sluice.config.json': settings });
  const journal = JSON.parse(read(work, 'drizzle/meta/_journal.json')) as { entries: Record<string, unknown>[] };
  const entry = { idx: 2, version: '7', when: 1_770_000_000_000, tag: '0002_index_names', breakpoints: true };
  write(work, {
    'drizzle/meta/_journal.json': JSON.stringify({ ...journal, entries: [...journal.entries, entry] }, null, 2),
    'drizzle/0002_index_names.sql': 'CREATE INDEX "author_name_index" ON "author" USING btree ("name");\n',
    'drizzle/0002_index_names.down.sql': 'DROP INDEX "author_name_index";\n',
    'src/schema.ts': `${read(work, 'src/schema.ts')}
export const loan = pgTable('loan', {
  id: integer('id').primaryKey(),
  bookId: integer('bookId').notNull().references(() => book.id),
});
`,
  });
  return work;
}

const loanAfter = `export const loan = pgTable('loan', {
  id: integer('id').primaryKey(),
  bookId: integer('book_id').notNull().references(() => book.id),
}, (table) => [
  index('loan_book_id_idx').on(table.bookId),
]);
`;

describe('sluice check --fix', () => {
  it('mends the schema and new migrations, and what is left is clean', async () => {
    const work = loans();
    const old = read(work, 'drizzle/0001_index_titles.sql');
    expect((await checked(work)).report.findings.map(({ rule, fixable }) => [rule, fixable])).toEqual([
      ['safety/index-without-concurrently', true], ['naming/snake-case', true], ['indexes/foreign-key-covered', true],
    ]);
    const end = await sluice(work, 'check', '--fix');
    expect(end.stdout).toContain('Fixed 1 finding in drizzle/0002_index_names.sql.\nFixed 2 findings in src/schema.ts.\n0 errors, 0 warnings\n');
    expect(end).toMatchObject({ code: 0, stderr: '' });
    expect(read(work, 'src/schema.ts').endsWith(loanAfter)).toBe(true);
    expect(read(work, 'drizzle/0002_index_names.sql')).toBe('CREATE INDEX CONCURRENTLY "author_name_index" ON "author" USING btree ("name");\n');
    expect(read(work, 'drizzle/0001_index_titles.sql')).toBe(old);
    expect((await sluice(work, 'check', '--fix')).stdout).not.toContain('Fixed');
  });

  it('leaves what the base ref has, and says how many could be fixed', async () => {
    const work = loans();
    const end = await sluice(work, 'check', '--all', '--quiet');
    expect(end.stdout).toContain('3 of them can be fixed with --fix.');
    const { report, code, stderr } = await checked(work, '--all', '--fix');
    expect(placesOf(report)).toEqual(['safety/index-without-concurrently drizzle/0001_index_titles.sql:1', 'naming/snake-case src/schema.ts:6']);
    expect(report.findings.map(({ fixable }) => fixable)).toEqual([false, false]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'Fixed 1 finding in drizzle/0002_index_names.sql.\nFixed 2 findings in src/schema.ts.\n' });
  });

  it('leaves migrations that the baseline has, asked or not', async () => {
    const work = loans();
    const before = read(work, 'drizzle/0002_index_names.sql');
    expect((await sluice(work, 'baseline')).code).toBe(0);
    const end = await sluice(work, 'check', '--fix', '--no-baseline');
    expect(end.stdout).toContain('Fixed 2 findings in src/schema.ts.\n');
    expect(end.stdout).toContain('Migrations were left as they are: the baseline, which tells which of them are applied, is not asked.');
    expect(read(work, 'drizzle/0002_index_names.sql')).toBe(before);
  });

  it('leaves migrations where nobody can tell which are new, and says so', async () => {
    const work = temporaryFolder();
    write(work, { ...library, 'sluice.config.json': settings });
    const before = read(work, 'drizzle/0001_index_titles.sql');
    const end = await sluice(work, 'check', '--fix');
    expect(end).toMatchObject({ code: 1, stdout: expect.stringContaining('there is nothing to compare with that tells which of them are new') as string });
    expect(read(work, 'drizzle/0001_index_titles.sql')).toBe(before);
  });

  it('mends only what is named', async () => {
    const work = loans();
    await sluice(work, 'check', '--fix', 'src/schema.ts');
    expect(read(work, 'src/schema.ts').endsWith(loanAfter)).toBe(true);
    expect(read(work, 'drizzle/0002_index_names.sql')).not.toContain('CONCURRENTLY');
  });

  it('keeps the byte-order mark, the line ends and the mode of a file', async () => {
    const work = loans();
    const file = join(work, 'src/schema.ts');
    writeFileSync(file, `\uFEFF${read(work, 'src/schema.ts').replaceAll('\n', '\r\n')}`);
    chmodSync(file, 0o600);
    await sluice(work, 'check', '--fix');
    expect(read(work, 'src/schema.ts').endsWith(loanAfter.replaceAll('\n', '\r\n'))).toBe(true);
    expect(read(work, 'src/schema.ts').startsWith('\uFEFF')).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('leaves a file that is not UTF-8', async () => {
    const work = loans();
    const file = join(work, 'src/schema.ts');
    const bytes = Buffer.concat([Buffer.from('// M\xfcller\n', 'latin1'), readFileSync(file)]);
    writeFileSync(file, bytes);
    await sluice(work, 'check', '--fix');
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  it('refuses what is staged', async () => {
    const work = loans();
    for (const flag of ['--fix', '--fix-dry-run']) {
      expect(await sluice(work, 'check', '--staged', flag)).toEqual({
        code: 2, stdout: '',
        stderr: 'sluice: What is staged is not fixed: a fix changes the working tree, and the index would stay as it is.\n'
          + '  Run "sluice check --fix" without --staged, then stage what it changed.\n',
      });
    }
  });
});

describe('sluice check --fix-dry-run', () => {
  it('prints a patch that git takes, and writes nothing', async () => {
    const work = loans();
    commit(work, 'loans');
    const { stdout } = await sluice(work, 'check', '--since', 'HEAD~1', '--fix-dry-run');
    expect(git(work, 'status', '--porcelain')).toBe('');
    expect(stdout).toContain("-  bookId: integer('bookId').notNull().references(() => book.id),\n-});\n+  bookId: integer('book_id').notNull().references(() => book.id),\n");
    expect(stdout).toContain('Would fix 1 finding in drizzle/0002_index_names.sql.\nWould fix 2 findings in src/schema.ts.\n');
    writeFileSync(join(work, 'fixes.patch'), stdout.slice(0, stdout.indexOf('Would fix')));
    expect(await run('git', ['apply', 'fixes.patch'], work)).toMatchObject({ code: 0 });
    expect(read(work, 'src/schema.ts').endsWith(loanAfter)).toBe(true);
  });

  it('says nothing more where nothing can be fixed', async () => {
    const work = branchOf();
    replaceIn(work, 'src/schema.ts', "bornOn: text('bornOn'),", "bornOn: text('bornOn'),\n  diedOn: text(`${'diedOn'}`),");
    const { stdout } = await sluice(work, 'check', '--fix-dry-run');
    expect(stdout.startsWith('src/schema.ts:7:3  error  naming/snake-case')).toBe(true);
  });
});
