/** What one run of drizzle-kit came to. `reason`: one line. */
export type KitOutcome =
  | { readonly outcome: 'done'; readonly output: string }
  | { readonly outcome: 'failed'; readonly reason: string; readonly output: string };

/** How a drizzle-kit process ended. */
export interface KitExit {
  /** Null: it was ended by a signal. */
  readonly code: number | null;
  readonly timedOut: boolean;
  /** stdout and stderr as they came, without terminal colours. */
  readonly output: string;
}

/**
 * The lines that drizzle-kit 0.31 prints when a command did its work. The exit code says nothing: a refused prompt, a
 * thrown error or a failed statement end with 0 too (bin.cjs: `prepareAndMigratePg` and `pgPush` catch and log).
 */
const successLines: Readonly<Record<string, RegExp>> = {
  generate: /Your SQL migration file|No schema changes, nothing to migrate/,
  push: /Changes applied|No changes detected/,
  pull: /Your schema file is ready/,
  migrate: /migrations applied successfully/,
  check: /Everything's fine/,
};

/** Whether a run did what its command is for. A command without known success lines is judged by its exit code. */
export function outcomeOf(command: string, exit: KitExit): KitOutcome {
  const { output } = exit;
  if (exit.timedOut) return { outcome: 'failed', reason: `drizzle-kit ${command} did not end in time.`, output };
  const success = successLines[command];
  const succeeded = success === undefined || success.test(output);
  if (exit.code === 0 && succeeded) return { outcome: 'done', output };
  return { outcome: 'failed', reason: reasonIn(output) ?? silentFailure(command, exit), output };
}

/** The line that tells most: a prompt nobody can answer, then an error by name, then drizzle-kit's own `Error`. */
function reasonIn(output: string): string | null {
  const lines = output.split('\n').map((line) => line.trim());
  if (output.includes('Interactive prompts require a TTY')) {
    return 'drizzle-kit asks a question (a rename, or loss of data) that only a terminal can answer.';
  }
  const named = lines.findIndex((line) => /^(?:\w*[Ee]rror|error):\s+\S/.test(line));
  const own = lines.findIndex((line) => /^(?:Error|Warning|\[x\]|\[✗\])\s/.test(line));
  return sentenceAt(lines, named === -1 ? own : named);
}

/** esbuild counts its errors on one line and says them on the next. */
function sentenceAt(lines: readonly string[], place: number): string | null {
  const line = lines[place];
  const next = line?.endsWith(':') === true ? lines.slice(place + 1).find((each) => each !== '') : undefined;
  return line === undefined || next === undefined ? line ?? null : `${line} ${next}`;
}

function silentFailure(command: string, exit: KitExit): string {
  return exit.code === 0
    ? `drizzle-kit ${command} ended without saying that it did its work.`
    : `drizzle-kit ${command} ended with ${exit.code === null ? 'a signal' : `exit code ${String(exit.code)}`}.`;
}
