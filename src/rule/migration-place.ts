import type { History, Migration } from '../facts/history.ts';
import type { Origin } from '../text/span.ts';

/**
 * Where a fault of a migration is told: at its entry of the journal; in the folder layout at the beginning of its SQL, and
 * where that is missing of the SQL beside it, since snapshots are nothing that people open.
 */
export function placeOf(migration: Migration, { layout, migrations }: History): Origin {
  if (migration.entry !== null) return migration.entry.origin;
  const { position } = migration;
  const hasSql = layout === 'folders' ? [migration, ...migrations.slice(position + 1), ...migrations.slice(0, position).reverse()] : [];
  return startOf((hasSql.find(({ sql }) => sql !== null) ?? migration).file);
}

/** The beginning of a file. */
export function startOf(file: string): Origin {
  return { file, span: { start: 0, end: 0 } };
}
