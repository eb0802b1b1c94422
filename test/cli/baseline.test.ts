import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { repository, temporaryFolder, write } from '../project/folder.ts';
import { branchOf, commit, library, oldFindings } from './library.ts';
import { addMigration, replaceIn } from './living-copy.ts';
import { checked, placesOf, sluice } from './sluice.ts';

const file = 'sluice.baseline.json';

interface Written {
  readonly version: number;
  readonly migrations: Readonly<Record<string, string>>;
  readonly findings: readonly { readonly rule: string; readonly file: string; readonly text: string; readonly count: number }[];
}

function written(folder: string, name = file): Written {
  return JSON.parse(readFileSync(join(folder, name), 'utf8')) as Written;
}

/** The library with its old findings recorded. */
async function recorded(files: Readonly<Record<string, string>> = library): Promise<string> {
  const work = branchOf(files);
  expect(await sluice(work, 'baseline')).toEqual({ code: 0, stdout: `2 findings in 2 files recorded in ${file}.\n`, stderr: '' });
  return work;
}

describe('sluice baseline', () => {
  test('records today’s findings, after which check --all is clean', async () => {
    const work = await recorded();
    expect(written(work)).toMatchObject({
      version: 1,
      findings: [
        { rule: 'safety/index-without-concurrently', file: 'drizzle/0001_index_titles.sql', count: 1 },
        { rule: 'naming/snake-case', file: 'src/schema.ts', count: 1 },
      ],
    });
    expect(Object.keys(written(work).migrations)).toEqual(['0000_authors_and_books', '0001_index_titles']);
    const { code, report } = await checked(work, '--all');
    expect([code, placesOf(report), report.summary['baseline'], report.summary['suppressed']]).toEqual([0, [], 2, 0]);
    expect((await sluice(work, 'check', '--all')).stdout).toContain('0 errors, 0 warnings, 2 in the baseline\n');
  });

  test('writes the same again', async () => {
    const work = await recorded();
    const before = readFileSync(join(work, file), 'utf8');
    await sluice(work, 'baseline');
    expect(readFileSync(join(work, file), 'utf8')).toBe(before);
    expect(before.endsWith('}\n')).toBe(true);
  });

  test('knows findings whose lines have moved, and no others', async () => {
    const work = await recorded();
    replaceIn(work, 'src/schema.ts', 'export const author', '// Authors\n\nexport const author');
    expect(placesOf((await checked(work, '--all')).report)).toEqual([]);
    replaceIn(work, 'src/schema.ts', "text('name')", "text('fullName')");
    expect(placesOf((await checked(work, '--all')).report)).toEqual(['naming/snake-case src/schema.ts:7']);
  });

  test('holds in every scope, and not with --no-baseline', async () => {
    const work = await recorded();
    for (const scope of [['--since', 'HEAD'], ['--latest', '1'], ['drizzle/0001_index_titles.sql'], []]) {
      expect(placesOf((await checked(work, ...scope)).report)).toEqual([]);
    }
    expect(placesOf((await checked(work, '--all', '--no-baseline')).report)).toEqual(oldFindings);
    expect(placesOf((await checked(work, 'drizzle/0001_index_titles.sql', '--no-baseline')).report)).toEqual(oldFindings.slice(0, 1));
  });

  test('does not record what a comment takes away', async () => {
    const work = branchOf();
    replaceIn(work, 'src/schema.ts', "  bornOn: text", '  // eslint-disable-next-line sluice/naming/snake-case -- the old tools ask for it\n  bornOn: text');
    await sluice(work, 'baseline');
    expect(written(work).findings.map(({ rule }) => rule)).toEqual(['safety/index-without-concurrently']);
    const end = await sluice(work, 'check', '--all');
    expect(end.stdout).toContain('0 errors, 0 warnings, 1 suppressed, 1 in the baseline\n');
  });

  test('lies where the settings say, and its paths are relative to it', async () => {
    const settings = '{ "baseline": "gates/known.json", "rules": { "history/schema-not-generated": "off" } }';
    const work = branchOf({ ...library, 'sluice.config.json': settings });
    const refused = await sluice(work, 'check', '--all');
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('The settings name the baseline gates/known.json, and there is no such file.') as string });
    expect((await sluice(work, 'baseline')).stdout).toBe('2 findings in 2 files recorded in gates/known.json.\n');
    expect(written(work, 'gates/known.json').findings.map((finding) => finding.file)).toEqual(['../drizzle/0001_index_titles.sql', '../src/schema.ts']);
    expect((await checked(work, '--all')).code).toBe(0);
  });

  test('works for a package of a workspace from the folder above', async () => {
    const files = Object.fromEntries(Object.entries(library).map(([path, text]) => [`packages/db/${path}`, text]));
    const root = repository(files);
    expect((await sluice(root, 'baseline', '--cwd', 'packages/db')).stdout).toContain(`recorded in ${file}.`);
    expect(written(root, `packages/db/${file}`).findings[1]?.file).toBe('src/schema.ts');
    expect((await checked(root, '--all', '--cwd', 'packages/db')).code).toBe(0);
  });

  it.each([
    ['{', 'is not JSON'],
    ['{"version":2,"migrations":{},"findings":[]}', '"version"'],
    ['{"version":1,"migrations":{"0000_a":"abc"},"findings":[]}', '"migrations.0000_a"'],
    ['{"version":1,"migrations":{},"findings":[{"rule":"a","file":"b","text":"c","count":0}]}', '"findings.0.count"'],
    ['{"version":1,"migrations":{},"findings":[{"rule":"a","file":"b","text":"c","count":1},{"rule":"a","file":"b","text":"c","count":1}]}', 'twice'],
  ])('one that is none is refused: %s', async (text, said) => {
    const work = branchOf({ ...library, [file]: text });
    for (const command of [['check', '--all'], ['baseline']]) {
      expect(await sluice(work, ...command)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(said) as string });
    }
    expect(readFileSync(join(work, file), 'utf8')).toBe(text);
    expect((await sluice(work, 'check', '--all', '--no-baseline')).code).toBe(1);
  });

  test('a place that cannot be written is refused, and nothing is left there', async () => {
    const work = branchOf({ ...library, 'sluice.config.json': '{ "baseline": "README.md/known.json" }', 'README.md': 'The library.\n' });
    const end = await sluice(work, 'baseline');
    expect(end).toMatchObject({ code: 2, stdout: '' });
    expect(end.stderr).toContain('README.md/known.json cannot be written');
    expect(readFileSync(join(work, 'README.md'), 'utf8')).toBe('The library.\n');
  });

  test('without a project there is none', async () => {
    const folder = temporaryFolder({ 'package.json': '{}' });
    expect((await sluice(folder, 'baseline')).code).toBe(2);
    expect(existsSync(join(folder, file))).toBe(false);
  });
});

