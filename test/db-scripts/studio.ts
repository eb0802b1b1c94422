import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { endOf, environment, type ScriptEnd } from './run-script.ts';
import { freePort } from '../kit/free-port.ts';

/** What studio's port answered while it ran, and how it ended when it was told to. */
export interface StudioVisit {
  readonly status: number | null;
  readonly end: ScriptEnd;
}

/**
 * Starts `scripts/db/studio.mjs` (what `db:studio` calls, without npm in between, so that its process id is ours to end),
 * asks its port, calls `meanwhile`, ends it.
 */
export async function visitStudio(
  folder: string, url: string | undefined, meanwhile: () => Promise<void> = () => Promise.resolve(),
): Promise<StudioVisit> {
  const port = await freePort();
  const child = spawn(process.execPath, ['scripts/db/studio.mjs', `--port=${port}`], {
    cwd: folder, env: environment(url), stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = endOf(child);
  const status = await answerOf(port, () => child.exitCode !== null);
  await meanwhile();
  child.kill('SIGTERM');
  return { status, end: await end };
}

async function answerOf(port: number, isOver: () => boolean): Promise<number | null> {
  for (let attempt = 0; attempt < 1200 && !isOver(); attempt++) {
    try {
      const answer = await fetch(`http://127.0.0.1:${port}/`, {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ type: 'init' }),
      });
      return answer.status;
    } catch {
      await pause(100);
    }
  }
  return null;
}
