import type { Migration } from '../facts/history.ts';
import type { Statement } from '../facts/statement.ts';
import { type Application, apply } from './apply.ts';
import type { Database } from './database.ts';
import { isSound } from './soundness.ts';

export interface ReplayOptions {
  readonly refusesTransaction: (statement: Statement) => boolean;
  /** Called when a migration was run, applied or failed, outside any transaction: the place to observe the catalog. */
  readonly afterEach?: (migration: Migration, application: Application) => Promise<void>;
}

/** What became of one migration of a replay. `fileMissing`: there is no SQL to run. */
export interface Replayed {
  readonly migration: Migration;
  readonly application: Application | { readonly outcome: 'fileMissing' } | { readonly outcome: 'unsound' };
}

/**
 * Runs a history on an empty database, migration by migration, the way `sluice migrate` does, without a ledger. Goes on
 * after a failure: later ones may not need what is missing. Stops when the database no longer answers truly
 * (`unsound`): nothing it would say from there is evidence.
 */
export async function replayOn(
  database: Database, migrations: readonly Migration[], options: ReplayOptions,
): Promise<readonly Replayed[]> {
  const replayed: Replayed[] = [];
  for (const migration of migrations) {
    if (migration.sql === null) {
      replayed.push({ migration, application: { outcome: 'fileMissing' } });
      continue;
    }
    const application = await apply(database, migration.sql, options);
    if (!(await isSound(database))) return [...replayed, { migration, application: { outcome: 'unsound' } }];
    replayed.push({ migration, application });
    await startAfresh(database);
    await options.afterEach?.(migration, application);
  }
  return replayed;
}

/**
 * Takes back what a migration set for its session (`SET search_path = ''`, as pg_dump writes it; `SET ROLE`), so that
 * the next starts as on a connection of its own.
 */
export async function startAfresh(database: Database): Promise<void> {
  await database.exec('reset session authorization');
  await database.exec('reset all');
}
