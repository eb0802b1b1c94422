import { type Application, apply } from '../evidence/apply.ts';
import { type Database, failureOf } from '../evidence/database.ts';
import { startAfresh } from '../evidence/replay.ts';
import type { History, Migration } from '../facts/history.ts';
import type { ObjectName } from '../facts/names.ts';
import { keyOf } from '../facts/names.ts';
import type { SqlFile, Statement } from '../facts/statement.ts';
import { blockedByInvalid, invalidIndexes } from './invalid-indexes.ts';
import { createLedger, formFor, hashOf, type LedgerForm, type LedgerName, nameRows, readLedger, recordMigration } from './ledger.ts';
import { positionOf } from './position.ts';
import { blockedRefusal, type Refusal, refusalsOf } from './refusals.ts';

export interface MigrateOptions {
  readonly ledger: LedgerName;
  /** Whether Postgres refuses a statement inside a transaction block. */
  readonly refusesTransaction: (statement: Statement) => boolean;
  /** The check of what is about to run: what speaks against it, or nothing. */
  readonly judge: (pending: readonly Migration[]) => Promise<readonly Refusal[]>;
  /** Told after each migration, once it is in the ledger. */
  readonly onApplied?: (migration: Migration) => void;
}

export type MigrateResult =
  | { readonly outcome: 'upToDate' }
  | { readonly outcome: 'applied'; readonly migrations: readonly Migration[] }
  /** Nothing was run. */
  | { readonly outcome: 'refused'; readonly refusals: readonly Refusal[] }
  | MigrateFailure;

export interface MigrateFailure {
  readonly outcome: 'failed';
  /** Applied and recorded before the failure. */
  readonly migrations: readonly Migration[];
  readonly migration: Migration;
  readonly application: Extract<Application, { readonly outcome: 'failed' }>;
  /** Indexes this migration left invalid; null if the connection is gone and nobody can look. */
  readonly invalidIndexes: readonly ObjectName[] | null;
}

/** A migration whose file is there: `refusalsOf` stops the others. */
type Runnable = Migration & { readonly sql: SqlFile };

/**
 * Applies what is pending: one transaction a migration together with its row in Drizzle's ledger; statements that refuse
 * a transaction alone, in their place (see evidence/plan.ts). Runs nothing if the ledger and the history do not fit, an
 * invalid index is in the way, or the judge objects; stops at the first failure. Afterwards drizzle-orm's migrator (0.45;
 * 1.0.0-rc.5 in the folder layout) finds nothing to do. A ledger that drizzle-orm before 1.0 kept of what is now in folders
 * gets its names first, as 1.0 does it. It takes no lock: see `exclusively`.
 */
export async function migrate(database: Database, history: History, options: MigrateOptions): Promise<MigrateResult> {
  const position = positionOf(history, await readLedger(database, options.ledger));
  const misfits = refusalsOf(history, position);
  if (misfits.length > 0) return { outcome: 'refused', refusals: misfits };
  const pending = position.standing.pending.filter(isRunnable);
  if (pending.length === 0) return { outcome: 'upToDate' };
  const invalid = await invalidIndexes(database);
  const blocked = blockedByInvalid(pending, invalid);
  if (blocked.length > 0) return { outcome: 'refused', refusals: blocked.map(blockedRefusal) };
  const objections = await options.judge(pending);
  if (objections.length > 0) return { outcome: 'refused', refusals: objections };
  if (position.unnamed !== null) await nameRows(database, options.ledger, position.unnamed.names);
  const form = formFor(history.layout);
  await createLedger(database, options.ledger, form);
  return applyAll(database, pending, new Set(invalid.map(keyOf)), { ...options, form });
}

async function applyAll(
  database: Database, pending: readonly Runnable[], invalidBefore: ReadonlySet<string>,
  options: MigrateOptions & { readonly form: LedgerForm },
): Promise<MigrateResult> {
  const migrations: Migration[] = [];
  for (const migration of pending) {
    const row = { hash: hashOf(migration.sql.text), createdAt: migration.when, name: migration.tag };
    const record = (): Promise<void> => recordMigration(database, options.ledger, row, options.form);
    const { refusesTransaction } = options;
    const application = await apply(database, migration.sql, { refusesTransaction, record });
    if (application.outcome === 'failed') {
      const left = await invalidIndexesIfReachable(database);
      const invalid = left?.filter((index) => !invalidBefore.has(keyOf(index))) ?? null;
      return { outcome: 'failed', migrations, migration, application, invalidIndexes: invalid };
    }
    migrations.push(migration);
    options.onApplied?.(migration);
    await startAfresh(database);
  }
  return { outcome: 'applied', migrations };
}

function isRunnable(migration: Migration): migration is Runnable {
  return migration.sql !== null;
}

/** Null: the connection is gone. A failure without an SQLSTATE comes from the driver, not from Postgres. */
async function invalidIndexesIfReachable(database: Database): Promise<readonly ObjectName[] | null> {
  try {
    return await invalidIndexes(database);
  } catch (thrown) {
    if (failureOf(thrown).sqlstate === null) return null;
    throw thrown;
  }
}
