import type { MigrationStatus } from '../engine/migration-status.ts';
import type { Totals } from './report-input.ts';

/** How a migration stands to the ledger of a database. */
export type StandingWord = 'applied' | 'pending' | 'skipped' | 'repeated';

/** The database that was asked. */
export interface AskedDatabase {
  readonly place: string;
  /** Schema and table. */
  readonly ledger: string;
  /** Null: there is no ledger yet. */
  readonly rows: number | null;
  /** By tag, of every migration. */
  readonly standing: ReadonlyMap<string, StandingWord>;
}

/** What `sluice status` tells. Paths are relative to the root of the texts. */
export interface StatusInput {
  readonly layout: 'journal' | 'folders' | 'none';
  readonly folder: string;
  /** Those that are shown, the newest last. */
  readonly shown: readonly MigrationStatus[];
  readonly all: readonly MigrationStatus[];
  /** Files of the folder that belong to no migration. */
  readonly strays: readonly string[];
  /** Of the whole project, migrations and schema. */
  readonly totals: Totals;
  /** Null: none was asked. */
  readonly database: AskedDatabase | null;
  /** What the user ought to know, a sentence each. */
  readonly notes: readonly string[];
  /** A file's path as the user sees it. */
  readonly pathOf: (file: string) => string;
}
