import { execFile } from 'node:child_process';
import { resolve } from 'node:path';

/** How a process ended, and what it printed. */
export interface End {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A finding as the JSON format has it. */
export interface JsonFinding {
  readonly rule: string;
  readonly level: string;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly migration: string | null;
  readonly related: readonly { readonly file: string; readonly line: number; readonly column: number; readonly message: string }[];
  readonly fixable: boolean;
  readonly suggestions: readonly { readonly number: number; readonly message: string }[];
  readonly docs: string;
}

export interface JsonReport {
  readonly version: number;
  readonly findings: readonly JsonFinding[];
  readonly summary: Readonly<Record<string, number>>;
}

const command = resolve(import.meta.dirname, '../../dist/src/cli/main.js');

/** The built command in a folder, to its end. */
export function sluice(folder: string, ...args: readonly string[]): Promise<End> {
  return run(process.execPath, [command, ...args], folder);
}

/** The same on the machine of a CI service. */
export function sluiceOnCi(folder: string, ...args: readonly string[]): Promise<End> {
  return run(process.execPath, [command, ...args], folder, { CI: 'true' });
}

/** A program without colours, without a database, and without the machine's own git settings. */
export function run(program: string, args: readonly string[], folder: string, variables: Readonly<Record<string, string>> = {}): Promise<End> {
  const { DATABASE_URL: _, FORCE_COLOR: __, ...rest } = process.env;
  const env = { ...rest, NO_COLOR: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', ...variables };
  return new Promise((settle) => {
    execFile(program, args, { cwd: folder, env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      settle({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

/** `sluice check --format json` and what it says. */
export async function checked(folder: string, ...args: readonly string[]): Promise<End & { readonly report: JsonReport }> {
  const end = await sluice(folder, 'check', '--format', 'json', ...args);
  return { ...end, report: reportOf(end) };
}

export function reportOf({ stdout, stderr }: End): JsonReport {
  const start = stdout.indexOf('{');
  if (start === -1) throw new Error(`No report: ${stdout}${stderr}`);
  return JSON.parse(stdout.slice(start)) as JsonReport;
}

/** Findings as `rule file:line`. */
export function placesOf({ findings }: JsonReport): readonly string[] {
  return findings.map(({ rule, file, line }) => `${rule} ${file}:${line}`);
}
