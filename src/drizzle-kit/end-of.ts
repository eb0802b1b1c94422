import type { ChildProcess } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import type { KitExit } from './outcome.ts';
import { endings, stoppedEarly } from './temporary-folder.ts';

/** Until when a process is waited for. */
export interface Patience {
  readonly timeoutMs: number;
  /**
   * Output after which its work is done: what keeps it alive then, as a timer or a connection of the schema does, is not
   * waited for. Left out: it is waited for to its end.
   */
  readonly until?: RegExp;
}

/** How long a process that said its last word may take to end by itself, and its pipes to close behind it. */
const graceMs = 500;
/** Of a process that prints without end only the end is kept. */
const keptCharacters = 4_000_000;

/**
 * Waits for a process that was started with `detached: true`, and ends all of its group in the end, whoever it started: it
 * leads a group of its own, which a signal that ends us would leave running.
 * @throws Problem when we are told to end meanwhile.
 */
export function endOf(child: ChildProcess, { timeoutMs, until }: Patience): Promise<KitExit> {
  return new Promise((settle, fail) => {
    const output = keptOutput();
    let why: 'timeout' | 'done' | 'stopped' | null = null;
    const end = (reason: 'timeout' | 'done' | 'stopped'): void => {
      why ??= reason;
      endGroup(child);
    };
    const timers = [setTimeout(() => { end('timeout'); }, timeoutMs)];
    const stop = (): void => { end('stopped'); };
    for (const signal of endings) process.once(signal, stop);
    const close = (code: number | null): void => {
      for (const timer of timers) clearTimeout(timer);
      for (const signal of endings) process.off(signal, stop);
      for (const stream of [child.stdout, child.stderr]) stream?.destroy();
      if (why === 'stopped') fail(stoppedEarly());
      else settle({ code: why === 'done' ? 0 : code, timedOut: why === 'timeout', output: stripVTControlCharacters(output.text()) });
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (piece: string) => {
        output.add(piece);
        if (why === null && until?.test(output.tail()) === true) timers.push(setTimeout(() => { end('done'); }, graceMs));
      });
    }
    child.on('error', fail);
    child.on('exit', (code) => {
      endGroup(child);
      timers.push(setTimeout(() => { close(code); }, graceMs));
    });
    child.on('close', close);
  });
}

/** The process and all that it started; those that left its group, nobody can tell from others. */
function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // There is nobody left.
  }
}

interface KeptOutput {
  readonly add: (piece: string) => void;
  /** The last lines. */
  readonly tail: () => string;
  readonly text: () => string;
}

function keptOutput(): KeptOutput {
  const pieces: string[] = [];
  let [length, tail] = [0, ''];
  return {
    add(piece) {
      pieces.push(piece);
      length += piece.length;
      tail = `${tail}${piece}`.slice(-2000);
      while (length > keptCharacters && pieces.length > 1) length -= pieces.shift()?.length ?? 0;
    },
    tail: () => stripVTControlCharacters(tail),
    text: () => pieces.join(''),
  };
}
