import type { History, Migration } from '../facts/history.ts';
import { showName } from '../facts/names.ts';
import type { Blocked } from './invalid-indexes.ts';
import type { LedgerRow } from './ledger.ts';
import type { Repeated } from './pending.ts';
import type { Position } from './position.ts';
import { quotedName } from './quoted-name.ts';

/** Why nothing is applied: what is wrong with which migration, and what to do. */
export interface Refusal {
  /** Null: it concerns the history as a whole. */
  readonly migration: Migration | null;
  readonly message: string;
  readonly hint: string;
}

/** What in the history, or between it and the ledger, forbids to apply anything. */
export function refusalsOf(history: History, { standing, unnamed, isAhead }: Position): readonly Refusal[] {
  if (isAhead && standing.applied.length < history.migrations.length) return [namesBesideJournal(history)];
  return [
    ...history.problems.map(({ message, origin }) => ({
      migration: null, message: `${origin.file}: ${message}`, hint: 'Mend the file; nothing is applied until it reads.',
    })),
    ...(unnamed?.unmatched ?? []).map(unmatched),
    ...standing.skipped.map(skipped),
    ...standing.repeated.map(history.layout === 'folders' ? renamed : repeated),
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

/**
 * What is applied without a name 1.0 applies again (1.0.0-rc.5 migrator.utils.js); and times that 1.0 wrote, which are cut to
 * seconds, are older than those of the journal.
 */
function namesBesideJournal({ journalFile }: History): Refusal {
  return {
    migration: null,
    message: `The ledger is that of drizzle-orm 1.0, which knows migrations by the names of their folders, and ${journalFile} `
      + 'is a journal: each migrator would run again what the other applied.',
    hint: 'Bring the migrations into folders first: drizzle-kit up, of 1.0.',
  };
}

function unmatched({ id, createdAt, hash }: LedgerRow): Refusal {
  return {
    migration: null,
    message: `Row ${id} of the ledger (created_at ${createdAt ?? 'null'}, hash ${hash.slice(0, 12)}…) is of a migration that no folder here holds: `
      + 'drizzle-orm 1.0 gives the rows of an older ledger their names only if it finds every one.',
    hint: 'Bring the folder back from version control; if the migration is gone for good, delete the row.',
  };
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

function repeated({ migration, row }: Repeated): Refusal {
  return {
    migration,
    message: `The SQL of ${migration.tag} is in the ledger under another time than its journal entry has: it would run twice.`,
    hint: row.createdAt === null ? `Give row ${row.id} of the ledger the \`when\` of the journal entry as created_at.`
      : `Give the journal entry the \`when\` that the ledger has as created_at: ${row.createdAt}.`,
  };
}

function renamed({ migration, row: { id, name } }: Repeated): Refusal {
  return {
    migration,
    message: `The SQL of ${migration.tag} is in the ledger ${name === null ? 'without a name' : `under the name ${name}`}: `
      + 'drizzle-orm 1.0 knows migrations by their names alone, and it would run twice.',
    hint: name === null ? `If it ran, give row ${id} of the ledger the name ${migration.tag}.`
      : `Give the folder its old name back, or row ${id} of the ledger the new one.`,
  };
}

function fileMissing(migration: Migration): Refusal {
  return {
    migration,
    message: migration.entry === null ? `${migration.file} is not there or cannot be read.`
      : `${migration.tag} is in the journal, and ${migration.file} is not there or cannot be read.`,
    hint: migration.entry === null ? 'Bring the file back from version control, or remove the folder if it was never applied.'
      : 'Bring the file back from version control, or take the entry out of the journal if it was never applied.',
  };
}
