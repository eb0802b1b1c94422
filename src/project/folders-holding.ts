import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { absent, skippedFolders } from './working-tree.ts';

/**
 * Of a folder and those below it, so many steps down, the ones that hold a file of such a name, as absolute paths. Hidden
 * folders and `node_modules` are left out.
 */
export function foldersHolding(name: RegExp, folder: string, steps: number): readonly string[] {
  const entries = absent(() => readdirSync(folder, { withFileTypes: true })) ?? [];
  const below = steps === 0 ? [] : entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !skippedFolders.has(entry.name));
  const own = entries.some((entry) => name.test(entry.name)) ? [folder] : [];
  return [...own, ...below.flatMap((entry) => foldersHolding(name, join(folder, entry.name), steps - 1))];
}
