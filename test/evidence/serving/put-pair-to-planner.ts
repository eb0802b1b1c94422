import { isDeepStrictEqual } from 'node:util';
import { redundantIndexes } from '../../../src/catalog/redundant-index.ts';
import type { Database } from '../../../src/evidence/database.ts';
import { catalogOf, name } from '../../kit/catalog.ts';
import { servingGround } from './ground.ts';
import { planShapeOf } from './plan-shape.ts';
import type { IndexPair } from './redundant-shapes.ts';

const ground = catalogOf(servingGround);

/** Is it said that `i` could go? Of two alike either. */
export function isSaidNeedless({ indexes }: IndexPair): boolean {
  return redundantIndexes(catalogOf(indexes, ground), name('loan')).some(({ redundant, kind }) => redundant.name === 'i' || kind === 'duplicate');
}

/** Does `j` alone do in every query what `i` alone does? The database is as before afterwards. */
export async function isNeedless(database: Database, { indexes, queries }: IndexPair): Promise<boolean> {
  const [first = '', second = ''] = indexes.split('; ');
  const plansWith = async (index: string): Promise<readonly unknown[]> => {
    await database.exec('begin');
    try {
      await database.exec(index);
      const plans: unknown[] = [];
      for (const query of queries) plans.push(await planShapeOf(database, query));
      return plans;
    } finally {
      await database.exec('rollback');
    }
  };
  return isDeepStrictEqual(await plansWith(first), await plansWith(second));
}
