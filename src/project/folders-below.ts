import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { absent, skippedFolders } from './working-tree.ts';

/** A folder and those below it, so many steps down, as absolute paths; hidden ones and `node_modules` are left out. */
export function foldersBelow(folder: string, steps: number): readonly string[] {
  const entries = steps === 0 ? [] : absent(() => readdirSync(folder, { withFileTypes: true })) ?? [];
  const below = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !skippedFolders.has(entry.name));
  return [folder, ...below.flatMap(({ name }) => foldersBelow(join(folder, name), steps - 1))];
}
