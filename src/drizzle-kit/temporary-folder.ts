import { mkdtempSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem } from '../text/problem.ts';

const prefix = 'sluice-evaluate-';
/** Signals that end a process, unless it listens to them: then its folder would stay. */
export const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** No evaluation takes that long: what is older was left by a process that was killed. */
const dayMs = 86_400_000;

/**
 * Does some work in a folder that is gone afterwards, also when we are told to end meanwhile; what a process left behind that
 * nobody asked (SIGKILL), a later one takes away. @throws Problem when we were told to end.
 */
export async function inTemporaryFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  removeLeftBehind();
  let isStopped = false;
  const stop = (): void => { isStopped = true; };
  for (const signal of endings) process.on(signal, stop);
  const folder = realpathSync(mkdtempSync(join(tmpdir(), prefix)));
  try {
    const result = await work(folder);
    if (isStopped) throw stoppedEarly();
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    for (const signal of endings) process.off(signal, stop);
  }
}

/** What is said when we were told to end before drizzle-kit had ended. */
export function stoppedEarly(): Problem {
  return new Problem('drizzle-kit was stopped before it ended.', 'Run it again.');
}

/** Those of others, which we may not remove, stay. */
function removeLeftBehind(): void {
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(prefix))) {
    const folder = join(tmpdir(), name);
    try {
      if (statSync(folder).mtimeMs + dayMs < Date.now()) rmSync(folder, { recursive: true, force: true });
    } catch {
      // Somebody else's, or gone meanwhile.
    }
  }
}
