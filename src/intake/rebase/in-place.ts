import type { Migration } from '../../facts/history.ts';
import { isSameMigration, type Branches, type OwnMigration } from './own-migrations.ts';

/**
 * Do our own migrations stand behind theirs already: entries, numbers, times, snapshots, and every migration of theirs as they
 * have it? A branch without migrations of its own that merely lacks some of theirs has nothing to move.
 */
export function isInPlace({ theirs, here }: Branches, own: readonly OwnMigration[]): boolean {
  const { migrations, conflicts, problems } = here.history;
  if (conflicts.length > 0 || problems.length > 0) return false;
  if (own.length === 0 && migrations.length < theirs.history.migrations.length) return true;
  const before = theirs.history.migrations;
  if (migrations.length !== before.length + own.length) return false;
  return before.every((migration, place) => isKept(migration, migrations[place]))
    && own.every(({ migration }, place) => migrations[before.length + place] === migration)
    && own.every(({ migration }) => follows(migrations, migration));
}

function isKept(migration: Migration, now: Migration | undefined): boolean {
  return now !== undefined && isSameMigration(migration, now) && now.when === migration.when && now.link?.id === migration.link?.id
    && (migration.downFile === null || now.downFile !== null) && (migration.sql === null || now.sql !== null);
}

/** Our own that do not stand behind what is before them in the working tree: by number, time or snapshot. */
export function misplaced({ here }: Branches, own: readonly OwnMigration[]): readonly OwnMigration[] {
  return own.filter(({ migration }) => !here.history.migrations.includes(migration) || !follows(here.history.migrations, migration));
}

/** Later than all before it, with a snapshot that goes on from the newest of them under a name that sorts behind it. */
function follows(migrations: readonly Migration[], migration: Migration): boolean {
  const before = migrations.slice(0, migration.position);
  const last = before.at(-1);
  const isLater = before.every(({ when }) => when !== null && migration.when !== null && when < migration.when);
  const isNumbered = last?.entry == null || migration.entry?.idx === last.entry.idx + 1;
  if (!isLater || !isNumbered) return false;
  const newest = before.findLast(({ link }) => link !== null);
  if (migration.link === null || newest === undefined) return !migration.hasSnapshotFile || newest === undefined;
  return migration.link.parents.length === 1 && migration.link.parents[0] === newest.link?.id
    && before.every(({ snapshotFile }) => snapshotFile < migration.snapshotFile);
}
