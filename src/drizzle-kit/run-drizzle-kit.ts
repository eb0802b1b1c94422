import { type ChildProcess, spawn } from 'node:child_process';
import { endOf, type Patience } from './end-of.ts';
import { kitPackage } from './kit-package.ts';
import { type KitExit, type KitOutcome, outcomeOf } from './outcome.ts';

export interface KitOptions {
  /** The project's folder: drizzle-kit looks there for its configuration, and for `schema` and `out`. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface RunOptions extends KitOptions, Patience {}

/**
 * Runs one drizzle-kit command (`['generate', '--name', 'add_licence']`) in a child process that has no terminal, so that
 * a prompt is refused and does not wait, and looks at its output for whether it worked. Throws a Problem when drizzle-kit
 * is not installed.
 */
export async function runDrizzleKit(args: readonly string[], options: RunOptions): Promise<KitOutcome> {
  return outcomeOf(args[0] ?? '', await exitOfDrizzleKit(args, options));
}

/** The same, and how it ended. */
export function exitOfDrizzleKit(args: readonly string[], options: RunOptions): Promise<KitExit> {
  const child = spawn(process.execPath, [kitPackage(options.cwd).binary, ...args], {
    cwd: options.cwd, env: { ...options.env, NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'pipe'], detached: true,
  });
  return endOf(child, options);
}

/** A drizzle-kit that stays: `studio`. It writes to this process's own output and ends when it is told to. */
export function startDrizzleKit(args: readonly string[], options: KitOptions): ChildProcess {
  return spawn(process.execPath, [kitPackage(options.cwd).binary, ...args], {
    cwd: options.cwd, env: { ...options.env }, stdio: ['ignore', 'inherit', 'inherit'],
  });
}
