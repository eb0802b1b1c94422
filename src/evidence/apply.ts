import type { SqlFile, Statement } from '../facts/statement.ts';
import { type Database, type DatabaseFailure, failureOf } from './database.ts';
import { type PlanStep, planOf } from './plan.ts';

/** What became of one file of SQL. */
export type Application =
  | { readonly outcome: 'applied' }
  | {
      readonly outcome: 'failed';
      /** The statement, or the runner's own step: opening or committing a transaction, writing the record. */
      readonly at: Statement | 'begin' | 'commit' | 'record';
      readonly failure: DatabaseFailure;
      /** Statements that ran and stay, in order: no transaction could take them back. */
      readonly kept: readonly Statement[];
      /** Statements that ran and were rolled back. */
      readonly undone: readonly Statement[];
      /** Statements that did not run; the failed one is not among them. */
      readonly remaining: readonly Statement[];
    };

export interface ApplyOptions {
  /** Whether Postgres refuses the statement inside a transaction block. */
  readonly refusesTransaction: (statement: Statement) => boolean;
  /** Writes the record of the migration, in its last transaction. */
  readonly record?: () => Promise<void>;
}

/**
 * Applies one file as `planOf` says. When a step fails, what is open is rolled back and the answer says what stays.
 * Throws only what is not Postgres's doing.
 */
export async function apply(database: Database, file: SqlFile, options: ApplyOptions): Promise<Application> {
  const plan = planOf(file.statements, options.refusesTransaction);
  const kept: Statement[] = [];
  let open: Statement[] = [];
  for (const [place, step] of plan.entries()) {
    try {
      await runStep(database, file, step, options);
    } catch (thrown) {
      await rollBack(database);
      const at = 'statement' in step ? step.statement : step.kind;
      const remaining = plan.slice(place + 1).flatMap((later) => (later.kind === 'statement' ? [later.statement] : []));
      return { outcome: 'failed', at, failure: failureOf(thrown), kept, undone: open, remaining };
    }
    if (step.kind === 'statement') (step.keeps ? kept : open).push(step.statement);
    if (isCommit(step)) kept.push(...open);
    if (isCommit(step) || isRollback(step)) open = [];
  }
  return { outcome: 'applied' };
}

/** The words of a statement, without the `;` that ends it. */
export function sqlOf(file: SqlFile, statement: Statement): string {
  return file.text.slice(statement.origin.span.start, statement.origin.span.end);
}

async function runStep(database: Database, file: SqlFile, step: PlanStep, options: ApplyOptions): Promise<void> {
  switch (step.kind) {
    case 'begin': return database.exec('begin');
    case 'commit': return database.exec('commit');
    case 'record': return options.record?.();
    case 'statement':
    case 'control': return database.exec(sqlOf(file, step.statement));
    default: return step satisfies never;
  }
}

function isCommit(step: PlanStep): boolean {
  return step.kind === 'commit' || (step.kind === 'control' && step.command === 'commit');
}

function isRollback(step: PlanStep): boolean {
  return step.kind === 'control' && step.command === 'rollback';
}

/** Without an open transaction ROLLBACK only warns. A connection that is gone has rolled back by itself. */
async function rollBack(database: Database): Promise<void> {
  try {
    await database.exec('rollback');
  } catch (thrown) {
    if (failureOf(thrown).sqlstate !== null) throw thrown;
  }
}
