import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { askGit, runGit } from './run-git.ts';

/** What git is in the middle of, as far as it brings two branches together. */
export interface Unfinished {
  readonly kind: 'merge' | 'rebase' | 'cherryPick' | 'squash';
  /** The commit that is brought in. */
  readonly commit: string;
}

const heads = [['merge', 'MERGE_HEAD'], ['rebase', 'REBASE_HEAD'], ['cherryPick', 'CHERRY_PICK_HEAD']] as const;

/** A merge, with its history or squashed, that is not committed yet, or a rebase or cherry-pick that stopped. Null: none of them. */
export function unfinishedWork(root: string): Unfinished | null {
  for (const [kind, head] of heads) {
    const commit = askGit(root, ['rev-parse', '--verify', '--quiet', `${head}^{commit}`]);
    if (commit !== null && (kind !== 'rebase' || isRebasing(root))) return { kind, commit };
  }
  const squashed = squashedCommit(root);
  return squashed === null ? null : { kind: 'squash', commit: squashed };
}

/**
 * `git merge --squash` leaves no head, only the text that the commit is to have, with the newest of its commits first; what
 * ends the merge takes it away (https://git-scm.com/docs/git-merge#Documentation/git-merge.txt---squash).
 */
function squashedCommit(root: string): string | null {
  const path = askGit(root, ['rev-parse', '--git-path', 'SQUASH_MSG']);
  if (path === null || !existsSync(resolve(root, path))) return null;
  const named = /^commit ([0-9a-f]{40,64})$/m.exec(readFileSync(resolve(root, path), 'utf8'))?.[1];
  return named === undefined ? null : askGit(root, ['rev-parse', '--verify', '--quiet', `${named}^{commit}`]);
}

/** REBASE_HEAD may be left behind by a rebase that is over. */
function isRebasing(root: string): boolean {
  const answer = runGit(root, ['status', '--porcelain=v2', '--branch', '--untracked-files=no']);
  return answer.kind === 'answer' && answer.bytes.toString('utf8').includes('# branch.head (detached)');
}

/** A branch that points at a commit, as people call it, or the commit shortened. */
export function nameOfCommit(root: string, commit: string): string {
  const answer = runGit(root, ['for-each-ref', '--format=%(refname:short)', '--points-at', commit, 'refs/heads', 'refs/remotes']);
  const names = answer.kind === 'answer' ? answer.bytes.toString('utf8').split('\n') : [];
  return names.find((name) => name !== '' && !name.endsWith('/HEAD')) ?? commit.slice(0, 9);
}

/** The branch that is checked out; null: none. */
export function currentBranch(root: string): string | null {
  return askGit(root, ['symbolic-ref', '--quiet', '--short', 'HEAD']);
}

/**
 * The newest commit of the checked-out branch from before it took a commit in by a merge: HEAD itself while it has not, else
 * the other parent of the newest merge on the way. Null: it was taken in otherwise, as a rebase does.
 */
export function tipBefore(root: string, taken: string): string | null {
  const head = askGit(root, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  if (head === null) return null;
  if (!isAncestor(root, taken, head)) return head;
  const answer = runGit(root, ['rev-list', '--first-parent', '--merges', '--parents', '--max-count=50', `${taken}..HEAD`]);
  if (answer.kind !== 'answer') return null;
  const parents = answer.bytes.toString('utf8').split('\n').map((line) => line.split(' ').slice(1)).filter(([first]) => first !== undefined);
  return parents[0]?.find((parent) => !isAncestor(root, parent, taken)) ?? null;
}

/** Is a commit among those that another goes on from, or that one itself? */
export function isAncestor(root: string, older: string, newer: string): boolean {
  return runGit(root, ['merge-base', '--is-ancestor', older, newer]).kind === 'answer';
}

/** The newest commit of a branch, and not of another one, that added a file. Null: none did. */
export function commitThatAdded(root: string, file: string, branch: string, other: string): string | null {
  const commit = askGit(root, ['log', '--full-history', '--diff-filter=A', '--format=%H', '-1', branch, `^${other}`, '--', file]);
  return commit === '' ? null : commit;
}

/** The newest commit, as the checked-out branch went, that changed files under a folder, with its parents. Null: none did, or it is the first. */
export function newestChangeOf(root: string, folder: string): { readonly commit: string; readonly before: string; readonly merged: string | null } | null {
  const line = askGit(root, ['log', '--first-parent', '--format=%H %P', '-1', 'HEAD', '--', folder]);
  const [commit, before, merged] = line?.split(' ') ?? [];
  return commit === undefined || before === undefined || before === '' ? null : { commit, before, merged: merged ?? null };
}

/** Files with conflicts that are not settled, relative to the root, sorted. */
export function unresolved(root: string): readonly string[] {
  const answer = runGit(root, ['diff', '--name-only', '--relative', '--diff-filter=U', '-z']);
  if (answer.kind !== 'answer') return [];
  return [...new Set(answer.bytes.toString('utf8').split('\0').filter((path) => path !== ''))].sort();
}
