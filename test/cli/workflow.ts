import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import type { End } from './sluice.ts';

const root = resolve(import.meta.dirname, '../..');

/** A step of a workflow or of a composite action. */
export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string | number>>;
  readonly 'working-directory'?: string;
}

export interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export function ownAction(): Action {
  return parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Action;
}

/** The YAML examples of a page, in order. */
export function yamlOf(page: string): readonly unknown[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, example = '']) => parse(example) as unknown);
}

/** A script as a runner starts it: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax */
export function runScript(script: string, folder: string, env: Readonly<Record<string, string>> = {}): Promise<End> {
  const { DATABASE_URL: _, FORCE_COLOR: __, GITHUB_STEP_SUMMARY: ___, GITHUB_BASE_REF: ____, ...rest } = process.env;
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd: folder,
    env: { ...rest, NO_COLOR: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', npm_config_update_notifier: 'false', ...env },
  });
  const texts = { stdout: '', stderr: '' };
  child.stdout.on('data', (bytes: Buffer) => { texts.stdout += bytes.toString('utf8'); });
  child.stderr.on('data', (bytes: Buffer) => { texts.stderr += bytes.toString('utf8'); });
  return new Promise((settle) => {
    child.on('close', (code) => { settle({ code: code ?? -1, ...texts }); });
  });
}

/** Lays out what `npm ci` would: the packages of this checkout, and the built tool as one of them. */
export function install(folder: string): void {
  const modules = join(folder, 'node_modules');
  rmSync(modules, { force: true, recursive: true });
  mkdirSync(join(modules, '.bin'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules')).filter((each) => !each.startsWith('.'))) {
    symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
  symlinkSync(root, join(modules, 'drizzle-sluice'));
  const command = `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'dist/src/cli/main.js')}" "$@"\n`;
  writeFileSync(join(modules, '.bin/sluice'), command, { mode: 0o755 });
}

/** `name=value` lines, as a step writes them into `GITHUB_OUTPUT`. */
export function outputsIn(path: string): Readonly<Record<string, string>> {
  const lines = readFileSync(path, 'utf8').split('\n').filter((line) => line !== '');
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}
