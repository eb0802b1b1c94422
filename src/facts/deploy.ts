import type { Migration } from './history.ts';
import type { Statement } from './statement.ts';

/**
 * Who applies the migrations. `drizzle`: everything pending in one transaction (drizzle-orm 0.45 pg-core/dialect.js
 * migrate). `sluice`: one transaction a migration, statements that refuse one run alone. `neon-http`: no transaction
 * (drizzle-orm 0.45 neon-http/migrator.js).
 */
export type Runner = 'drizzle' | 'sluice' | 'neon-http';

/** A statement and the migration that holds it. */
export interface Step {
  readonly migration: Migration;
  readonly statement: Statement;
}

/** Steps that one transaction holds. `alone`: the statement runs outside a transaction block. */
export interface Transaction {
  readonly steps: readonly Step[];
  readonly alone: boolean;
}

/** What is applied together. */
export interface Deploy {
  readonly migrations: readonly Migration[];
  readonly transactions: readonly Transaction[];
}
