import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/evidence/database.ts';
import { serverDatabase } from '../../src/gate/connection.ts';
import { layServingGround, parted, putToPlanner } from '../evidence/serving/put-to-planner.ts';
import { shapes } from '../evidence/serving/shapes.ts';
import { majors, startServer, type Server } from './server.ts';

describe.each(majors)('which index serves a foreign key, as the planner of PostgreSQL %i has it', (major) => {
  let server: Server;
  let database: Database;
  beforeAll(async () => {
    server = await startServer(major);
    database = await serverDatabase(await server.createDatabase('library'));
    await layServingGround(database);
  });
  afterAll(async () => {
    await database.close();
    await server.stop();
  });

  it.each(shapes.map((shape) => [`(${shape.key}) to ${shape.references}: ${shape.indexes}`, shape] as const))('%s', async (_, shape) => {
    expect(parted(await putToPlanner(database, shape, major))).toBeNull();
  });
});
