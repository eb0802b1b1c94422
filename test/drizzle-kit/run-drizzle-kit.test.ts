import { resolve } from 'node:path';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { runDrizzleKit } from '../../src/drizzle-kit/run-drizzle-kit.ts';
import { Problem } from '../../src/text/problem.ts';

const root = resolve(import.meta.dirname, '../..');

describe('runDrizzleKit', () => {
  it('runs the drizzle-kit of the project and brings its output without colours', async () => {
    const result = await runDrizzleKit(['check'], { cwd: root, env: process.env, timeoutMs: 60_000 });
    expect(result).toMatchObject({ outcome: 'done', output: expect.stringContaining(`Everything's fine`) as unknown });
  });

  it('ends a run that takes too long', async () => {
    const result = await runDrizzleKit(['check'], { cwd: root, env: process.env, timeoutMs: 1 });
    expect(result).toMatchObject({ outcome: 'failed', reason: 'drizzle-kit check did not end in time.' });
  });

  it('says so when drizzle-kit is not installed', async () => {
    await expect(runDrizzleKit(['check'], { cwd: tmpdir(), env: process.env, timeoutMs: 1 })).rejects.toThrow(Problem);
  });
});
