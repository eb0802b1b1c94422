import { afterMigrations } from '../../catalog/after-migrations.ts';
import { conflictsBetween, type Conflict } from '../../catalog/conflicts-between.ts';
import type { MigrationPrefix } from '../../facts/kit-settings.ts';
import type { Migration } from '../../facts/history.ts';
import type { FileText } from '../../project/write-files.ts';
import { forkOf } from './fork.ts';
import { isInPlace } from './in-place.ts';
import { journalBehind, leftBehind, moved, refuseUnnumbered, type Move } from './moved.ts';
import { ownMigrations, type Branches, type OwnMigration } from './own-migrations.ts';
import { restored } from './restored.ts';
import { rebuiltSnapshots, type SnapshotClash } from './rebuilt-snapshots.ts';

/** What our own migrations come to behind theirs. */
export type RebasePlan =
  /** They stand there already. */
  | { readonly kind: 'inPlace'; readonly own: readonly Migration[] }
  /** Nothing is to be written before people have decided. */
  | { readonly kind: 'conflicts'; readonly conflicts: readonly Conflict[]; readonly clashes: readonly SnapshotClash[] }
  | {
    readonly kind: 'moves';
    readonly own: readonly OwnMigration[];
    readonly moves: readonly Move[];
    /** Files of theirs that are not here, or not as they have them. */
    readonly restored: readonly FileText[];
    readonly writes: readonly FileText[];
    readonly removes: readonly string[];
  };

export interface RebaseOptions {
  /** What drizzle.config says of new tags; null: the newest tag shows it. */
  readonly prefix: MigrationPrefix | null;
  /** The present, in milliseconds since 1970. */
  readonly now: number;
}

/**
 * Our branch's own migrations behind theirs, in the layout of a journal: where they move, and every file as it then is.
 * @throws Problem where a snapshot that is needed is lost, or tags have no numbers.
 */
export function rebasePlan(branches: Branches, options: RebaseOptions): RebasePlan {
  const own = ownMigrations(branches);
  if (isInPlace(branches, own)) return { kind: 'inPlace', own: own.map(({ migration }) => migration) };
  refuseUnnumbered(branches, own);
  const { migrations } = branches.theirs.history;
  const fork = forkOf(branches, own);
  const mine = own.map(({ migration }) => migration);
  const conflicts = conflictsBetween(afterMigrations(migrations.slice(0, fork)), mine, migrations.slice(fork));
  const moves = moved(branches, own, options);
  const snapshots = rebuiltSnapshots(branches, moves);
  const clashes = conflicts.length > 0 ? [] : snapshots.clashes;
  if (conflicts.length + clashes.length > 0) return { kind: 'conflicts', conflicts, clashes };
  const back = restored(branches, own);
  const writes = [...moves.flatMap(({ files }) => files), ...snapshots.files, journalBehind(branches, moves)];
  const kept = new Set([...writes, ...back].map(({ path }) => path));
  return { kind: 'moves', own, moves, restored: back, writes, removes: leftBehind(branches, moves).filter((path) => !kept.has(path)) };
}
