import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { difference, showDifference } from '../../src/catalog/difference.ts';
import { newestSnapshot } from '../../src/catalog/newest-snapshot.ts';
import { freshMemory, readState, type ReadState } from '../../src/intake/read-state.ts';
import { emptyCatalog, type Catalog, type Expression } from '../../src/facts/catalog.ts';
import { readSchema } from '../../src/parse/schema/read-schema.ts';
import { spellType } from '../../src/parse/sql/types.ts';
import { importResolver } from '../../src/project/resolve-import.ts';
import { workingTree } from '../../src/project/working-tree.ts';
import { run, type End } from '../cli/sluice.ts';

const root = resolve(import.meta.dirname, '../..');
const modules = join(import.meta.dirname, 'node_modules');

/** A project of drizzle-kit and drizzle-orm 1.0 whose schema is `src/schema/index.ts`. */
function project(fill: (folder: string) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-schema-'));
  onTestFinished(() => { rmSync(folder, { recursive: true, force: true }); });
  mkdirSync(join(folder, 'src'));
  fill(folder);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'drizzle.config.ts'), `export default { dialect: 'postgresql', schema: './src/schema/index.ts', out: './drizzle' };\n`);
  symlinkSync(modules, join(folder, 'node_modules'));
  return folder;
}

function generate(folder: string): Promise<End> {
  return run(process.execPath, [join(modules, 'drizzle-kit/bin.cjs'), 'generate', '--name', 'first'], folder);
}

function stateOf(folder: string): ReadState {
  const place = { schemaFiles: ['src/schema/index.ts'], out: 'drizzle', casing: null };
  return readState(workingTree(folder), place, importResolver(folder), freshMemory());
}

/** What drizzle-kit 1.0 has written down of the schema. */
function written({ history }: ReadState): Catalog {
  const newest = newestSnapshot(history);
  if (newest === null) throw new Error('There is no snapshot');
  return newest.catalog;
}

/** The schema by itself: a project's takes names from its snapshot. */
function readAlone(folder: string): Catalog {
  const texts = workingTree(folder);
  const spell = (text: string): Expression => ({ text, spelling: null, columns: null });
  return readSchema({
    entries: ['src/schema/index.ts'], read: (path) => texts.read(path), resolve: importResolver(folder), casing: null, generation: '1.0',
    spelling: { spellType, spellExpression: spell, spellQuery: spell },
  }).catalog;
}

function unnamedIn({ tables, indexes }: Catalog): readonly string[] {
  const members = [...[...tables.values()].flatMap(({ constraints }) => constraints), ...indexes.values()];
  return members.filter(({ unnamed }) => unnamed === true).map(({ name }) => name).sort();
}

function apart(kit: Catalog, ours: Catalog): readonly string[] {
  return difference(kit, ours).map((one) => showDifference(one, { before: 'in drizzle-kit', after: 'in ours' }));
}

const schemas = {
  'the living project': (folder: string): void => { cpSync(join(root, 'src/db/schemas'), join(folder, 'src/schema'), { recursive: true }); },
  'a library with all kinds of things': (folder: string): void => {
    mkdirSync(join(folder, 'src/schema'));
    cpSync(join(import.meta.dirname, 'fixtures/library-1.0.schema'), join(folder, 'src/schema/index.ts'));
  },
};

describe.each(Object.entries(schemas))('the schema of %s', (_, fill) => {
  test('is read as drizzle-kit 1.0 reads it', async () => {
    const folder = project(fill);
    const end = await generate(folder);
    expect([end.code, readdirSync(folder).includes('drizzle') ? '' : end.stdout + end.stderr]).toEqual([0, '']);
    const state = stateOf(folder);
    expect(state.unread.map(({ reason }) => reason)).toEqual([]);
    const [kit, ours] = [written(state), readAlone(folder)];
    expect([...ours.sees].filter((aspect) => !kit.sees.has(aspect))).toEqual([]);
    expect(apart(kit, ours)).toEqual([]);
    expect(unnamedIn(ours)).toEqual(unnamedIn(kit));
    expect(unnamedIn(ours).length).toBeGreaterThanOrEqual(20);
    expect(apart(written(state), state.declared ?? emptyCatalog(new Set()))).toEqual([]);
  });
});
