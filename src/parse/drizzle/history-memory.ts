import type { History, Migration, SnapshotLink } from '../../facts/history.ts';
import { sameElements } from '../../text/last-answers.ts';
import { remembering, type Kept, type Reader } from '../../text/remembering.ts';
import { readJournal, type Journal } from './journal.ts';
import type { SnapshotReading } from './snapshot.ts';

/**
 * What a history was made of when it was last read, for a process that reads it again at every key stroke. What is the
 * same is the same value again, so that all that follows from it can be kept with it.
 */
export interface HistoryMemory {
  readonly journal: Reader<Journal>;
  /** A reader that reads each snapshot once. */
  readonly snapshot: (read: Reader<SnapshotReading>) => Reader<SnapshotReading>;
  /** The link of a snapshot, read anew when its stamp is another. */
  readonly link: (file: string, stamp: unknown, read: () => SnapshotLink | null) => SnapshotLink | null;
  /** What was made for a file of the same parts before. */
  readonly chained: <Made extends object>(file: string, parts: readonly unknown[], make: () => Made) => Made;
  /** A migration that was read before, if it is equal; `stamp` is its snapshot's. */
  readonly migration: (migration: Migration, stamp: unknown) => Migration;
  /** A history that was read before, if it is equal; `marks` are equal for as long as no mark in its files can be another. */
  readonly history: (history: History, marks: readonly unknown[]) => History;
}

/** Texts of each file that are kept: the one on disk and those an editor holds. */
const forms = 3;
/** Files that are kept, those of histories long gone among them. */
const files = 4_096;
/** Snapshots are large, and few are read. */
const snapshots: Kept = { texts: 2, files: 8 };

/** A memory with nothing in it. */
export function historyMemory(): HistoryMemory {
  const snapshot = remembering<{ reading: SnapshotReading | null }>(() => ({ reading: null }), snapshots);
  const links = new Map<string, { readonly stamp: unknown; readonly link: SnapshotLink | null }>();
  const chains = lastEqual<{ readonly parts: readonly unknown[]; made: object | null }>((left, right) => sameElements(left.parts, right.parts));
  const migrations = lastEqual<{ readonly migration: Migration; readonly stamp: unknown }>(sameMigration);
  const histories = lastEqual(sameHistory);
  return {
    journal: remembering(readJournal, { texts: forms, files: 8 }),
    snapshot: (read) => (file, text) => {
      const place = snapshot(file, text);
      return (place.reading ??= read(file, text));
    },
    link(file, stamp, read) {
      const known = links.get(file);
      if (known !== undefined && known.stamp === stamp) return known.link;
      if (links.size >= files) links.clear();
      const link = read();
      links.set(file, { stamp, link });
      return link;
    },
    chained<Made extends object>(file: string, parts: readonly unknown[], make: () => Made): Made {
      const place = chains(file, { parts, made: null });
      place.made ??= make();
      return place.made as Made;
    },
    migration: (migration, stamp) => migrations(migration.file, { migration, stamp }).migration,
    history: (history, marks) => histories(history.journalFile, { history, marks }).history,
  };
}

/** The last values of each key; one that is equal to one of them is that one. */
function lastEqual<Value>(isEqual: (left: Value, right: Value) => boolean): (key: string, value: Value) => Value {
  const known = new Map<string, readonly Value[]>();
  return (key, value) => {
    const before = known.get(key) ?? [];
    const found = before.find((each) => isEqual(each, value)) ?? value;
    if (before[0] === found) return found;
    if (before.length === 0 && known.size >= files) known.clear();
    known.set(key, [found, ...before.filter((each) => each !== found)].slice(0, forms));
    return found;
  };
}

/** All that a migration is but its snapshot, which is told by its stamp: to read it would cost more than all else. */
function sameMigration(
  { migration: left, stamp }: { readonly migration: Migration; readonly stamp: unknown },
  { migration: right, stamp: other }: { readonly migration: Migration; readonly stamp: unknown },
): boolean {
  return left.sql === right.sql && left.position === right.position && left.tag === right.tag && left.when === right.when
    && left.file === right.file && left.downFile === right.downFile && left.snapshotFile === right.snapshotFile
    && left.hasSnapshotFile === right.hasSnapshotFile && stamp === other
    && (left.entry === right.entry || JSON.stringify(left.entry) === JSON.stringify(right.entry));
}

/** A history, and what its marks rest on: to look for them would cost a look at every file. */
interface MarkedHistory {
  readonly history: History;
  readonly marks: readonly unknown[];
}

function sameHistory({ history: left, marks }: MarkedHistory, { history: right, marks: others }: MarkedHistory): boolean {
  return left.layout === right.layout && left.folder === right.folder && sameElements(marks, others)
    && sameElements(left.migrations, right.migrations) && sameElements(left.strayFiles, right.strayFiles)
    && JSON.stringify(aroundMigrations(left)) === JSON.stringify(aroundMigrations(right));
}

function aroundMigrations({ straySnapshots, otherMetaFiles, problems }: History): readonly unknown[] {
  return [straySnapshots, otherMetaFiles, problems];
}
