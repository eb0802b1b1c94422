import { formerTips, type FormerTip } from '../../project/former-tips.ts';
import { gitRef } from '../../project/git-ref.ts';
import { mergeBase, mergeBaseWith, resolveRef } from '../../project/git.ts';
import {
  commitThatAdded, currentBranch, isAncestor, nameOfCommit, newestChangeOf, tipBefore, unfinishedWork, type Unfinished,
} from '../../project/unfinished-work.ts';
import type { Standpoint } from '../../project/root.ts';
import { Problem } from '../../text/problem.ts';
import { once } from '../../text/once.ts';
import type { Texts } from '../../text/texts.ts';
import { refusedByGit } from '../base.ts';
import { historyIn, type Memory } from '../read-state.ts';
import type { Branches, FormerBranch, ReadBranch } from './own-migrations.ts';

/** The two sides of what is brought together. */
export interface Sides {
  /** The other branch, as the user calls it. */
  readonly ref: string;
  readonly theirs: string;
  /** Where our branch was before; null where nobody knows. */
  readonly ours: string | null;
  /** Where it was before rebases that are over, the newest first. */
  readonly former: readonly FormerTip[];
  readonly unfinished: Unfinished['kind'] | null;
}

/**
 * Which branch is which: theirs is the one that `onto` names. Left out, it is the branch that an unfinished merge brings in (on
 * the default branch: that branch itself), what a rebase or cherry-pick is stopped on, or else the default branch.
 * @throws Problem outside git, for a ref that names nothing, and where the branches have nothing in common.
 */
export function sidesOf({ root, git }: Standpoint, onto: string | undefined): Sides {
  if (git === 'none') throw new Problem('This is no git repository, so there is no other branch to go behind.', 'Run it in the repository.');
  if (git !== 'repository') throw refusedByGit(git.refused);
  const head = committedAt(root, 'HEAD', 'Commit something first.');
  const unfinished = unfinishedWork(root);
  const sides = unfinished === null ? null : midway(root, head, unfinished, onto);
  return sides ?? apart(root, onto ?? defaultRef(root), unfinished?.kind ?? null);
}

/** While git is at it, both commits are known. Null: the ref is another. */
function midway(root: string, head: string, { kind, commit }: Unfinished, onto: string | undefined): Sides | null {
  const isOntoHead = onto === undefined ? isOnto(root, kind, { head, commit }) : committedAt(root, onto) === head;
  if (onto !== undefined && !isOntoHead && committedAt(root, onto) !== commit) return null;
  const [theirs, ours] = isOntoHead ? [head, commit] : [commit, head];
  const branch = isOntoHead ? currentBranch(root) : null;
  return { ref: onto ?? branch ?? nameOfCommit(root, theirs), theirs, ours, former: [], unfinished: kind };
}

/**
 * Do the migrations of HEAD stay where they are? A rebase or cherry-pick puts the others behind them; and who merges a branch
 * into the default branch does not want the default branch's migrations moved, nor does a merge without a branch, as CI makes it.
 */
function isOnto(root: string, kind: Unfinished['kind'], { head, commit }: { readonly head: string; readonly commit: string }): boolean {
  if (kind === 'rebase' || kind === 'cherryPick') return true;
  const base = mergeBase(root);
  if (!('ref' in base) || base.ref === null) return false;
  const branch = currentBranch(root);
  if (branch !== null) return base.ref.replace(/^[^/]+\//, '') === branch;
  return base.kind === 'base' && base.commit === head && !isAncestor(root, commit, base.ref);
}

function apart(root: string, ref: string, unfinished: Sides['unfinished']): Sides {
  const theirs = committedAt(root, ref);
  const base = mergeBaseWith(root, theirs);
  if (base.kind === 'shallow') throw new Problem(`This clone is shallow and hides where "${ref}" and HEAD part.`, deepen);
  if (base.kind !== 'base') throw new Problem(`HEAD and "${ref}" have no commit in common.`, 'Give --onto the branch that this one began on.');
  const former = formerTips(root);
  const rebased = former.find(({ commit }) => !isAncestor(root, theirs, commit));
  return { ref, theirs, ours: tipBefore(root, theirs) ?? rebased?.commit ?? null, former, unfinished };
}

function defaultRef(root: string): string {
  const base = mergeBase(root);
  if (base.kind === 'base' || base.kind === 'unrelated') return base.ref;
  if (base.kind === 'shallow') throw new Problem('This clone is shallow and hides the branch that this one began on.', deepen);
  throw new Problem('There is no default branch to go behind.', 'Give --onto the branch that this one is to be merged into.');
}

const deepen = 'Fetch the whole history (git fetch --unshallow; fetch-depth: 0 in actions/checkout).';

function committedAt(root: string, ref: string, hint = 'Give --onto a branch, a tag or a commit.'): string {
  const resolved = resolveRef(root, ref);
  if (resolved.kind === 'commit') return resolved.commit;
  if (resolved.kind === 'shallow') throw new Problem(`This clone is shallow and does not hold "${ref}".`, deepen);
  throw new Problem(ref === 'HEAD' ? 'Nothing is committed yet.' : `git knows no ref "${ref}".`, hint);
}

/** Both branches' migrations, and what the working tree has. @throws Problem for a history of the other branch that cannot be read. */
export function branchesOf(sides: Sides, { root }: Standpoint, here: Texts, out: string, memory: Memory): Branches {
  const read = (texts: Texts): ReadBranch => ({ texts, history: historyIn(texts, out, memory) });
  const theirs = read(gitRef(root, sides.theirs));
  const [problem] = [...theirs.history.conflicts, ...theirs.history.problems];
  if (problem !== undefined) throw new Problem(`On ${sides.ref}: ${problem.message}`, 'Mend it there first.');
  const former = once(() => sides.former.map(({ commit, source }): FormerBranch => ({ ...read(gitRef(root, commit)), commit, source })));
  const isFormer = sides.former.some(({ commit }) => commit === sides.ours);
  const ours = sides.ours === null ? null : isFormer ? former().find(({ commit }) => commit === sides.ours) ?? null : read(gitRef(root, sides.ours));
  return {
    theirs, here: read(here), ours, former,
    whereAdded(file) {
      const commit = commitThatAdded(root, file, sides.ours ?? 'HEAD', sides.theirs);
      return commit === null ? null : gitRef(root, commit);
    },
  };
}

/**
 * For who stands on the very commit that the branch is to go behind: the newest commit that changed the migrations there, merged
 * or squashed, as if it were a branch of its own. Null: it is another commit, or nobody has changed them.
 */
export function sidesOfNewest(root: string, { theirs, unfinished }: Sides, out: string): Sides | null {
  if (unfinished !== null || committedAt(root, 'HEAD') !== theirs) return null;
  const newest = newestChangeOf(root, out);
  if (newest === null) return null;
  const { commit, before, merged } = newest;
  return { ref: commit === theirs ? 'HEAD^' : `${commit.slice(0, 9)}^`, theirs: before, ours: merged ?? commit, former: [], unfinished: null };
}
