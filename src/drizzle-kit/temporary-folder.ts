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
  try {
    const result = await inFolder(realpathSync(mkdtempSync(join(tmpdir(), prefix))), work);
    if (isStopped) throw stoppedEarly();
    return result;
  } finally {
    for (const signal of endings) process.off(signal, stop);
  }
}

async function inFolder<Result>(folder: string, work: (folder: string) => Promise<Result>): Promise<Result> {
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is said when we were told to end before drizzle-kit had ended. */
export function stoppedEarly(): Problem {
  return new Problem('drizzle-kit was stopped before it ended.', 'Run it again.');
}

/** Those of others, which we may not remove, stay; whatever fails, the work goes on without. */
function removeLeftBehind(): void {
  for (const folder of leftBehind()) {
    try {
      if (statSync(folder).mtimeMs + dayMs < Date.now()) rmSync(folder, { recursive: true, force: true });
    } catch {
      // Somebody else's, or gone meanwhile.
    }
  }
}

function leftBehind(): readonly string[] {
  const place = tmpdir();
  try {
    return readdirSync(place).filter((each) => each.startsWith(prefix)).map((name) => join(place, name));
  } catch {
    // A folder where everybody may write and nobody may list, as machines of many users have.
    return [];
  }
}
