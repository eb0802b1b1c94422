import type { LockMode } from '../facts/effects.ts';
import type { Casing } from '../facts/casing.ts';
import type { Runner } from '../facts/deploy.ts';
import type { MigrationPrefix } from '../facts/kit-settings.ts';

/** One migration of a sample. */
export interface SampleMigration {
  readonly up: string;
  readonly down?: string;
  /** Milliseconds; later than the one before where it is left out. In the folder layout the tag tells it. */
  readonly when?: number;
}

/** A whole project in which a rule is shown. Down files are there unless the sample gives migrations without. */
export interface SampleProject {
  /** Text of `src/schema.ts`. */
  readonly schema?: string;
  /** By tag, in the order of the journal. */
  readonly migrations?: Readonly<Record<string, SampleMigration>>;
  /** With a folder for each migration, as drizzle-kit 1.0 has it; left out: with a journal. */
  readonly layout?: 'folders';
  /** Other files; null takes one away. */
  readonly files?: Readonly<Record<string, string | null>>;
  /** Files that were others at the base ref; null: that were not there. Left out: there is no base to compare with. */
  readonly atBase?: Readonly<Record<string, string | null>>;
  /** `casing` of drizzle.config. */
  readonly casing?: Casing;
  /** `migrations.prefix` of drizzle.config. */
  readonly prefix?: MigrationPrefix;
  /** `driver` of drizzle.config. */
  readonly driver?: string;
  /** Files that git was not told of. */
  readonly untracked?: readonly string[];
  /** Judged by a CI service. */
  readonly onCi?: true;
}

/** SQL of the migration that is judged, or a project. */
export type Sample = string | SampleProject;

/** What Postgres can be asked about the judged SQL. */
export interface Claims {
  /** Strongest lock by table. */
  readonly locks?: Readonly<Record<string, LockMode>>;
  readonly rewrites?: readonly string[];
  readonly scans?: readonly string[];
  /** SQLSTATE of the error it ends in. */
  readonly fails?: string;
}

/** An example is a test, a part of the docs page and a claim that Postgres can check. */
export type Example = {
  /** What was applied before, as SQL: the first migration of the history. */
  readonly given?: string;
  /** Text of `src/schema.ts` at the base ref: what the code in production declares. */
  readonly deployed?: string;
  readonly options?: unknown;
  readonly runner?: Runner;
  readonly postgres?: number;
  /** Rows of tables in production, by name, as a statistics file tells them; of others nobody knows. */
  readonly statistics?: Readonly<Record<string, number>>;
  /**
   * The migrations of the sample are pending together, as those of a branch are to `sluice check`. Left out: each is a
   * deploy of its own, as an editor and `check --all` judge.
   */
  readonly together?: true;
  readonly claims?: Claims;
  /** What the finding's fix makes of the bad sample: the SQL, or the text of `src/schema.ts`. */
  readonly fixed?: string;
} & ({ readonly bad: Sample; readonly good?: never } | { readonly good: Sample; readonly bad?: never });
