import { emptyCatalog, everyAspect, type Catalog } from '../facts/catalog.ts';
import type { Migration } from '../facts/history.ts';
import type { SqlFile } from '../facts/statement.ts';
import { endOfSession, replay } from './replay.ts';

/** Before the first migration. One value, so that what follows from it is worked out once. */
export const emptyDatabase: Catalog = emptyCatalog(everyAspect);

/** The catalog of a database that was empty, or as given, after migrations in their order. */
export function afterMigrations(migrations: readonly Migration[], before: Catalog = emptyDatabase): Catalog {
  return migrations.reduce(afterMigration, before);
}

/** Long histories are walked several times, for the project and for its base: what came out is kept with the catalog. */
const known = new WeakMap<Catalog, WeakMap<SqlFile, Catalog>>();

/** The catalog after one migration, in a session of its own. A migration without its file changes nothing. */
export function afterMigration(before: Catalog, { sql }: Migration): Catalog {
  if (sql === null) return before;
  const here = known.get(before) ?? new WeakMap<SqlFile, Catalog>();
  known.set(before, here);
  const after = here.get(sql) ?? endOfSession(replay(before, sql.statements));
  here.set(sql, after);
  return after;
}
