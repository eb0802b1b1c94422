import { setTimeout } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { freshFor } from '../../src/eslint/model/ground.ts';
import { projectHash } from '../../src/eslint/project-hash.ts';
import { statisticsText } from '../../src/intake/statistics-file.ts';
import { library } from '../cli/library.ts';
import { temporaryFolder, write } from '../project/folder.ts';

it('the state of a project is another when the sizes of its tables are', async () => {
  const folder = temporaryFolder(library);
  const cwd = vi.spyOn(process, 'cwd').mockReturnValue(folder);
  onTestFinished(() => { cwd.mockRestore(); });
  const hashWith = async (files: Readonly<Record<string, string>>): Promise<string> => {
    write(folder, files);
    await setTimeout(freshFor + 1);
    return projectHash(undefined);
  };
  const sizes = (rows: number): Readonly<Record<string, string>> => ({
    'sluice.statistics.json': statisticsText({ takenAt: '2026-05-01T08:00:00.000Z', tables: new Map([['public.book', { rows, bytes: 8192 }]]) }),
  });
  const hashes = [await hashWith({}), await hashWith(sizes(10)), await hashWith(sizes(20)), await hashWith({ 'notes.json': '{}' })];
  expect(new Set(hashes).size).toBe(3);
  expect(hashes[3]).toBe(hashes[2]);
});
