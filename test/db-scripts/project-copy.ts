import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** A copy of the living project whose files may change, with the installed packages and the built tool of this one. */
export interface ProjectCopy {
  readonly folder: string;
  remove(): void;
}

export function copyProject(): ProjectCopy {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-project-'));
  for (const part of ['package.json', 'tsconfig.json', 'drizzle.config.ts', 'sluice.config.ts', 'drizzle', 'src/db', 'scripts/db']) {
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  for (const part of ['node_modules', 'dist']) symlinkSync(join(root, part), join(folder, part));
  return { folder, remove: () => { rmSync(folder, { recursive: true, force: true }); } };
}
