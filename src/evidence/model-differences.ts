import { type Difference, difference, showDifference } from '../catalog/difference.ts';
import { endOfSession, replay } from '../catalog/replay.ts';
import { emptyCatalog, everyAspect } from '../facts/catalog.ts';
import type { Migration } from '../facts/history.ts';
import type { Statement } from '../facts/statement.ts';
import type { Application } from './apply.ts';
import type { Database } from './database.ts';
import { observe } from './observe.ts';
import { replayOn, type Replayed, type ReplayOptions } from './replay.ts';
import type { Spell } from './row-facts.ts';

export interface ModelOptions extends Pick<ReplayOptions, 'refusesTransaction'> {
  readonly spell: Spell;
}

/** What the model got wrong: `before` is the replayed catalog, `after` the observed one. */
export interface ModelDifferences {
  readonly migration: Migration;
  /** Those that no earlier migration had. */
  readonly differences: readonly Difference[];
}

export interface ModelTrial {
  readonly replayed: readonly Replayed[];
  readonly wrong: readonly ModelDifferences[];
}

/**
 * Puts the model to the proof: runs a history on an empty database and compares, after every migration, the catalog that
 * `replay` folds from the SQL with the one that Postgres has. Of a migration that Postgres refuses the model takes what
 * stayed.
 */
export async function modelTrial(
  database: Database, migrations: readonly Migration[], options: ModelOptions,
): Promise<ModelTrial> {
  const wrong: ModelDifferences[] = [];
  const known = new Set<string>();
  let model = emptyCatalog(everyAspect);
  const replayed = await replayOn(database, migrations, {
    refusesTransaction: options.refusesTransaction,
    async afterEach(migration, application) {
      model = endOfSession(replay(model, done(migration, application)));
      const found = difference(model, await observe(database, { spell: options.spell }));
      const differences = found.filter((one) => !known.has(showDifference(one)));
      if (differences.length > 0) wrong.push({ migration, differences });
      for (const one of differences) known.add(showDifference(one));
    },
  });
  return { replayed, wrong };
}

function done(migration: Migration, application: Application): readonly Statement[] {
  return application.outcome === 'failed' ? application.kept : migration.sql?.statements ?? [];
}
