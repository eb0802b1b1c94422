import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freshDatabaseIn } from '../kit/fresh-database.ts';
import { historyFiles } from '../kit/sample-project.ts';
import { write } from '../project/folder.ts';
import { branchOf, git, library } from './library.ts';
import { checked, sluice } from './sluice.ts';

const schema = 'src/schema.ts';
const unused = '  // eslint-disable-next-line sluice/naming/snake-case -- readers know it so\n';
/** A comment that takes nothing away, and a column in camelCase that a migration has made. */
const files = {
  ...library, [schema]: (library[schema] ?? '').replace("  name: text('name')", `${unused}  name: text('name')`),
  'sluice.config.json': '{ "rules": { "history/schema-not-generated": "off", "safety/index-without-concurrently": "off" } }',
};

describe('sluice rewrite', () => {
  test('is named under a finding, and does what it says there', async () => {
    const work = branchOf(files);
    const before = readFileSync(join(work, schema), 'utf8');
    expect((await sluice(work, 'check', '--all')).stdout).toMatch(/\n {2}Or: .+ \(sluice rewrite suppression\/unused\)\n/);

    const dry = await sluice(work, 'rewrite', 'suppression/unused', '--all', '--dry-run');
    expect(dry).toMatchObject({ code: 0, stderr: '' });
    expect(dry.stdout).toContain(`--- a/${schema}\n+++ b/${schema}\n`);
    expect(dry.stdout).toContain(`Would rewrite 1 finding in ${schema}.\nWould be changed: ${schema}.\n`);
    expect(readFileSync(join(work, schema), 'utf8')).toBe(before);

    expect(await sluice(work, 'rewrite', 'suppression/unused', schema, '--all')).toEqual({
      code: 0, stdout: `Rewrote 1 finding in ${schema}.\nChanged: ${schema}.\n`, stderr: '',
    });
    expect(readFileSync(join(work, schema), 'utf8')).toBe(before.replace(unused.trim(), ''));
    expect(await sluice(work, 'rewrite', 'suppression/unused', '--all')).toMatchObject({
      code: 0, stdout: expect.stringMatching(/^Nothing of suppression\/unused is found\. Judged: .+\.\n$/) as unknown,
    });
    expect(git(work, 'status', '--porcelain')).toBe(`M ${schema}`);
  });

  test('says what it leaves and why, and ends with 1', async () => {
    const work = branchOf(files);
    const { code, stdout } = await sluice(work, 'rewrite', 'naming/snake-case', '--all', '--suggestion', '2');
    expect([code, stdout]).toEqual([1, `Left as it is: ${schema}:7:3, since there is no such suggestion that can be made.\n`]);
    expect((await sluice(work, 'rewrite', 'naming/snake-case', '--all')).stdout).toBe(
      `Left as it is: ${schema}:7:3, since its finding would stay, or others would come of it.\n`);
    expect(git(work, 'status', '--porcelain')).toBe('');
  });

  test.each([
    [['rewrite', 'naming/snake'], /naming\/snake-case/],
    [['rewrite', 'naming/snake-case', '--suggestion', '0'], /Give a whole number above zero/],
    [['rewrite'], /missing required argument/],
  ])('%j is a problem', async (args, message) => {
    expect(await sluice(branchOf(files), ...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(message) as unknown });
  });
});

const lentOn = 'ALTER TABLE "loan" ADD COLUMN "lent_on" date;';
const key = 'ALTER TABLE "loan" ADD CONSTRAINT "loan_book_id_fk" FOREIGN KEY ("book_id") REFERENCES "book"("id")';
const index = 'CREATE INDEX "loan_book_id_idx" ON "loan" ("book_id");';
const mark = '\n--> statement-breakpoint\n';

test('a migration that hurts is rewritten, judged clean, and applied', async () => {
  const applied = {
    up: `CREATE TABLE "book" ("id" integer PRIMARY KEY);${mark}CREATE TABLE "loan" ("id" integer PRIMARY KEY, "book_id" integer);`,
    down: `DROP TABLE "loan";${mark}DROP TABLE "book";`,
  };
  const work = branchOf({
    'drizzle.config.ts': "export default { dialect: 'postgresql', out: './drizzle' };\n",
    'sluice.config.json': '{ "runner": "sluice", "embeddedDatabase": ".data/library" }',
    ...historyFiles({ '0000_books': applied }),
  });
  write(work, historyFiles({ '0000_books': applied, '0001_loans': {
    up: `${lentOn}${mark}${key};${mark}${index}\n`,
    down: `DROP INDEX "loan_book_id_idx";${mark}ALTER TABLE "loan" DROP CONSTRAINT "loan_book_id_fk";${mark}ALTER TABLE "loan" DROP COLUMN "lent_on";\n`,
  } }));
  const rulesFound = async (): Promise<readonly string[]> => (await checked(work)).report.findings.map(({ rule }) => rule).sort();
  expect(await rulesFound()).toEqual(['safety/foreign-key-validates', 'safety/index-without-concurrently']);
  expect(await sluice(work, 'rewrite', 'safety/index-without-concurrently')).toMatchObject({ code: 0, stderr: '' });
  expect(await sluice(work, 'rewrite', 'safety/foreign-key-validates')).toMatchObject({ code: 0, stderr: '' });
  expect(await rulesFound()).toEqual([]);
  const read = (file: string): string => readFileSync(join(work, 'drizzle', file), 'utf8');
  expect(read('0001_loans.sql').trim()).toBe(`${lentOn}${mark}${key} NOT VALID;`);
  expect(read('0001_loans.down.sql')).toBe(`ALTER TABLE "loan" DROP CONSTRAINT "loan_book_id_fk";${mark}ALTER TABLE "loan" DROP COLUMN "lent_on";\n`);
  expect(readdirSync(join(work, 'drizzle')).filter((file) => /^000[23].*down\.sql$/.test(file))).toEqual([
    '0002_create_loan_book_id_idx.down.sql', '0003_validate_loan_book_id_fk.down.sql',
  ]);
  await freshDatabaseIn(join(work, '.data/library'));
  expect(await sluice(work, 'migrate')).toMatchObject({ code: 0, stdout: expect.stringContaining('4 applied.') as unknown, stderr: '' });
});
