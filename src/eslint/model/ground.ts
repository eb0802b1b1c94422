import { performance } from 'node:perf_hooks';
import { lastingMemory, type Memory } from '../../intake/read-state.ts';
import { rememberedAnswers, type Answers } from '../../project/remembered-answers.ts';
import { importResolver, type ImportResolver } from '../../project/resolve-import.ts';
import { watchedTree, type Disk, type WatchedTree } from '../../project/watched-tree.ts';

/** How old what is said of files may be, in milliseconds. */
export const freshFor = 300;

/**
 * How long an import of an installed package may be taken for what it was, in milliseconds. Where an import leads is
 * asked of the disk behind our back (`oxc-resolver`), and what lies in `node_modules` is nobody's key stroke.
 */
const resolvedFor = 5_000;

/** Roots that are kept; an editor has a few folders open. */
const most = 4;

/** Where an import leads, and what that rests on. */
export interface Resolver {
  readonly resolve: ImportResolver;
  readonly answers: Answers;
  readonly born: number;
}

/** A tree of files, with all that is kept of it between key strokes. */
export interface Ground {
  readonly root: string;
  readonly tree: WatchedTree;
  readonly memory: Memory;
  readonly now: () => number;
  /** The one that holds at the present look. */
  readonly resolver: () => Resolver;
}

export function groundAt(root: string, disk?: Disk): Ground {
  const tree = watchedTree(root, disk);
  const now = disk?.now ?? (() => performance.now());
  let resolver: Resolver | null = null;
  let checkedAt = 0;

  function current(): Resolver {
    const look = tree.look(Infinity);
    if (resolver !== null && (checkedAt === look || holds(resolver))) {
      checkedAt = look;
      return resolver;
    }
    checkedAt = look;
    resolver = newResolver();
    return resolver;
  }

  function holds({ answers, born }: Resolver): boolean {
    return now() - born < resolvedFor && answers.holds();
  }

  function newResolver(): Resolver {
    const answers = rememberedAnswers(tree);
    return { resolve: importResolver(root, answers.texts), answers, born: now() };
  }

  return { root, tree, memory: lastingMemory(), now, resolver: current };
}

/** One ground for each root, the last few roots. */
export function grounds(disk?: Disk): (root: string) => Ground {
  const known = new Map<string, Ground>();
  return (root) => {
    const ground = known.get(root) ?? groundAt(root, disk);
    known.delete(root);
    known.set(root, ground);
    const [oldest] = known.keys();
    if (known.size > most && oldest !== undefined) known.delete(oldest);
    return ground;
  };
}
