import type { HistoryProblem, Snapshot, SnapshotLink } from '../../facts/history.ts';
import { once } from '../../text/once.ts';
import { skimmedText, type Texts } from '../../text/texts.ts';
import { conflictMarker } from './conflict-marker.ts';
import type { HistoryMemory } from './history-memory.ts';
import { snapshotLink } from './snapshot-link.ts';
import { readSnapshot, type SnapshotReading, type SqlSpelling } from './snapshot.ts';

/** A snapshot that is read when it is asked for: as a whole, or the ids at its beginning. */
export interface ReadSnapshot {
  readonly link: () => SnapshotLink | null;
  readonly snapshot: () => Snapshot | null;
  readonly problem: () => HistoryProblem | null;
  /** Equal for as long as all that it rests on is the same. */
  readonly stamp: unknown;
}

/** The snapshots of a history. */
export interface SnapshotFiles {
  /** Null: there is no such file. */
  readonly of: (file: string) => ReadSnapshot | null;
  /** Those whose problems are told, once all migrations are read. */
  readonly read: (which: 'newest' | 'all') => readonly ReadSnapshot[];
}

export interface SnapshotOptions extends SqlSpelling {
  readonly memory?: HistoryMemory;
}

/** In the journal layout each stands for itself. Tags may share a prefix, and then a snapshot: it is read once. */
export function journalSnapshots(texts: Texts, files: ReadonlySet<string>, options: SnapshotOptions): SnapshotFiles {
  const known = new Map<string, ReadSnapshot>();
  return {
    of(file) {
      if (!files.has(file)) return null;
      const found = known.get(file) ?? inFile(texts, file, options);
      known.set(file, found);
      return found;
    },
    read: (which) => (which === 'all' ? [...known.values()] : [...known.values()].slice(-1)),
  };
}

function inFile(texts: Texts, file: string, options: SnapshotOptions): ReadSnapshot {
  const read = (path: string, text: string): SnapshotReading => readSnapshot(path, text, options);
  const whole = once(() => wholeFile(texts, file, options.memory?.snapshot(read) ?? read));
  return {
    link: once(() => linkIn(texts, file, options.memory)),
    snapshot: () => whole().snapshot,
    problem: () => whole().problem,
    stamp: texts.stamp?.(file),
  };
}

/** What a file of a snapshot came to. */
export interface WholeFile<Read> {
  readonly snapshot: Read | null;
  readonly problem: HistoryProblem | null;
}

type Reading<Read> = { readonly ok: true; readonly snapshot: Read } | { readonly ok: false; readonly problem: HistoryProblem };

/** A file of a snapshot, read; one with marks of an unfinished merge is not put to the reader. */
export function wholeFile<Read>(texts: Texts, file: string, read: (file: string, text: string) => Reading<Read>): WholeFile<Read> {
  const nothing: WholeFile<Read> = { snapshot: null, problem: null };
  const text = texts.read(file);
  if (text === null || conflictMarker(file, text) !== null) return nothing;
  const reading = read(file, text);
  return reading.ok ? { ...nothing, snapshot: reading.snapshot } : { ...nothing, problem: reading.problem };
}

/** The ids of a snapshot, from its beginning and its end where they are enough. */
export function linkIn(texts: Texts, file: string, memory: HistoryMemory | undefined): SnapshotLink | null {
  const read = (): SnapshotLink | null => {
    const whole = once(() => texts.read(file));
    return snapshotLink(texts.skim?.(file) ?? skimmedText(whole() ?? ''), whole);
  };
  return memory === undefined || texts.stamp === undefined ? read() : memory.link(file, texts.stamp(file), read);
}