describe('what has become stale', () => {
  const mend = (work: string): void => { replaceIn(work, 'src/schema.ts', "text('bornOn')", "text('born_on')"); };

  test('is told where everything is judged, and taken out by --prune', async () => {
    const work = await recorded();
    mend(work);
    replaceIn(work, 'src/schema.ts', "text('name')", "text('fullName')");
    const note = `1 finding of ${file} is there no more (naming/snake-case in src/schema.ts): "sluice baseline --prune" takes it out.`;
    expect((await sluice(work, 'check', '--all')).stdout).toContain(note);
    for (const part of [[], ['--all', 'drizzle'], ['--latest', '1']]) {
      expect((await sluice(work, 'check', ...part)).stdout).not.toContain('there no more');
    }
    const before = written(work);
    expect(await sluice(work, 'baseline', '--prune')).toEqual({ code: 0, stdout: `1 stale finding taken out of ${file}, 1 finding left.\n`, stderr: '' });
    expect(written(work)).toEqual({ ...before, findings: before.findings.slice(0, 1) });
    expect(placesOf((await checked(work, '--all')).report)).toEqual([
      'naming/snake-case drizzle/0000_authors_and_books.sql:4', 'naming/snake-case src/schema.ts:5',
    ]);
  });

  test('--prune leaves the file alone where nothing is', async () => {
    const work = await recorded();
    const before = readFileSync(join(work, file), 'utf8');
    chmodSync(join(work, file), 0o444);
    expect((await sluice(work, 'baseline', '--prune')).stdout).toBe(`Nothing in ${file} is stale: 2 findings left.\n`);
    expect(readFileSync(join(work, file), 'utf8')).toBe(before);
  });

  test('--prune without a baseline has nothing to do', async () => {
    const end = await sluice(branchOf(), 'baseline', '--prune');
    expect(end).toMatchObject({ code: 2, stderr: expect.stringContaining(`There is no baseline ${file}.`) as string });
  });

  test('a rule that is off says nothing, so what is recorded of it is not stale', async () => {
    const work = await recorded();
    expect((await sluice(work, 'check', '--all', '--rule', 'naming/snake-case=off')).stdout).not.toContain('there no more');
  });

  test('a migration that was edited is told, whatever its line ends', async () => {
    const work = await recorded();
    const sql = 'drizzle/0000_authors_and_books.sql';
    const text = readFileSync(join(work, sql), 'utf8');
    write(work, { [sql]: text.replaceAll('\n', '\r\n') });
    expect(placesOf((await checked(work)).report)).toEqual([]);
    write(work, { [sql]: `${text}--> statement-breakpoint\nSELECT 1;\n` });
    expect(placesOf((await checked(work)).report)).toEqual([`history/edited-migration ${sql}:17`]);
    expect((await sluice(work, 'baseline')).code).toBe(0);
    expect(placesOf((await checked(work, '--all', '--rule', 'history/edited-migration=off')).report)).toEqual([]);
  });

  test('a migration that is gone is taken out', async () => {
    const work = await recorded();
    replaceIn(work, 'drizzle/meta/_journal.json', readFileSync(join(work, 'drizzle/meta/_journal.json'), 'utf8'), JSON.stringify({
      version: '7', dialect: 'postgresql',
      entries: [{ idx: 0, version: '7', when: 1_760_000_000_000, tag: '0000_authors_and_books', breakpoints: true }],
    }));
    rmSync(join(work, 'drizzle/0001_index_titles.sql'));
    rmSync(join(work, 'drizzle/0001_index_titles.down.sql'));
    rmSync(join(work, 'drizzle/meta/0001_snapshot.json'));
    replaceIn(work, 'src/schema.ts', "    index('book_title_index').on(table.title),\n", '');
    expect((await sluice(work, 'baseline', '--prune')).stdout).toBe(`1 stale finding and 1 migration taken out of ${file}, 1 finding left.\n`);
    expect(Object.keys(written(work).migrations)).toEqual(['0000_authors_and_books']);
  });
});

