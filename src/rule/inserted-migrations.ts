import { afterMigrations } from '../catalog/after-migrations.ts';
import { conflictsBetween, type Conflict } from '../catalog/conflicts-between.ts';
import type { History, Migration } from '../facts/history.ts';
import { historyChanges } from './history-changes.ts';

/** A new migration before some that the base has. */
export interface InsertedMigration {
  readonly migration: Migration;
  /** Those behind it that the base has. */
  readonly later: readonly Migration[];
}

/** New migrations that stand before others of the base; in a history that is laid out in another way there are none. */
export function insertedMigrations(history: History, atBase: History): readonly InsertedMigration[] {
  const changes = historyChanges(atBase, history);
  const kept = new Set(changes?.kept.map(({ now }) => now));
  return (changes?.added ?? []).flatMap((migration) => {
    const later = history.migrations.slice(migration.position + 1).filter((other) => kept.has(other));
    return later.length === 0 ? [] : [{ migration, later }];
  });
}

/** What depends on whether the migration runs before the others, as on a new database, or after them, as on an old one. */
export function conflictsOfInserted({ migration, later }: InsertedMigration, { migrations }: History): readonly Conflict[] {
  return conflictsBetween(afterMigrations(migrations.slice(0, migration.position)), [migration], later);
}
