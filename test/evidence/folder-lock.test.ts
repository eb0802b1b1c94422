import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from '../../src/evidence/folder-lock.ts';
import { Problem } from '../../src/text/problem.ts';

describe('the lock of an embedded database', () => {
  let root: string;
  const folder = (): string => join(root, '.data/database');
  beforeEach(() => { root = mkdtempSync(join(tmpdir(), 'sluice-lock-')); });
  afterEach(() => { rmSync(root, { recursive: true }); });

  it('lets nobody else in until it is released', () => {
    const lock = lockFolder(folder());
    expect(() => lockFolder(folder())).toThrow(Problem);
    expect(() => lockFolder(folder())).toThrow(`in use by process ${process.pid}`);
    lock.release();
    lockFolder(folder()).release();
    expect(existsSync(`${folder()}.lock`)).toBe(false);
  });

  it('takes over from a process that is gone and had the id of this one, as in a container', () => {
    lockFolder(folder()).release();
    writeFileSync(`${folder()}.lock`, String(process.pid));
    const lock = lockFolder(folder());
    expect(() => lockFolder(folder())).toThrow(Problem);
    lock.release();
  });

  it('takes over from a process that is gone, and from a file without a process', () => {
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    lockFolder(folder()).release();
    for (const left of [String(gone), '', 'not a number']) {
      writeFileSync(`${folder()}.lock`, left);
      lockFolder(folder()).release();
    }
  });
});
