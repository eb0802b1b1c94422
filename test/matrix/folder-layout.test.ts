import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { describe, expect, onTestFinished, test } from 'vitest';
import { beginRepository } from '../cli/committing.ts';
import { addMigration, livingCopy, sqlFile } from '../cli/living-copy.ts';
import { run, sluice, type End } from '../cli/sluice.ts';
import { layOut, layouts, type Layout } from '../kit/folder-layout.ts';
import { freshPglite } from '../kit/fresh-database.ts';
import { liftedRows, type Entity } from '../kit/lifted-snapshot.ts';

const root = resolve(import.meta.dirname, '../..');
const modules = join(import.meta.dirname, 'node_modules');

interface Reconstructed {
  readonly ddl: readonly Entity[];
}

/** drizzle-kit 1.0, which the checkout's own types know nothing of. */
const kit = createRequire(import.meta.url)('drizzle-kit/api-postgres') as {
  readonly reconstruct: (files: Readonly<Record<string, unknown>>, id?: string) => Promise<Reconstructed>;
};

/** The living project with drizzle-kit and drizzle-orm 1.0. */
function living(layout: Layout): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-one-'));
  onTestFinished(() => { rmSync(folder, { recursive: true, force: true }); });
  for (const part of ['package.json', 'tsconfig.json', 'drizzle.config.ts', 'drizzle', 'src/db']) {
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  symlinkSync(modules, join(folder, 'node_modules'));
  layOut(folder, layout);
  return folder;
}

function drizzleKit(folder: string, ...args: readonly string[]): Promise<End> {
  return run(process.execPath, [join(modules, 'drizzle-kit/bin.cjs'), ...args], folder);
}

function foldersOf(project: string): readonly string[] {
  return readdirSync(join(project, 'drizzle')).filter((name) => existsSync(join(project, 'drizzle', name, 'snapshot.json'))).sort();
}

/** What each snapshot of a project stands for, as drizzle-kit rebuilds it. */
async function statesOf(project: string): Promise<readonly (readonly string[])[]> {
  const folders = foldersOf(project);
  const files = Object.fromEntries(folders.map((name) =>
    [name, JSON.parse(readFileSync(join(project, 'drizzle', name, 'snapshot.json'), 'utf8')) as { readonly id: string }]));
  const states = await Promise.all(Object.values(files).map(({ id }) => kit.reconstruct(files, id)));
  return states.map(({ ddl }) => sorted(ddl));
}

function sorted(rows: readonly Entity[]): readonly string[] {
  return rows.map((row) => JSON.stringify(row, Object.keys(row).sort())).sort();
}

test('snapshots are lifted as drizzle-kit up of 1.0 lifts them', async () => {
  const folder = living('journal');
  const snapshots = readdirSync(join(folder, 'drizzle/meta')).filter((file) => file.endsWith('_snapshot.json')).sort()
    .map((file) => liftedRows(JSON.parse(readFileSync(join(folder, 'drizzle/meta', file), 'utf8'))));
  const end = await drizzleKit(folder, 'up');
  expect(end.code).toBe(0);
  expect(await statesOf(folder)).toEqual(snapshots.map(sorted));
});

describe.each(layouts.filter((layout) => layout !== 'journal'))('the living project in %s', (layout) => {
  test('is a history that drizzle-kit 1.0 finds nothing wrong with, and nothing to add to', async () => {
    const folder = living(layout);
    if (layout === 'folders, snapshot 8') expect((await drizzleKit(folder, 'up')).code).toBe(0);
    const check = await drizzleKit(folder, 'check');
    expect(check.stdout).toContain("Everything's fine");
    const before = foldersOf(folder);
    expect((await drizzleKit(folder, 'generate')).code).toBe(0);
    expect(foldersOf(folder)).toEqual(before);
  });
});

describe('a new migration in folders of snapshot 9, mended and rewritten by sluice', () => {
  test('leaves drizzle-kit 1.0 nothing to find and nothing to add, and drizzle-orm 1.0 applies it', async () => {
    const folder = livingCopy('folders, snapshot 9');
    onTestFinished(() => { rmSync(folder, { recursive: true, force: true }); });
    rmSync(join(folder, 'node_modules'));
    symlinkSync(modules, join(folder, 'node_modules'));
    beginRepository(folder);
    const mark = '\n--> statement-breakpoint\n';
    addMigration(folder, 'drop_hash_index', 'DROP INDEX "archive_file_sha256_index";\n', 'CREATE INDEX CONCURRENTLY "archive_file_sha256_index" ON "archive_file" ("sha256");\n');
    const built = 'CREATE INDEX "archive_file_sha256_index" ON "archive_file" ("sha256");\n';
    addMigration(folder, 'index_hashes_again', built, 'DROP INDEX CONCURRENTLY "archive_file_sha256_index";\n');
    const check = 'ALTER TABLE "archive_file" ADD CONSTRAINT "archive_file_path_stated" CHECK ("path" <> \'\')';
    const unchecked = 'ALTER TABLE "archive_file" DROP CONSTRAINT "archive_file_path_stated";';
    addMigration(folder, 'check_paths', `${check};${mark}COMMENT ON COLUMN "archive_file"."path" IS 'In the bag';\n`,
      `COMMENT ON COLUMN "archive_file"."path" IS NULL;${mark}${unchecked}\n`);
    const before = foldersOf(folder);
    expect((await sluice(folder, 'check', '--fix')).stdout).toMatch(/Fixed 1 finding in drizzle\/\d+_\w+\/migration\.sql\./);
    expect(await sluice(folder, 'rewrite', 'safety/check-validates')).toMatchObject({ code: 0, stderr: '' });
    const after = foldersOf(folder);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.length).toBe(before.length + 1);

    expect((await drizzleKit(folder, 'check')).stdout).toContain("Everything's fine");
    expect((await drizzleKit(folder, 'generate')).code).toBe(0);
    expect(foldersOf(folder)).toEqual(after);

    // Its migrator opens one transaction around all of them, and Postgres builds no index concurrently in one.
    for (const tag of after) {
      const file = join(folder, sqlFile(folder, tag));
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll(' CONCURRENTLY', ''));
    }
    const client = await freshPglite();
    onTestFinished(() => client.close());
    await migrate(drizzle({ client }), { migrationsFolder: join(folder, 'drizzle') });
    const { rows } = await client.query<{ name: string }>('select name from drizzle.__drizzle_migrations order by id');
    expect(rows.map(({ name }) => name)).toEqual(after);
  });
});
