import { mkdirSync, symlinkSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { ESLint } from 'eslint';
import { run, type End } from '../cli/sluice.ts';
import { temporaryFolder } from '../project/folder.ts';
import { placesOf } from './linting.ts';

const root = resolve(import.meta.dirname, '../..');
const program = join(root, 'node_modules/eslint/bin/eslint.js');

/** Files of a project that has this package, as it is built, and ESLint with its companions installed. */
export function installed(files: Readonly<Record<string, string>>, companions: readonly string[] = ['typescript-eslint']): string {
  const folder = temporaryFolder({ 'package.json': '{ "type": "module", "private": true }', ...files });
  mkdirSync(join(folder, 'node_modules/@typescript-eslint'), { recursive: true });
  symlinkSync(root, join(folder, 'node_modules/drizzle-sluice'));
  for (const name of ['eslint', ...companions]) symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  return folder;
}

/** ESLint's own command. */
export function eslint(folder: string, ...args: readonly string[]): Promise<End> {
  return run(process.execPath, [program, ...args], folder);
}

/** What it found, by file: only files with findings. @throws with what it printed, if it could not lint. */
export async function found(folder: string, ...args: readonly string[]): Promise<Readonly<Record<string, readonly string[]>>> {
  const { stdout, stderr } = await eslint(folder, '--format', 'json', ...args);
  if (!stdout.startsWith('[')) throw new Error(stdout + stderr);
  const results = JSON.parse(stdout) as readonly ESLint.LintResult[];
  return Object.fromEntries(results
    .filter(({ messages }) => messages.length > 0)
    .map((result) => [relative(folder, result.filePath), placesOf(result)]));
}
