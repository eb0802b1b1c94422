import { difference, type Difference } from '../catalog/difference.ts';
import { statementRefusesTransaction } from '../catalog/deploys.ts';
import { endOfSession, replay } from '../catalog/replay.ts';
import { emptyCatalog, everyAspect } from '../facts/catalog.ts';
import type { Migration } from '../facts/history.ts';
import type { Database } from './database.ts';
import { observe, type ObserveOptions } from './observe.ts';
import { replayOn, type Replayed } from './replay.ts';

/** Where our model of a history and a real Postgres part. */
export interface ModelDifferences {
  /** After each migration: what the replayed catalog has otherwise than the observed one, and had not before. */
  readonly steps: readonly { readonly migration: Migration; readonly differences: readonly Difference[] }[];
  readonly replayed: readonly Replayed[];
}

/**
 * Replays a history as a catalog and on an empty database side by side and compares after every migration. `before` of
 * a difference is what the model says, `after` what Postgres has. A migration that Postgres refuses is left out of the
 * model too, so that one failure is not a hundred differences.
 */
export async function modelDifferences(
  database: Database, migrations: readonly Migration[], options: ObserveOptions & { readonly postgres: number },
): Promise<ModelDifferences> {
  const steps: { migration: Migration; differences: readonly Difference[] }[] = [];
  let model = emptyCatalog(everyAspect);
  let known = new Set<string>();
  const replayed = await replayOn(database, migrations, {
    refusesTransaction: (statement) => statementRefusesTransaction(statement, options.postgres),
    afterEach: async (migration) => {
      model = endOfSession(replay(model, migration.sql?.statements ?? []));
      const found = difference(model, await observe(database, options));
      steps.push({ migration, differences: found.filter((each) => !known.has(JSON.stringify(each))) });
      known = new Set(found.map((each) => JSON.stringify(each)));
    },
  });
  return { steps, replayed };
}
