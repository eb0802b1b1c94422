import type { HistoryProblem, Snapshot } from '../../facts/history.ts';
import { once } from '../../text/once.ts';
import type { Texts } from '../../text/texts.ts';
import { conflictMarker } from './conflict-marker.ts';
import type { HistoryMemory } from './history-memory.ts';
import { snapshotHead, type SnapshotHead } from './snapshot-head.ts';
import { readSnapshot, type SnapshotReading, type SqlSpelling } from './snapshot.ts';

/** A snapshot that is read when it is asked for: as a whole, or what its beginning tells. */
export interface ReadSnapshot {
  readonly head: () => SnapshotHead;
  readonly snapshot: () => Snapshot | null;
  readonly problem: () => HistoryProblem | null;
  readonly conflict: () => HistoryProblem | null;
  /** Equal for as long as all that it rests on is the same. */
  readonly stamp: unknown;
}

/** The snapshots of a history. */
export interface SnapshotFiles {
  /** Null: there is no such file. */
  readonly of: (file: string) => ReadSnapshot | null;
  /** Those whose problems are told, once all migrations are read. */
  readonly read: (which: 'newest' | 'all') => readonly ReadSnapshot[];
  /** Those that were asked for. */
  readonly known: () => readonly ReadSnapshot[];
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
    known: () => [...known.values()],
  };
}

function inFile(texts: Texts, file: string, options: SnapshotOptions): ReadSnapshot {
  const read = (path: string, text: string): SnapshotReading => readSnapshot(path, text, options);
  const whole = once(() => wholeFile(texts, file, options.memory?.snapshot(read) ?? read));
  return {
    head: once(() => headOf(texts, file, options.memory)),
    snapshot: () => whole().snapshot,
    problem: () => whole().problem,
    conflict: () => whole().conflict,
    stamp: texts.stamp?.(file),
  };
}

/** What a file of a snapshot came to. */
export interface WholeFile<Read> {
  readonly snapshot: Read | null;
  readonly problem: HistoryProblem | null;
  readonly conflict: HistoryProblem | null;
}

type Reading<Read> = { readonly ok: true; readonly snapshot: Read } | { readonly ok: false; readonly problem: HistoryProblem };

/** A file of a snapshot, read; one with marks of an unfinished merge is not put to the reader. */
export function wholeFile<Read>(texts: Texts, file: string, read: (file: string, text: string) => Reading<Read>): WholeFile<Read> {
  const nothing: WholeFile<Read> = { snapshot: null, problem: null, conflict: null };
  const text = texts.read(file);
  if (text === null) return nothing;
  const conflict = conflictMarker(file, text);
  if (conflict !== null) return { ...nothing, conflict };
  const reading = read(file, text);
  return reading.ok ? { ...nothing, snapshot: reading.snapshot } : { ...nothing, problem: reading.problem };
}

/** What the beginning of a snapshot tells. */
export function headOf(texts: Texts, file: string, memory: HistoryMemory | undefined): SnapshotHead {
  const read = (): SnapshotHead => {
    const whole = once(() => texts.read(file));
    return snapshotHead(file, texts.begin?.(file) ?? whole() ?? '', whole);
  };
  return memory === undefined || texts.stamp === undefined ? read() : memory.head(file, texts.stamp(file), read);
}
