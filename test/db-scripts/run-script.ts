import { type ChildProcess, spawn } from 'node:child_process';

export interface ScriptEnd {
  readonly code: number | null;
  readonly output: string;
}

/** The environment of this run without the database it may have been given. */
export function environment(url: string | undefined): NodeJS.ProcessEnv {
  const { DATABASE_URL: _, ...rest } = process.env;
  return url === undefined ? rest : { ...rest, DATABASE_URL: url };
}

/** `npm run <script> -- <args>` in a project, to its end. */
export function runScript(
  folder: string, script: string, args: readonly string[] = [], url?: string,
): Promise<ScriptEnd> {
  const child = spawn('npm', ['run', '--silent', script, '--', ...args], {
    cwd: folder, env: environment(url), stdio: ['ignore', 'pipe', 'pipe'],
  });
  return endOf(child);
}

export function endOf(child: ChildProcess): Promise<ScriptEnd> {
  return new Promise((settle, fail) => {
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (piece: string) => { output += piece; });
    }
    child.on('error', fail);
    child.on('close', (code) => { settle({ code, output }); });
  });
}
