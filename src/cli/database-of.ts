import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Location } from '../intake/locate.ts';
import { Problem } from '../text/problem.ts';

/** What `connect` is given. */
export interface DatabasePlace {
  readonly url: string | undefined;
  readonly folder: string;
}

/**
 * The database of a project in `folder`: that of `DATABASE_URL`, in `.env` beside drizzle.config too, as drizzle-kit reads
 * it (0.31; what is set already stays), or the embedded one. A forgotten `DATABASE_URL` must not end in an embedded
 * database that nobody meant: the settings have to name one. `purpose` says what for, as in `to migrate`.
 */
export function databaseOf(folder: string, location: Location, purpose: string): DatabasePlace {
  const named = databaseNamed(folder, location);
  if (named !== null) return named;
  throw new Problem(
    `DATABASE_URL is not set, so there is no database ${purpose}.`,
    'Set it, in .env too, or name a folder as "embeddedDatabase" in the settings of sluice.',
  );
}

/** The same; null where none is named. */
export function databaseNamed(folder: string, { settings }: Location): DatabasePlace | null {
  loadEnvironment(folder);
  const url = process.env['DATABASE_URL'];
  if (url !== undefined && url !== '') return { url, folder };
  return settings.embeddedDatabase === undefined ? null : { url: undefined, folder: join(folder, settings.embeddedDatabase) };
}

function loadEnvironment(folder: string): void {
  const file = join(folder, '.env');
  if (statSync(file, { throwIfNoEntry: false })?.isFile() === true) process.loadEnvFile(file);
}
