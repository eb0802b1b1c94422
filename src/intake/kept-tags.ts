import type { History } from '../facts/history.ts';
import { migrationHash } from '../facts/migration-hash.ts';

/**
 * Tags of a history that the base knows: those that it has, and, where the base has a journal and the history folders, those
 * whose SQL it has: `drizzle-kit up` to 1.0 gives every migration another name and leaves its SQL as it was (rc.5).
 */
export function keptTags(history: History, atBase: History): ReadonlySet<string> {
  const tags = atBase.migrations.map(({ tag }) => tag);
  if (atBase.layout !== 'journal' || history.layout !== 'folders') return new Set(tags);
  const hashes = new Set(atBase.migrations.flatMap(({ sql }) => (sql === null ? [] : [migrationHash(sql.text)])));
  const lifted = history.migrations.filter(({ sql }) => sql !== null && hashes.has(migrationHash(sql.text)));
  return new Set([...tags, ...lifted.map(({ tag }) => tag)]);
}
