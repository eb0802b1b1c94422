import type { ProjectState } from '../engine/facts.ts';
import { gitRef } from '../project/git-ref.ts';
import { mergeBase, mergeBaseWith, resolveRef } from '../project/git.ts';
import { expandSchema } from '../project/glob.ts';
import { importResolver } from '../project/resolve-import.ts';
import type { Standpoint } from '../project/root.ts';
import { Problem } from '../text/problem.ts';
import type { Texts } from '../text/texts.ts';
import type { Location } from './locate.ts';
import { readState, type Memory } from './read-state.ts';
import type { Scope } from './request.ts';

/** The project before the work that is judged. */
export type Base =
  | { readonly kind: 'none'; readonly because: string }
  | { readonly kind: 'state'; readonly state: ProjectState; readonly texts: Texts; readonly ref: string };

/** Reads the project at the commit that new work is compared with. @throws Problem where git hides it. */
export function baseOf(standing: Standpoint, location: Location, scope: Scope, memory: Memory): Base {
  const commit = baseCommit(standing, scope);
  if (commit.kind === 'none') return commit;
  const texts = gitRef(standing.root, commit.commit);
  const schemaFiles = expandSchema(texts, '', location.schemaPatterns);
  const state = readState(texts, { ...location, schemaFiles }, importResolver(standing.root, texts), memory);
  return { kind: 'state', state, texts, ref: commit.ref };
}

type BaseCommit =
  | { readonly kind: 'none'; readonly because: string }
  | { readonly kind: 'commit'; readonly commit: string; readonly ref: string };

function baseCommit({ root, git }: Standpoint, scope: Scope): BaseCommit {
  if (git === 'none' && scope.kind !== 'since' && scope.kind !== 'between') return { kind: 'none', because: 'outside git' };
  if (git === 'none') throw nothingToCompare(scope);
  if (git !== 'repository') throw refusedByGit(git.refused);
  if (scope.kind === 'staged') return headCommit(root);
  if (scope.kind === 'between') return { kind: 'commit', commit: committed(root, scope.from), ref: scope.from };
  return scope.kind === 'since' ? sinceCommit(root, scope.ref) : mergeBaseCommit(root, scope);
}

/** What a range has no git for. */
export function nothingToCompare({ kind }: Scope): Problem {
  return kind === 'between' ? new Problem('This is no git repository, so there is no range of commits.', 'Use --all, or --latest.')
    : new Problem('This is no git repository, so --since has nothing to compare with.', 'Leave --since out, or use --all.');
}

/** The commit that a ref names. @throws Problem where there is none. */
export function committed(root: string, ref: string): string {
  const resolved = resolveRef(root, ref);
  if (resolved.kind === 'unknown') throw new Problem(`git knows no ref "${ref}".`, 'Give a branch, a tag or a commit, or use --all.');
  if (resolved.kind === 'shallow') throw new Problem(`This clone is shallow and does not hold "${ref}".`, deepen);
  return resolved.commit;
}

function headCommit(root: string): BaseCommit {
  const head = resolveRef(root, 'HEAD');
  if (head.kind !== 'commit') return { kind: 'none', because: 'nothing is committed yet' };
  return { kind: 'commit', commit: head.commit, ref: 'HEAD' };
}

/** Git is here and does not want to, most often because the folder is somebody else's. */
export function refusedByGit(message: string): Problem {
  return new Problem(`git refuses to read this repository: ${message}`, 'Do what git says, or use a copy that you own.');
}

const deepen = 'Fetch the whole history (fetch-depth: 0 in actions/checkout), or use --all.';

function sinceCommit(root: string, ref: string): BaseCommit {
  const resolved = resolveRef(root, ref);
  if (resolved.kind === 'unknown') throw new Problem(`git knows no ref "${ref}".`, 'Give --since a branch, a tag or a commit, or use --all.');
  if (resolved.kind === 'shallow') throw new Problem(`This clone is shallow and does not hold "${ref}".`, deepen);
  const base = mergeBaseWith(root, resolved.commit);
  if (base.kind === 'shallow') throw new Problem(`This clone is shallow and hides where "${ref}" and HEAD part.`, deepen);
  return { kind: 'commit', commit: base.kind === 'base' ? base.commit : resolved.commit, ref };
}

function mergeBaseCommit(root: string, scope: Scope): BaseCommit {
  const base = mergeBase(root);
  switch (base.kind) {
    case 'base':
      return { kind: 'commit', commit: base.commit, ref: base.ref };
    case 'shallow':
      if (scope.kind === 'all' || scope.kind === 'latest') return { kind: 'none', because: 'shallow clone' };
      throw new Problem('This clone is shallow and hides the commit that new work is compared with.', deepen);
    case 'noDefaultBranch':
      return { kind: 'none', because: 'no default branch to compare with' };
    case 'noCommit':
      return { kind: 'none', because: 'nothing is committed yet' };
    case 'unrelated':
      return { kind: 'none', because: `no commit in common with ${base.ref}` };
    default:
      return base satisfies never;
  }
}
