import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

import { Problem } from '../text/problem.ts';
import { type KitExit, type KitOutcome, outcomeOf } from './outcome.ts';

export interface KitOptions {
  /** The project's folder: drizzle-kit looks there for its configuration, and for `schema` and `out`. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface RunOptions extends KitOptions {
  readonly timeoutMs: number;
}

/**
 * Runs one drizzle-kit command (`['generate', '--name', 'add_licence']`) in a child process that has no terminal, so that
 * a prompt is refused and does not wait, and looks at its output for whether it worked. Throws a Problem when drizzle-kit
 * is not installed.
 */
export async function runDrizzleKit(args: readonly string[], options: RunOptions): Promise<KitOutcome> {
  const child = spawn(process.execPath, [binaryFor(options.cwd), ...args], {
    cwd: options.cwd, env: { ...options.env, NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  return outcomeOf(args[0] ?? '', await exitOf(child, options.timeoutMs));
}

/** A drizzle-kit that stays: `studio`. It writes to this process's own output and ends when it is told to. */
export function startDrizzleKit(args: readonly string[], options: KitOptions): ChildProcess {
  return spawn(process.execPath, [binaryFor(options.cwd), ...args], {
    cwd: options.cwd, env: { ...options.env }, stdio: ['ignore', 'inherit', 'inherit'],
  });
}

/** The drizzle-kit of the project: `bin` of the package that the project's own resolution finds. */
function binaryFor(cwd: string): string {
  try {
    return join(dirname(createRequire(join(resolve(cwd), 'package.json')).resolve('drizzle-kit')), 'bin.cjs');
  } catch {
    throw new Problem(`drizzle-kit is not installed in ${cwd}.`, 'Install it: npm install -D drizzle-kit.');
  }
}

function exitOf(child: ChildProcess, timeoutMs: number): Promise<KitExit> {
  return new Promise((settle, fail) => {
    const pieces: string[] = [];
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, timeoutMs);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (piece: string) => pieces.push(piece));
    }
    child.on('error', fail);
    child.on('close', (code) => {
      clearTimeout(timer);
      settle({ code, timedOut, output: stripVTControlCharacters(pieces.join('')) });
    });
  });
}