describe('--latest', () => {
  test('judges the end of the history as one deploy, whatever git says', async () => {
    const folder = temporaryFolder(library);
    addMigration(folder, 'loans', 'CREATE TABLE "loan" ("id" integer PRIMARY KEY, "due_on" date);\n', 'DROP TABLE "loan";');
    addMigration(folder, 'index_loans', 'CREATE INDEX "loan_due_on_index" ON "loan" ("due_on");\n', 'DROP INDEX "loan_due_on_index";');
    expect(placesOf((await checked(folder, '--latest', '2')).report)).toEqual([]);
    const { report } = await checked(folder, '--latest', '1');
    expect(placesOf(report)).toEqual(['safety/index-without-concurrently drizzle/0003_index_loans.sql:1']);
    expect(report.summary).toMatchObject({ migrations: 4, judged: 1 });
    const said = async (n: string): Promise<string> => (await sluice(folder, 'check', '--latest', n)).stdout;
    expect(await said('1')).toContain('Judged: the last of 4 migrations.');
    expect(await said('3')).toContain('Judged: the last 3 of 4 migrations.');
    expect(placesOf((await checked(folder, '--latest', '3')).report)).toEqual(['safety/index-without-concurrently drizzle/0001_index_titles.sql:1']);
  });

  test('more than there are is all, each a deploy of its own', async () => {
    const folder = temporaryFolder(library);
    for (const n of ['2', '99']) expect(placesOf((await checked(folder, '--latest', n)).report)).toEqual(oldFindings);
    expect((await sluice(folder, 'check', '--latest', '99')).stdout).toContain('Judged: all 2 migrations.');
    const committed = branchOf();
    for (const n of ['2', '99']) expect(placesOf((await checked(committed, '--latest', n)).report)).toEqual(oldFindings);
  });

  it.each([['--latest', '0'], ['--latest', 'three'], ['--latest', '-1'], ['--latest'], ['--latest', '1', '--all'], ['--latest', '1', '--since', 'main'], ['--latest', '1.5']])('refused: %s %s', async (...args) => {
    expect((await sluice(branchOf(), 'check', ...args.filter((arg) => typeof arg === 'string'))).code).toBe(2);
  });
});

describe('comments', () => {
  test('take findings away in migration and schema, and are told when they have nothing to take', async () => {
    const work = branchOf();
    const index = '-- eslint-disable-next-line sluice/safety/index-without-concurrently -- 40 rows\nCREATE INDEX "author_name_index" ON "author" ("name");\n';
    addMigration(work, 'index_authors', index, 'DROP INDEX "author_name_index";');
    const { code, report } = await checked(work);
    expect([code, placesOf(report), report.summary['suppressed']]).toEqual([0, [], 1]);
    commit(work, 'Index authors');
    write(work, { 'drizzle/0002_index_authors.sql': index.replace('CREATE INDEX', 'CREATE INDEX CONCURRENTLY') });
    write(work, { 'sluice.config.json': '{ "runner": "sluice", "rules": { "history/schema-not-generated": "off" } }' });
    expect(placesOf((await checked(work)).report)).toEqual(['suppression/unused drizzle/0002_index_authors.sql:1']);
    expect(placesOf((await checked(work, 'drizzle/0001_index_titles.sql')).report)).toEqual(['safety/index-without-concurrently drizzle/0001_index_titles.sql:1']);
  });
});
