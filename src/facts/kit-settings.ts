import type { Casing } from './casing.ts';

/** How drizzle-kit begins the tags of new migrations: `migrations.prefix` (drizzle-kit 0.31, `prefixes`; gone in 1.0). */
export const migrationPrefixes = ['index', 'timestamp', 'supabase', 'unix', 'none'] as const;
export type MigrationPrefix = (typeof migrationPrefixes)[number];

/** What drizzle.config and its package say of names and migrations, whether or not the drizzle-kit of the project heeds it. */
export interface KitSettings {
  /** The file that says it. */
  readonly file: string;
  readonly casing: Casing | null;
  /** Null: nothing is said, which is `index`, or it cannot be read. */
  readonly prefix: MigrationPrefix | null;
  /** What applies migrations in place of a driver that drizzle-kit finds by itself: `pglite`, `aws-data-api`. */
  readonly driver: string | null;
  /** Does drizzle-kit write `--> statement-breakpoint` between statements? */
  readonly breakpoints: boolean;
  /** Is PGlite among what the package needs when it runs (`dependencies` of the nearest package.json)? */
  readonly runsOnPglite: boolean;
}
