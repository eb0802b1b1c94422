import { askGit, runGit } from './run-git.ts';
import { currentBranch, isAncestor } from './unfinished-work.ts';

/** A commit that the checked-out branch pointed at before git put other commits in place of its own. */
export interface FormerTip {
  readonly commit: string;
  /** Who remembers it, as in "taken from 3f2a91c04 (…)". */
  readonly source: string;
}

/** Of those that the reflog has: older ones are of work that is long settled. */
const most = 5;

/**
 * Where the checked-out branch was before each `git rebase` or `git pull --rebase` that is over, the newest first, as its reflog
 * tells; where there is no reflog, ORIG_HEAD, as far as HEAD does not go on from it
 * (https://git-scm.com/docs/git-rebase#_description: ORIG_HEAD is the tip before the rebase, unless something else sets it).
 */
export function formerTips(root: string): readonly FormerTip[] {
  const branch = currentBranch(root);
  const told = branch === null ? [] : entriesOf(root, branch);
  if (branch === null || told.length === 0) return originalHead(root);
  const commits = told.flatMap(({ message }, place) => (isRebased(message) ? told[place + 1]?.commit ?? [] : []));
  return [...new Set(commits)].slice(0, most).map((commit) => (
    { commit, source: `${commit.slice(0, 9)}, where ${branch} was before it was rebased (git reflog ${branch})` }));
}

function originalHead(root: string): readonly FormerTip[] {
  const commit = askGit(root, ['rev-parse', '--verify', '--quiet', 'ORIG_HEAD^{commit}']);
  if (commit === null || isAncestor(root, commit, 'HEAD')) return [];
  return [{ commit, source: `${commit.slice(0, 9)}, which was checked out before (ORIG_HEAD)` }];
}

interface ReflogEntry {
  readonly commit: string;
  readonly message: string;
}

/** The newest first. */
function entriesOf(root: string, branch: string): readonly ReflogEntry[] {
  const answer = runGit(root, ['log', '--walk-reflogs', '--format=%H %gs', `refs/heads/${branch}`, '--']);
  if (answer.kind !== 'answer') return [];
  return answer.bytes.toString('utf8').split('\n').flatMap((line) => {
    const [, commit, message] = /^([0-9a-f]{40,64}) (.*)$/.exec(line) ?? [];
    return commit === undefined || message === undefined ? [] : [{ commit, message }];
  });
}

/** `rebase (finish): refs/heads/loans onto 8336…`, `pull --rebase (finish): …`; before git 2.26 `rebase finished: …`. */
function isRebased(message: string): boolean {
  return /(?:\(finish\)|\bfinished): \S+ onto [0-9a-f]{7,}/.test(message);
}
