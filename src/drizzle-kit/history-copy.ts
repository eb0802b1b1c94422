import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KitPackage } from './kit-package.ts';

/**
 * Copies as much of a migrations folder as `drizzle-kit generate` needs to tell what is new, which may then write there.
 * Before 1.0 that is the last snapshot by name (`preparePrevSnapshot`, bin.cjs): a hundred megabytes of others stay where
 * they are. Since 1.0 each snapshot is a part of the whole.
 */
export function copyHistory(out: string, copy: string, layout: KitPackage['layout']): void {
  if (layout === 'folders') copyFolders(out, copy);
  else copyNewest(out, copy);
}

const emptyJournal = { version: '7', dialect: 'postgresql', entries: [] };

function copyNewest(out: string, copy: string): void {
  mkdirSync(join(copy, 'meta'), { recursive: true });
  writeFileSync(join(copy, 'meta/_journal.json'), JSON.stringify(emptyJournal));
  const newest = namesIn(join(out, 'meta')).filter((name) => name.endsWith('_snapshot.json') && !name.startsWith('_')).at(-1);
  if (newest !== undefined) copyFileSync(join(out, 'meta', newest), join(copy, 'meta', newest));
}

function copyFolders(out: string, copy: string): void {
  mkdirSync(copy, { recursive: true });
  for (const name of namesIn(out)) {
    const snapshot = join(out, name, 'snapshot.json');
    if (!existsSync(snapshot)) continue;
    mkdirSync(join(copy, name));
    copyFileSync(snapshot, join(copy, name, 'snapshot.json'));
  }
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}
