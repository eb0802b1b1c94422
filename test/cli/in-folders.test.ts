/** The commands where drizzle-kit 1.0 lays the living project's migrations out: one story of each. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ESLint } from 'eslint';
import sluicePlugin from '../../src/eslint/index.ts';
import { freshDatabaseIn } from '../kit/fresh-database.ts';
import { git, write } from '../project/folder.ts';
import { beginRepository, commitWithHooks, installSluice } from './committing.ts';
import {
  added, addMigration, downFile, livingCopy, replaceIn, snapshotFile, sqlFile, sqlOf, switchOn, tagOf, tagsIn,
} from './living-copy.ts';
import { checked, placesOf, sluice } from './sluice.ts';

const indexTitles = 'CREATE INDEX "archive_dataset_title_index" ON "archive_dataset" ("title");\n';
const indexTitlesBack = 'DROP INDEX CONCURRENTLY "archive_dataset_title_index";\n';
const withoutConcurrently = 'safety/index-without-concurrently';

/** The living project in folders, committed, with a tag on it. */
function released(): string {
  const folder = livingCopy('folders, snapshot 9');
  onTestFinished(() => { rmSync(folder, { recursive: true, force: true }); });
  beginRepository(folder);
  git(folder, 'tag', 'v1');
  return folder;
}

