import type { History, Migration } from '../facts/history.ts';
import { agedFaults, type Aged, type HistoryFault } from './aged-faults.ts';
import type { HistoryContext } from './context.ts';
import { renamedFolders } from './history-changes.ts';

/** How far clocks may differ: that of the machine that generated a migration and ours. */
const tolerance = 15 * 60_000;

export type FutureMigration = HistoryFault & { readonly migration: Migration & { readonly when: number } };

/** Migrations that are dated later than the present, and of which that is to be told. */
export function futureMigrations(
  history: History, on: Pick<HistoryContext<unknown>, 'judged' | 'tagsAtBase' | 'atBase' | 'now'>,
): readonly Aged<FutureMigration>[] {
  const renamed = renamedFolders(history, on.atBase);
  return agedFaults((each) => each.migrations.filter((migration) => isFuture(migration, on.now))
    .map((migration) => ({ key: `${migration.tag} ${String(migration.when)}`, tags: [migration.tag], migration })), history, on)
    .filter(({ migration: { tag } }) => !renamed.has(tag));
}

function isFuture(migration: Migration, now: number): migration is FutureMigration['migration'] {
  return migration.when !== null && migration.when > now + tolerance;
}
