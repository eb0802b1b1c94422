import { relative } from 'node:path';
import { run } from '../cli/sluice.ts';

/** A message of ESLint's own JSON formatter, with the file it is about. */
export interface Message {
  /** Relative to the folder that was linted. */
  readonly file: string;
  readonly ruleId: string | null;
  readonly severity: 1 | 2;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  readonly endColumn?: number;
  readonly fatal?: boolean;
  /** Of ESLint 9 alone. */
  readonly nodeType?: string | null;
  readonly fix?: Edit;
  readonly suggestions?: readonly { readonly desc: string; readonly fix: Edit }[];
}

interface Edit {
  readonly range: readonly [number, number];
  readonly text: string;
}

/** The command of the ESLint that a folder has installed, to its end. @throws if it ends with anything but findings. */
export async function lint(folder: string, ...args: readonly string[]): Promise<readonly Message[]> {
  return lintOn(process.execPath, folder, ...args);
}

/** The same on another Node. */
export async function lintOn(node: string, folder: string, ...args: readonly string[]): Promise<readonly Message[]> {
  const end = await run(node, ['node_modules/eslint/bin/eslint.js', '--format', 'json', ...args], folder);
  if (end.code !== 0 && end.code !== 1) throw new Error(`ESLint ended with ${end.code}: ${end.stdout}${end.stderr}`);
  const results = JSON.parse(end.stdout) as { filePath: string; messages: Omit<Message, 'file'>[] }[];
  return results.flatMap(({ filePath, messages }) =>
    messages.map((message) => ({ ...message, file: relative(folder, filePath) })));
}

/** `rule file:line`, as the command line gives places. */
export function placesOf(messages: readonly Message[]): readonly string[] {
  return messages.map(({ ruleId, file, line }) => `${String(ruleId)} ${file}:${line}`);
}
