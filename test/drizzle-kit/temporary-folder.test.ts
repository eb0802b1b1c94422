import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, utimesSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { endings, inTemporaryFolder } from '../../src/drizzle-kit/temporary-folder.ts';
import { temporaryFolder } from '../project/folder.ts';

const listeners = (): readonly number[] => endings.map((signal) => process.listenerCount(signal));
const isRoot = process.getuid?.() === 0;
const unprivileged = isRoot ? { uid: 65_534, gid: 65_534 } : {};
const built = pathToFileURL(resolve(import.meta.dirname, '../../dist/src/drizzle-kit/temporary-folder.js')).href;

afterEach(() => { vi.unstubAllEnvs(); });

describe('a temporary folder', () => {
  it('is gone after the work, and so is what a killed process left the day before', async () => {
    const place = temporaryFolder();
    const [old, fresh] = [join(place, 'sluice-evaluate-old'), join(place, 'sluice-evaluate-fresh')];
    for (const folder of [old, fresh]) mkdirSync(folder);
    utimesSync(old, 1, 1);
    vi.stubEnv('TMPDIR', place);
    const before = listeners();
    const folder = await inTemporaryFolder((made) => Promise.resolve([made, existsSync(made)]));
    expect(folder).toEqual([expect.stringContaining(join(place, 'sluice-evaluate-')), true]);
    expect(readdirSync(place)).toEqual(['sluice-evaluate-fresh']);
    expect(listeners()).toEqual(before);
  });

  it.skipIf(process.platform === 'win32')('is made where nobody may list the others', () => {
    const place = temporaryFolder();
    // Root may list everything: there the work is that of nobody.
    chmodSync(place, isRoot ? 0o1733 : 0o333);
    const script = `import { inTemporaryFolder } from ${JSON.stringify(built)}; await inTemporaryFolder(async (folder) => { console.log(folder); });`;
    const env = { ...process.env, TMPDIR: place };
    const made = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: '/', env, encoding: 'utf8', stdio: 'pipe', ...unprivileged });
    chmodSync(place, 0o700);
    expect(dirname(made)).toBe(place);
    expect(readdirSync(place)).toEqual([]);
  });

  it('that cannot be made leaves no listener behind', async () => {
    vi.stubEnv('TMPDIR', join(temporaryFolder(), 'nowhere'));
    const before = listeners();
    await expect(inTemporaryFolder(() => Promise.resolve())).rejects.toThrow('ENOENT');
    expect(listeners()).toEqual(before);
  });
});
