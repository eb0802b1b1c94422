import type { History } from '../facts/history.ts';
import { formFor, type Ledger } from './ledger.ts';
import { type NamedRows, namedRows } from './named-rows.ts';
import { type Standing, standingOf } from './pending.ts';

/** Where a database is in a history. */
export interface Position {
  readonly standing: Standing;
  /** The rows of a ledger of times whose migrations lie in folders now, with the names they are to have; else null. */
  readonly unnamed: NamedRows | null;
  /** Is it a ledger of names, beside a journal, which drizzle-orm 1.0 does not read? */
  readonly isAhead: boolean;
}

/** Compares a history with its ledger; null: there is none yet. */
export function positionOf(history: History, ledger: Ledger | null): Position {
  const isOther = ledger !== null && ledger.form !== formFor(history.layout);
  const unnamed = isOther && ledger.form === 'times' ? namedRows(history.migrations, ledger.rows) : null;
  return { standing: standingOf(history, unnamed ?? ledger), unnamed, isAhead: isOther && ledger.form === 'names' };
}
