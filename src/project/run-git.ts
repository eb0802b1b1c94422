import { spawnSync } from 'node:child_process';

export type GitAnswer =
  | { readonly kind: 'answer'; readonly bytes: Buffer }
  | { readonly kind: 'failure'; readonly status: number | null; readonly message: string }
  /** There is no git on this machine. */
  | { readonly kind: 'absent' };

/** The longest answer taken: all files of a folder at once. */
const maxBuffer = 1 << 30;

/** What a command is given besides its arguments. */
export interface GitInput {
  readonly stdin?: string;
  /** Absolute path of the index to use; null or left out: the repository's own. */
  readonly index?: string | null;
}

/**
 * Runs git in a folder and waits for it. A hook's own `GIT_DIR` and the like are not handed on, so that the folder says
 * which repository is meant; paths are taken literally; nothing is asked on the terminal and no lock is waited for.
 */
export function runGit(folder: string, args: readonly string[], { stdin, index = null }: GitInput = {}): GitAnswer {
  const env = index === null ? environment() : { ...environment(), GIT_INDEX_FILE: index };
  const options = { cwd: folder, env, maxBuffer };
  const ran = spawnSync('git', args, stdin === undefined ? options : { ...options, input: stdin });
  if (ran.error !== undefined) {
    if ('code' in ran.error && ran.error.code === 'ENOENT') return { kind: 'absent' };
    return { kind: 'failure', status: null, message: ran.error.message };
  }
  if (ran.status === 0) return { kind: 'answer', bytes: ran.stdout };
  return { kind: 'failure', status: ran.status, message: ran.stderr.toString('utf8').trim() };
}

/** The first line of what git answers, or null. */
export function askGit(folder: string, args: readonly string[]): string | null {
  const answer = runGit(folder, args);
  if (answer.kind !== 'answer') return null;
  return answer.bytes.toString('utf8').split('\n', 1)[0] ?? null;
}

/** What `git rev-parse --local-env-vars` names: https://git-scm.com/docs/git-rev-parse */
const repositoryVariables = new Set([
  'GIT_ALTERNATE_OBJECT_DIRECTORIES', 'GIT_CONFIG', 'GIT_COMMON_DIR', 'GIT_DIR', 'GIT_GRAFT_FILE',
  'GIT_IMPLICIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_INTERNAL_SUPER_PREFIX', 'GIT_NAMESPACE', 'GIT_NO_REPLACE_OBJECTS',
  'GIT_OBJECT_DIRECTORY', 'GIT_PREFIX', 'GIT_REPLACE_REF_BASE', 'GIT_SHALLOW_FILE', 'GIT_WORK_TREE',
]);

function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !repositoryVariables.has(name));
  return {
    ...Object.fromEntries(own),
    GIT_LITERAL_PATHSPECS: '1', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C',
  };
}
