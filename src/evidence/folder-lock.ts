import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

import { Problem } from '../text/problem.ts';

/** A folder that belongs to this process until it is released. */
export interface FolderLock {
  release(): void;
}

/** Locks that this process holds: in a container a process that was killed had the same id as its successor. */
const ours = new Set<string>();

/**
 * Takes the folder of an embedded database for this process: PGlite does not look whether another process has it open,
 * and two at once destroy it. The lock is `<folder>.lock` with the process id, beside the folder that a link leads to; one left by a process that is gone is
 * taken over. Throws a Problem while another process lives.
 */
export function lockFolder(folder: string): FolderLock {
  const file = `${existsSync(folder) ? realpathSync(folder) : resolve(folder)}.lock`;
  mkdirSync(dirname(file), { recursive: true });
  const holder = claim(file);
  if (holder !== null) {
    throw new Problem(
      `The embedded database in ${folder} is in use by process ${holder}: one process at a time can open it.`,
      `End that process (drizzle-kit studio, a migration), or set DATABASE_URL to use a server.`,
    );
  }
  ours.add(file);
  return {
    release: () => {
      ours.delete(file);
      rmSync(file, { force: true });
    },
  };
}

/** Null: the file is ours now. Otherwise the process that holds it. */
function claim(file: string): number | null {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return null;
  } catch (thrown) {
    if (!isCode(thrown, 'EEXIST')) throw thrown;
  }
  const holder = holderOf(file);
  if (holder !== null && (holder === process.pid ? ours.has(file) : isAlive(holder))) return holder;
  rmSync(file, { force: true });
  return claim(file);
}

function holderOf(file: string): number | null {
  try {
    const id = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(id) && id > 0 ? id : null;
  } catch (thrown) {
    if (isCode(thrown, 'ENOENT')) return null;
    throw thrown;
  }
}

/** Signal 0 asks without sending; EPERM: it lives and belongs to somebody else. */
function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (thrown) {
    return isCode(thrown, 'EPERM');
  }
}

function isCode(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code;
}
