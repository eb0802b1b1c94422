import { spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import type { DatabasePlace } from './database-of.ts';

/** How a seed ended. */
export type SeedEnd =
  | { readonly outcome: 'done' }
  /** In words, to go on after the command: `ended with 1`. */
  | { readonly outcome: 'failed'; readonly how: string };

/**
 * Runs the command that fills a database, as npm runs a script: by the shell, exactly as it is written, with the commands of
 * installed packages at hand. Nothing is put into its text: the database is told by the environment, `DATABASE_URL` for a
 * server, `SLUICE_DATABASE_FOLDER` for an embedded one. What it prints is printed.
 */
export function runSeed(command: string, folder: string, { url, folder: embedded }: DatabasePlace): Promise<SeedEnd> {
  const binaries = foldersAbove(folder).map((each) => join(each, 'node_modules/.bin'));
  const env = {
    ...process.env, PATH: [...binaries, process.env['PATH'] ?? ''].join(delimiter),
    ...(url === undefined ? { SLUICE_DATABASE_FOLDER: embedded } : { DATABASE_URL: url }),
  };
  return new Promise((settle) => {
    const child = spawn(command, { cwd: folder, env, shell: true, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', ({ message }) => { settle({ outcome: 'failed', how: `could not be started: ${message}` }); });
    child.on('close', (code, signal) => {
      settle(code === 0 ? { outcome: 'done' } : { outcome: 'failed', how: signal === null ? `ended with ${String(code)}` : `was ended by ${signal}` });
    });
  });
}

/** The folder itself and all that it lies in. */
function foldersAbove(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersAbove(parent)];
}
