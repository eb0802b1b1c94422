import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { Problem } from '../text/problem.ts';

/** The drizzle-kit of a project. */
export interface KitPackage {
  /** Absolute path of its command. */
  readonly binary: string;
  readonly version: string;
  /** Before 1.0 a journal and snapshots lie beside each other; since then each migration has a folder. */
  readonly layout: 'journal' | 'folders';
}

/** The package that the project's own resolution finds from its folder. @throws Problem where there is none. */
export function kitPackage(folder: string): KitPackage {
  const home = packageFolder(folder);
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { readonly version: string };
  return { binary: join(home, 'bin.cjs'), version, layout: version.startsWith('0.') ? 'journal' : 'folders' };
}

function packageFolder(folder: string): string {
  try {
    return dirname(createRequire(join(resolve(folder), 'package.json')).resolve('drizzle-kit'));
  } catch {
    throw new Problem(`drizzle-kit is not installed in ${folder}.`, 'Install it: npm install -D drizzle-kit.');
  }
}
