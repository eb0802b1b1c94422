import type { Catalog } from '../facts/catalog.ts';
import type { History, Migration, Snapshot } from '../facts/history.ts';
import { lastAnswers } from '../text/last-answers.ts';

/** What the next migration is generated from. */
export interface NewestSnapshot {
  /** One, or the leaves of branches that no migration has merged yet, the newest first. */
  readonly snapshots: readonly Snapshot[];
  readonly catalog: Catalog;
}

/**
 * What drizzle-kit goes on from when it generates the next migration: in the journal layout the last snapshot by the name of its
 * file (0.31, `preparePrevSnapshot`), which after a merge need not be that of the last entry; in the folder layout the snapshot
 * that none goes on from, and of several such the state that their branches come to (1.0 rc.5, `combinedState`). Null where
 * there is none, it is one that no entry names or cannot be read, or branches conflict: then drizzle-kit generates nothing.
 */
export function newestSnapshot(history: History): NewestSnapshot | null {
  const newest = history.layout === 'folders' ? leafMigrations(history.migrations) : lastByName(history);
  const snapshots = newest.map(({ snapshot }) => snapshot);
  const [first, ...others] = snapshots;
  if (first === undefined || first === null || !others.every((other) => other !== null)) return null;
  const catalog = others.length === 0 ? first.catalog : mergedCatalog(first, others);
  return catalog === null ? null : { snapshots: [first, ...others], catalog };
}

const merged = lastAnswers<Snapshot, Catalog | null>(2);

function mergedCatalog(first: Snapshot, others: readonly Snapshot[]): Catalog | null {
  return merged(first, others, () => first.mergedWith?.(others) ?? null);
}

function lastByName({ migrations, straySnapshots }: History): readonly Migration[] {
  const written = migrations.filter(({ hasSnapshotFile }) => hasSnapshotFile);
  if (written.length === 0) return [];
  const last = written.reduce((newest, one) => (one.snapshotFile > newest.snapshotFile ? one : newest));
  return straySnapshots.some(({ file }) => file > last.snapshotFile) ? [] : [last];
}

/** Migrations of the folder layout that have a snapshot which none goes on from, the newest first. */
export function leafMigrations(migrations: readonly Migration[]): readonly Migration[] {
  const parents = new Set(migrations.flatMap(({ link }) => link?.parents ?? []));
  return migrations.filter(({ hasSnapshotFile, link }) => hasSnapshotFile && (link === null || !parents.has(link.id))).reverse();
}
