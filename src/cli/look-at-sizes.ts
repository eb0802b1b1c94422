import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from '../gate/connection.ts';
import { tableSizes } from '../gate/table-sizes.ts';
import type { Intake } from '../intake/take-in.ts';
import type { LiveStatistics } from '../intake/statistics-file.ts';
import { Problem } from '../text/problem.ts';
import { databaseOf } from './database-of.ts';

/** One read-only look at the database of a project. @throws Problem where there is none, or it does not answer. */
export async function lookAtSizes({ location, root }: Intake): Promise<LiveStatistics> {
  if (location === null) throw new Problem('There is no project here.', 'Run it where drizzle.config is.');
  const place = databaseOf(join(root, location.folder), location, 'to look at');
  if (place.url === undefined && !existsSync(place.folder)) {
    throw new Problem(`There is no embedded database in ${place.folder} yet.`, 'Make it with "sluice migrate", or set DATABASE_URL.');
  }
  const database = await connect(place);
  try {
    return { kind: 'database', place: database.place, takenAt: new Date().toISOString(), tables: await tableSizes(database) };
  } finally {
    await database.close();
  }
}
