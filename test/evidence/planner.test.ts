import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/evidence/database.ts';
import { freshDatabase } from '../kit/fresh-database.ts';
import { layServingGround, parted, putToPlanner } from './serving/put-to-planner.ts';
import { isNeedless, isSaidNeedless } from './serving/put-pair-to-planner.ts';
import { pairs } from './serving/redundant-shapes.ts';
import { extensions, shapes } from './serving/shapes.ts';

describe('which index serves a foreign key, as the planner of PGlite has it', () => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase(...extensions);
    await layServingGround(database);
  });
  afterAll(() => database.close());

  it('is asked of many shapes', () => {
    expect(shapes.length).toBeGreaterThan(60);
  });

  it.each(shapes.map((shape) => [`(${shape.key}) to ${shape.references}: ${shape.indexes}`, shape] as const))('%s', async (_, shape) => {
    expect(parted(await putToPlanner(database, shape, 18))).toBeNull();
  });
});

describe('which index is needless, as the planner of PGlite has it', () => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase();
    await layServingGround(database);
  });
  afterAll(() => database.close());

  it.each(pairs.map((pair) => [pair.indexes, pair] as const))('%s', async (_, pair) => {
    const said = isSaidNeedless(pair);
    const done = await isNeedless(database, pair);
    expect({ said, done }).toEqual({ said, done: said || pair.apart !== undefined });
    expect(pair.apart !== undefined && said).toBe(false);
  });
});
