import { afterMigrations } from '../../catalog/after-migrations.ts';
import { conflictsBetween, type Conflict } from '../../catalog/conflicts-between.ts';
import type { MigrationPrefix } from '../../facts/kit-settings.ts';
import type { Migration } from '../../facts/history.ts';
import type { FileText } from '../../project/write-files.ts';
import { conflictMarker } from '../../parse/drizzle/conflict-marker.ts';
import { Problem } from '../../text/problem.ts';
import { forkOf } from './fork.ts';
import { isInPlace } from './in-place.ts';
import { journalBehind, leftBehind, moved, refuseUnnumbered, type Move } from './moved.ts';
import { ownMigrations, type Branches, type OwnMigration } from './own-migrations.ts';
import { twinsIn, type Twin } from './twins.ts';
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
    /** Those that move and the twins. */
    readonly own: readonly OwnMigration[];
    readonly moves: readonly Move[];
    /** What theirs has already; its files go. */
    readonly twins: readonly Twin[];
    /** Those that move though theirs has one of the same statements, which nobody can tell from another. */
    readonly alike: readonly Twin[];
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
  const all = ownMigrations(branches);
  const { migrations } = branches.theirs.history;
  const fork = forkOf(branches, all);
  const { twins, alike } = twinsIn(all, migrations, fork);
  const own = all.filter((one) => twins.every((twin) => twin.own !== one));
  const isLeft = twins.some((twin) => leftBehind(branches, [twin.own]).length > 0);
  if (!isLeft && isInPlace(branches, own)) return { kind: 'inPlace', own: own.map(({ migration }) => migration) };
  refuseUnnumbered(branches, own);
  refuseUnknown(branches, all);
  const isShared = (one: Migration): boolean => one.position < fork || twins.some(({ theirs }) => theirs === one);
  const conflicts = conflictsBetween(
    afterMigrations(migrations.filter(isShared)), own.map(({ migration }) => migration), migrations.filter((one) => !isShared(one)));
  const moves = moved(branches, own, all, options);
  const snapshots = rebuiltSnapshots(branches, moves);
  const clashes = conflicts.length > 0 ? [] : snapshots.clashes;
  if (conflicts.length + clashes.length > 0) return { kind: 'conflicts', conflicts, clashes };
  const back = restored(branches, all);
  const writes = [...moves.flatMap(({ files }) => files), ...snapshots.files, journalBehind(branches, moves)];
  const kept = new Set([...writes, ...back].map(({ path }) => path));
  return { kind: 'moves', own: all, moves, twins, alike, restored: back, writes, removes: leftBehind(branches, all).filter((path) => !kept.has(path)) };
}

/**
 * Marks in the journal may show entries of a third side, as a stash that was put back has: nothing must be lost of it.
 * @throws Problem for an entry that is neither theirs nor our own, nor was our own before.
 */
function refuseUnknown({ theirs, here, ours }: Branches, own: readonly OwnMigration[]): void {
  const { journalFile } = theirs.history;
  const journal = here.texts.read(journalFile) ?? '';
  if (conflictMarker(journalFile, journal) === null) return;
  const known = new Set([...theirs.history.migrations, ...(ours?.history.migrations ?? []), ...own.map(({ migration }) => migration)].map(({ tag }) => tag));
  const tag = [...journal.matchAll(/"tag"\s*:\s*"([^"]+)"/g)].map(([, found]) => found ?? '').find((found) => !known.has(found));
  if (tag === undefined) return;
  throw new Problem(
    `The marks in ${journalFile} show ${tag}, which neither of the two branches has, so it would be lost.`,
    'Take the marks out of the journal, keep the entries of both sides, and run again.',
  );
}
