import type { BaselineUse } from './read-baseline.ts';
import type { FoundStatistics } from './statistics-file.ts';

/** Which migrations are judged. */
export type Scope =
  /** What is new against the remote's default branch. */
  | { readonly kind: 'new' }
  | { readonly kind: 'since'; readonly ref: string }
  /** What one commit has and another had not, both as they are committed. */
  | { readonly kind: 'between'; readonly from: string; readonly to: string }
  /** What the next commit changes: the git index against HEAD. */
  | { readonly kind: 'staged' }
  /** The last of the history, as many as that. */
  | { readonly kind: 'latest'; readonly count: number }
  | { readonly kind: 'all' };

/** What the user asked for. Paths are as typed, relative to `cwd`. */
export interface Request {
  /** Absolute path of the working directory. */
  readonly cwd: string;
  readonly config?: string;
  readonly drizzleConfig?: string;
  readonly schema?: readonly string[];
  readonly out?: string;
  readonly scope: Scope;
  /** Files and folders that findings are wanted for; none: all. */
  readonly paths: readonly string[];
  /** What is wanted of the baseline; it is applied where this is left out. */
  readonly baseline?: BaselineUse;
  /** Marks that an unfinished merge left in the history are for a rule to report; left out: nothing can be done with such a history. */
  readonly conflicts?: 'reported';
  /** Sizes of tables in place of those in the file, or none; the file is read where this is left out. */
  readonly statistics?: FoundStatistics | 'none';
}
