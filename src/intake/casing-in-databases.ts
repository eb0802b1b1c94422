import type { Casing } from '../facts/casing.ts';
import type { Catalog } from '../facts/catalog.ts';
import type { History } from '../facts/history.ts';
import { applyCasing } from '../parse/schema/casing.ts';

/**
 * How columns that are named by their keys are named in the database. drizzle-kit of the folder layout heeds `casing` up to the last
 * beta and no more from 1.0.0-rc.1 on, where columns are named as their keys: what the newest snapshot has tells what databases have.
 * Where its names are of both kinds, those of columns without a name of their own decide; `uncased` is the schema as 1.0 reads it.
 */
export function casingInDatabases(history: History, casing: Casing | null, uncased: () => Catalog | null): Casing | null {
  if (history.layout !== 'folders' || casing === null) return casing;
  const newest = history.migrations.findLast(({ hasSnapshotFile }) => hasSnapshotFile)?.snapshot?.catalog;
  if (newest === undefined) return null;
  const all = votesOfNames(newest, casing);
  if (all.cased === 0) return null;
  if (all.uncased === 0) return casing;
  const keyed = votesOfKeys(uncased(), newest, casing);
  const { cased, uncased: others } = keyed.cased + keyed.uncased > 0 ? keyed : all;
  return cased > others ? casing : null;
}

interface Votes {
  readonly cased: number;
  readonly uncased: number;
}

function count(votes: readonly (keyof Votes)[]): Votes {
  const cased = votes.filter((vote) => vote === 'cased').length;
  return { cased, uncased: votes.length - cased };
}

/** Whoever gave them: `full_title` and `fullTitle` are of one case, `isbn` is of both, and `_id` of none. */
function votesOfNames({ tables }: Catalog, casing: Casing): Votes {
  const other = casing === 'snake_case' ? 'camelCase' : 'snake_case';
  return count([...tables.values()].flatMap(({ columns }) => columns.flatMap(({ name }) => {
    const [isCased, isOther] = [applyCasing(name, casing) === name, applyCasing(name, other) === name];
    return isCased === isOther ? [] : [isCased ? 'cased' : 'uncased'];
  })));
}

/** Of columns that are named by their keys, as far as the snapshot has them. */
function votesOfKeys(declared: Catalog | null, { tables }: Catalog, casing: Casing): Votes {
  return count([...declared?.tables ?? []].flatMap(([key, { columns }]) => {
    const names = new Set(tables.get(key)?.columns.map(({ name }) => name) ?? []);
    return columns.filter(({ namedByKey }) => namedByKey === true).flatMap(({ name }): readonly (keyof Votes)[] => {
      const [isCased, isKey] = [names.has(applyCasing(name, casing)), names.has(name)];
      return isCased === isKey ? [] : [isCased ? 'cased' : 'uncased'];
    });
  }));
}
