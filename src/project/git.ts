import { askGit, runGit } from './run-git.ts';

export type Repository =
  /** `root` is where the working tree begins, `folder` the place of the asked folder in it, empty for the root. */
  | { readonly kind: 'repository'; readonly root: string; readonly folder: string }
  /** No repository, or no git. */
  | { readonly kind: 'none' }
  /** Git refuses to work here, most often because the folder belongs to somebody else (`safe.directory`). */
  | { readonly kind: 'refused'; readonly message: string };

/** The repository whose working tree holds a folder. */
export function repositoryOf(folder: string): Repository {
  const answer = runGit(folder, ['rev-parse', '--show-toplevel', '--show-prefix']);
  switch (answer.kind) {
    case 'absent': return { kind: 'none' };
    case 'failure':
      return /dubious ownership/.test(answer.message)
        ? { kind: 'refused', message: answer.message.split('\n', 1)[0] ?? '' }
        : { kind: 'none' };
    case 'answer': {
      const [root = '', prefix = ''] = answer.bytes.toString('utf8').split('\n');
      return { kind: 'repository', root, folder: prefix.replace(/\/$/, '') };
    }
    default: return answer satisfies never;
  }
}

export type MergeBase =
  /** `ref` is the branch that was compared with, `commit` the newest commit that HEAD has in common with it. */
  | { readonly kind: 'base'; readonly commit: string; readonly ref: string }
  /** The clone is cut off before that commit, or before the branch: `fetch-depth: 0` brings it. */
  | { readonly kind: 'shallow'; readonly ref: string | null }
  /** There is no default branch to compare with: no remote that has one, and no local `main` or `master`. */
  | { readonly kind: 'noDefaultBranch' }
  /** Nothing has been committed. */
  | { readonly kind: 'noCommit' }
  /** HEAD and the branch have no commit in common. */
  | { readonly kind: 'unrelated'; readonly ref: string };

/**
 * The merge base of HEAD with the default branch: of `origin`, or of another remote if there is no `origin`, or else
 * the local `main` or `master`. The upstream of the current branch is not asked, since it holds the branch's own work.
 * On the default branch itself the base is HEAD, or the last commit that was pushed.
 */
export function mergeBase(root: string): MergeBase {
  if (askGit(root, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']) === null) return { kind: 'noCommit' };
  const ref = defaultBranch(root);
  if (ref === null) return isShallow(root) ? { kind: 'shallow', ref } : { kind: 'noDefaultBranch' };
  return mergeBaseWith(root, ref);
}

/** The merge base of HEAD with a ref that exists. */
export function mergeBaseWith(root: string, name: string): MergeBase {
  const commit = askGit(root, ['merge-base', 'HEAD', name]);
  const ref = shortName(name);
  if (commit !== null && commit !== '') return { kind: 'base', commit, ref };
  return isShallow(root) ? { kind: 'shallow', ref } : { kind: 'unrelated', ref };
}

export type ResolvedRef =
  | { readonly kind: 'commit'; readonly commit: string }
  | { readonly kind: 'unknown' }
  /** Not here, and the clone is shallow: it may be in the part that was left out. */
  | { readonly kind: 'shallow' };

/** What the user names (`main`, `v1.2`, `HEAD~3`, a hash) as a commit. */
export function resolveRef(root: string, ref: string): ResolvedRef {
  const commit = ref.startsWith('-') ? null : askGit(root, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
  if (commit !== null) return { kind: 'commit', commit };
  return { kind: isShallow(root) ? 'shallow' : 'unknown' };
}

/** Whether the clone lacks the older part of its history. */
export function isShallow(root: string): boolean {
  return askGit(root, ['rev-parse', '--is-shallow-repository']) === 'true';
}

/** Files under a folder that are neither committed nor staged nor ignored, relative to the root, sorted. */
export function untracked(root: string, folder: string): readonly string[] {
  const answer = runGit(root, ['ls-files', '-z', '--others', '--exclude-standard', '--', folder === '' ? '.' : folder]);
  if (answer.kind !== 'answer') return [];
  return answer.bytes.toString('utf8').split('\0').filter((path) => path !== '').sort();
}

/** In order of trust. A symbolic `HEAD` is what the remote itself calls its default branch. */
const branches = ['HEAD', 'main', 'master'];

function defaultBranch(root: string): string | null {
  const remotes = remotesOf(root);
  const heads = branches.slice(1).map((branch) => `refs/heads/${branch}`);
  const tracked = remotes.flatMap((remote) => branches.map((branch) => `refs/remotes/${remote}/${branch}`));
  const wanted = [...tracked, ...heads];
  const answer = runGit(root, ['for-each-ref', '--format=%(refname)%00%(symref)', ...wanted]);
  if (answer.kind !== 'answer') return null;
  const lines = answer.bytes.toString('utf8').split('\n').map((line) => line.split('\0'));
  const found = new Map(lines.map(([name = '', target = '']) => [name, target === '' ? name : target]));
  const name = wanted.find((ref) => found.has(ref));
  return name === undefined ? null : found.get(name) ?? name;
}

/** `origin` first; the others are asked only where there is no `origin`. */
function remotesOf(root: string): readonly string[] {
  const answer = runGit(root, ['remote']);
  const names = answer.kind === 'answer' ? answer.bytes.toString('utf8').split('\n').filter((name) => name !== '') : [];
  return names.includes('origin') ? ['origin'] : names;
}

function shortName(ref: string): string {
  return ref.replace(/^refs\/(?:remotes|heads)\//, '');
}
