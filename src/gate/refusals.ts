import type { History, Migration } from '../facts/history.ts';
import { showName } from '../facts/names.ts';
import type { Blocked } from './invalid-indexes.ts';
import type { Standing } from './pending.ts';
import { quotedName } from './quoted-name.ts';

/** Why nothing is applied: what is wrong with which migration, and what to do. */
export interface Refusal {
  /** Null: it concerns the history as a whole. */
  readonly migration: Migration | null;
  readonly message: string;
  readonly hint: string;
}

/** What in the history, or between it and the ledger, forbids to apply anything. */
export function refusalsOf(history: History, standing: Standing): readonly Refusal[] {
  return [
    ...layoutRefusals(history),
    ...history.problems.map(({ message, origin }) => ({
      migration: null, message: `${origin.file}: ${message}`, hint: 'Mend the file; nothing is applied until it reads.',
    })),
    ...standing.skipped.map(skipped),
    ...standing.repeated.map(repeated),
    ...standing.pending.filter((migration) => migration.sql === null).map(fileMissing),
  ];
}

/** Why an index that an earlier attempt left behind stops a migration. */
export function blockedRefusal({ migration, index }: Blocked): Refusal {
  return {
    migration,
    message: `${migration.tag} makes the index ${showName(index)}, and an invalid one of that name is there: `
      + 'a build that failed left it, and no query uses it.',
    hint: `Drop it, then run sluice migrate again: drop index concurrently ${quotedName(index)};`,
  };
}

function layoutRefusals(history: History): readonly Refusal[] {
  if (history.layout !== 'folders') return [];
  return [{
    migration: null,
    message: `${history.folder} has the folder layout of drizzle-kit 1.0, whose ledger this version cannot keep.`,
    hint: 'Apply these migrations with drizzle-kit migrate.',
  }];
}

function skipped(migration: Migration): Refusal {
  return {
    migration,
    message: `${migration.tag} is not in the ledger and is older than the newest migration that is: `
      + 'Drizzle’s migrator passes it by in silence.',
    hint: 'If it never ran here, give its journal entry a `when` later than all others; '
      + 'if it did, insert its hash and `when` into the ledger.',
  };
}

function repeated(migration: Migration): Refusal {
  return {
    migration,
    message: `The SQL of ${migration.tag} is in the ledger under another time than its journal entry has: it would run twice.`,
    hint: 'Give the journal entry the `when` that the ledger has as created_at.',
  };
}

function fileMissing(migration: Migration): Refusal {
  return {
    migration,
    message: `${migration.tag} is in the journal, and ${migration.file} is not there or cannot be read.`,
    hint: 'Bring the file back from version control, or take the entry out of the journal if it was never applied.',
  };
}
