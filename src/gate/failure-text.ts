import { sqlOf } from '../evidence/apply.ts';
import { showName } from '../facts/names.ts';
import type { SqlFile, Statement } from '../facts/statement.ts';
import { lineMap } from '../text/line-map.ts';
import { plural } from '../text/plural.ts';
import type { MigrateFailure } from './migrate.ts';
import { quotedName } from './quoted-name.ts';

/**
 * A failed migration in words, one line an item: what failed and why, what stays in the database, what was rolled back,
 * what did not run, and what to do.
 */
export function failureText(result: MigrateFailure): string {
  const { application, migration } = result;
  const file = migration.sql;
  const lines = [
    `${migration.tag} failed ${placeOf(application.at, file)}`,
    `  ${answerOf(result)}`,
    ...remainsOf(result),
    ...listed('Ran and stays', application.kept, file),
    ...listed('Rolled back', application.undone, file),
    ...listed('Did not run', application.remaining, file),
    ...(result.invalidIndexes ?? []).map((index) =>
      `Left invalid: the index ${showName(index)}, which every write maintains and no query uses. `
      + `Drop it before you try again: drop index concurrently ${quotedName(index)};`),
    ...result.migrations.map((one) => `Applied before it: ${one.tag}`),
    adviceOf(result),
  ];
  return lines.join('\n');
}

function placeOf(at: MigrateFailure['application']['at'], file: SqlFile | null): string {
  switch (at) {
    case 'begin': return 'when its transaction was opened:';
    case 'commit': return 'when its transaction was committed:';
    case 'record': return 'when its row was written to the ledger:';
    default: return `at ${describe(at, file)}`;
  }
}

function answerOf({ application: { failure } }: MigrateFailure): string {
  const sqlstate = failure.sqlstate === null ? '' : ` (SQLSTATE ${failure.sqlstate})`;
  return [failure.message + sqlstate, failure.detail, failure.hint].filter((part) => part !== null).join('\n  ');
}

/** Whether a commit whose answer never came was done is not for this side to know. */
function remainsOf(result: MigrateFailure): readonly string[] {
  if (!isConnectionGone(result)) return [];
  return result.application.at === 'commit'
    ? ['The connection broke during the commit: whether it was done, only the ledger tells.']
    : ['The connection broke: Postgres rolls back what was not committed.'];
}

/** Statements of one fate that are named; a migration may have hundreds. */
const mostListed = 10;

function listed(title: string, statements: readonly Statement[], file: SqlFile | null): readonly string[] {
  const shown = statements.slice(0, mostListed).map((statement) => `${title}: ${describe(statement, file)}`);
  const left = statements.length - shown.length;
  return left > 0 ? [...shown, `${title}: ${plural(left, 'more statement')} of the file`] : shown;
}

function describe(statement: Statement, file: SqlFile | null): string {
  if (file === null) return statement.tag;
  const { line } = lineMap(file.text).positionAt(statement.origin.span.start);
  const words = sqlOf(file, statement).replace(/\s+/g, ' ');
  return `${file.file}:${String(line)}  ${words.length > 80 ? `${words.slice(0, 79)}…` : words}`;
}

function isConnectionGone(result: MigrateFailure): boolean {
  return result.invalidIndexes === null;
}

function adviceOf(result: MigrateFailure): string {
  const { application, migration, invalidIndexes } = result;
  if (application.at === 'commit' && isConnectionGone(result)) {
    return `Look whether ${migration.tag} is in the ledger; if it is not, run sluice migrate again.`;
  }
  if (application.kept.length === 0 && invalidIndexes !== null && invalidIndexes.length > 0) {
    return `Nothing else of ${migration.tag} is left of this run: mend the cause and run sluice migrate again.`;
  }
  if (application.kept.length === 0) {
    return `Nothing of ${migration.tag} is left of this run: mend the cause and run sluice migrate again.`;
  }
  return `${migration.tag} is half applied and not in the ledger: undo by hand what ran and stays, `
    + 'or make those statements bear a second run (IF NOT EXISTS), then run sluice migrate again.';
}