function read(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

describe('the living project in folders', () => {
  test('is judged since a commit, and mended in migrations that are new', async () => {
    const folder = released();
    const tag = addMigration(folder, 'index_titles', indexTitles, indexTitlesBack);
    const file = sqlFile(folder, tag);
    const { report } = await checked(folder, '--since', 'v1');
    expect(placesOf(report)).toEqual([`${withoutConcurrently} ${file}:1`]);
    expect(report.findings[0]).toMatchObject({ migration: tag, fixable: true });
    expect(report.summary).toMatchObject({ migrations: 18, judged: 1 });
    const end = await sluice(folder, 'check', '--since', 'v1', '--fix');
    expect(end).toMatchObject({ code: 0, stdout: expect.stringContaining(`Fixed 1 finding in ${file}.\n0 errors, 0 warnings\n`) as unknown });
    expect(read(folder, file)).toBe(indexTitles.replace('INDEX', 'INDEX CONCURRENTLY'));
    expect(git(folder, 'status', '--porcelain').split('\n')).toEqual([`?? drizzle/${tag}/`]);
  });

  test('is rewritten into folders of their own, which go on from one another', async () => {
    const folder = released();
    const tag = addMigration(folder, 'add_remarks', `ALTER TABLE "archive_dataset" ADD COLUMN "remarks" text;\n--> statement-breakpoint\n${indexTitles}`,
      'DROP INDEX "archive_dataset_title_index";\n--> statement-breakpoint\nALTER TABLE "archive_dataset" DROP COLUMN "remarks";\n');
    expect(await sluice(folder, 'rewrite', withoutConcurrently)).toMatchObject({ code: 0, stderr: '' });
    const made = tagsIn(folder).at(-1) ?? '';
    expect(read(folder, sqlFile(folder, tag)).trim()).toBe('ALTER TABLE "archive_dataset" ADD COLUMN "remarks" text;');
    expect(read(folder, sqlFile(folder, made))).toContain('CREATE INDEX CONCURRENTLY');
    expect(read(folder, downFile(folder, made))).toBe(indexTitlesBack);
    expect((await checked(folder)).report.findings).toEqual([]);
    const { stdout } = await sluice(folder, 'status', '--offline', '--latest', '2');
    expect(stdout.split('\n').slice(2, 4).map((line) => line.split(/ {2,}/))).toEqual([
      [tag, expect.anything(), 'new', 'all', 'the one before'], [made, expect.anything(), 'new', 'all', 'the one before'],
    ]);
  });

  test('has its findings recorded, its edits told, and its breaking changes listed', async () => {
    const folder = released();
    const drop = '-- breaking: whoever shows abstracts; show the title alone\nALTER TABLE "archive_dataset" DROP COLUMN "abstract";\n';
    const tag = addMigration(folder, 'drop_abstract', drop.slice(drop.indexOf('\n') + 1));
    expect((await sluice(folder, 'baseline')).code).toBe(0);
    const baseline = JSON.parse(read(folder, 'sluice.baseline.json')) as { migrations: object; findings: { file: string }[] };
    expect(Object.keys(baseline.migrations)).toEqual(tagsIn(folder));
    expect(new Set(baseline.findings.map(({ file }) => file))).toEqual(new Set([sqlFile(folder, tag)]));
    expect((await checked(folder, '--all')).code).toBe(0);
    write(folder, { [sqlFile(folder, tag)]: drop });
    expect((await sluice(folder, 'breaking', 'v1')).stdout).toContain('- **Column archive\\_dataset\\.abstract is dropped.**\n  - Who: whoever shows abstracts\n');
    write(folder, { [sqlFile(folder, tag)]: drop.replace('"abstract"', '"url"') });
    expect(placesOf((await checked(folder, '--all')).report)).toContain(`history/edited-migration ${sqlFile(folder, tag)}:2`);
  });

  test('is served, named, and told of as it is with a journal', async () => {
    const folder = released();
    const journal = livingCopy();
    onTestFinished(() => { rmSync(journal, { recursive: true, force: true }); });
    for (const command of ['coverage', 'conventions']) {
      expect(await sluice(folder, command)).toEqual(await sluice(journal, command));
    }
    expect((await sluice(folder, 'status', '--offline')).stdout).toMatch(/\n17 migrations, 0 new\. sluice check --all: 0 errors, 0 warnings\.\n$/);
    replaceIn(folder, 'sluice.config.ts', "  runner: 'sluice',\n", "  runner: 'sluice',\n  startAfter: 'create_keywords',\n");
    expect(await sluice(folder, 'check')).toMatchObject({
      code: 2, stderr: 'sluice: startAfter names "create_keywords", and no migration has that tag.\n  Tags are the names of the folders.\n',
    });
  });

  test('advises in its own words: names, ways back, and comments that take a finding away', async () => {
    const folder = released();
    switchOn(folder, 'naming/migration-name');
    const tag = addMigration(folder, 'wide_havok', `-- eslint-disable-next-line sluice/${withoutConcurrently} -- 40 rows\n${indexTitles}`);
    rmSync(join(folder, downFile(folder, tag)));
    const later = added(folder, 'note_titles', `-- eslint-disable-next-line sluice/${withoutConcurrently} -- 40 rows\nCOMMENT ON COLUMN "archive_dataset"."title" IS 'Shown';\n`);
    const { report } = await checked(folder);
    expect(report.summary['suppressed']).toBe(1);
    expect([...placesOf(report)].sort()).toEqual([
      `down/missing ${sqlFile(folder, tag)}:2`, `naming/migration-name ${sqlFile(folder, tag)}:1`, `suppression/unused ${later}:1`,
    ]);
    const { stdout } = await sluice(folder, 'check');
    expect(stdout).toContain('Instead: Write down.sql beside it, or say why there is no way back');
    expect(stdout).toMatch(new RegExp(`Instead: Rename the folder ${tag} to ${tag.slice(0, 15)}\\w+, unless a database has applied it`));
  });

  test('is applied, and its sizes are written down', async () => {
    const folder = released();
    await freshDatabaseIn(join(folder, '.data/database'));
    const end = await sluice(folder, 'migrate');
    expect(end).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/\n17 applied\.\n$/) as unknown });
    expect((await sluice(folder, 'status')).stdout).toContain(': 17 applied, 0 pending.\n');
    expect((await sluice(folder, 'statistics')).code).toBe(0);
    expect(existsSync(join(folder, 'sluice.statistics.json'))).toBe(true);
    const file = added(folder, 'index_titles', indexTitles);
    const tables = { 'public.archive_dataset': { rows: 40, bytes: 65_536 } };
    write(folder, { 'sluice.statistics.json': JSON.stringify({ version: 1, takenAt: new Date().toISOString(), tables }) });
    expect(placesOf((await checked(folder)).report)).toEqual([]);
    write(folder, { 'sluice.statistics.json': JSON.stringify({ version: 1, takenAt: new Date().toISOString(), tables: { 'public.archive_dataset': { rows: 4_000_000, bytes: 65_536_000 } } }) });
    expect(placesOf((await checked(folder)).report)).toEqual([`${withoutConcurrently} ${file}:1`]);
  });

  test('is guarded by the hook, for SQL as for a snapshot alone', async () => {
    const folder = released();
    installSluice(folder);
    expect((await sluice(folder, 'hook', 'install')).code).toBe(0);
    const tag = addMigration(folder, 'index_titles', indexTitles);
    git(folder, 'add', sqlFile(folder, tag), downFile(folder, tag), snapshotFile(folder, tag));
    const end = await commitWithHooks(folder);
    expect(end.code).not.toBe(0);
    expect(end.stdout + end.stderr).toContain(`${sqlFile(folder, tag)}:1:1  error  ${withoutConcurrently}`);
    git(folder, 'rm', '-r', '--quiet', '--force', `drizzle/${tag}`);

    const view = tagOf(folder, 'create_published_dataset_view');
    replaceIn(folder, snapshotFile(folder, view), '35a8dac3-41e1-4217-92fd-7bcb41fae14d', '35a8dac3-0000-4000-8000-7bcb41fae14d');
    git(folder, 'add', snapshotFile(folder, view));
    const lost = await commitWithHooks(folder);
    expect(lost.code).not.toBe(0);
    expect(lost.stdout + lost.stderr).toContain(`${sqlFile(folder, view)}:1:1  error  history/snapshot-chain`);
  });

  test('is linted by its settings, from a folder above', async () => {
    const folder = released();
    replaceIn(folder, sqlOf(folder, 'index_dataset_licence'), 'CREATE INDEX CONCURRENTLY', 'CREATE INDEX');
    const above = join(folder, '..');
    const name = folder.slice(above.length + 1);
    const eslint = new ESLint({
      cwd: above, overrideConfigFile: true, ignore: false,
      overrideConfig: [...sluicePlugin.configs.sql, { settings: { sluice: { cwd: name, out: 'drizzle' } } }],
    });
    const results = await eslint.lintFiles([`${name}/drizzle/*/migration.sql`]);
    expect(results).toHaveLength(17);
    const found = results.flatMap(({ filePath, messages }) => messages.map(({ ruleId, line }) => `${ruleId ?? ''} ${filePath.slice(folder.length + 1)}:${line}`));
    expect(found).toEqual([`sluice/${withoutConcurrently} ${sqlOf(folder, 'index_dataset_licence')}:1`]);
  });
});
