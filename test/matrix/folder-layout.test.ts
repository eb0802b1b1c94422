import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { run, type End } from '../cli/sluice.ts';
import { layOut, layouts, type Layout } from '../kit/folder-layout.ts';
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
