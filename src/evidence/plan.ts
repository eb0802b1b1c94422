import type { Statement } from '../facts/statement.ts';

/** One thing to do to a database, in order. `begin`, `commit` and `record` are the runner's own; the rest is the file's. */
export type PlanStep =
  | { readonly kind: 'begin' }
  | { readonly kind: 'commit' }
  /** The migration's row in the ledger, if the runner keeps one. */
  | { readonly kind: 'record' }
  /** A statement of the file. `keeps`: what it did is there to stay at once, for no transaction is open. */
  | { readonly kind: 'statement'; readonly statement: Statement; readonly keeps: boolean }
  /** BEGIN, COMMIT or ROLLBACK, written in the file. */
  | { readonly kind: 'control'; readonly statement: Statement; readonly command: 'begin' | 'commit' | 'rollback' };

type Control = 'begin' | 'commit' | 'rollback';

/**
 * How one migration is applied: in one transaction together with its record; a statement that refuses a transaction
 * block runs alone between two of them. After a COMMIT or ROLLBACK that the file says itself it runs statement by
 * statement until it says BEGIN, as under Drizzle's migrator, whose transaction such a COMMIT ends (drizzle-orm 0.45
 * pg-core/dialect.js), or until a statement ran alone. A COMMIT at the very end is left to the runner, so that the record
 * is in the same transaction. The transactions are those of catalog/deploys.ts for the runner `sluice`.
 */
export function planOf(
  statements: readonly Statement[], refusesTransaction: (statement: Statement) => boolean,
): readonly PlanStep[] {
  const plan: PlanStep[] = [];
  let open = false;
  let committedByFile = false;
  statements.forEach((statement, place) => {
    const control = controlOf(statement);
    if (control === 'begin') {
      if (!open) plan.push({ kind: 'control', statement, command: control });
      open = true;
      return;
    }
    if (control !== null) {
      if (control === 'commit' && place === statements.length - 1) return;
      if (open) plan.push({ kind: 'control', statement, command: control });
      open = false;
      committedByFile = true;
      return;
    }
    if (refusesTransaction(statement)) {
      if (open) plan.push({ kind: 'commit' });
      open = false;
      committedByFile = false;
    } else if (!open && !committedByFile) {
      plan.push({ kind: 'begin' });
      open = true;
    }
    plan.push({ kind: 'statement', statement, keeps: !open });
  });
  return [...plan, { kind: 'record' }, ...(open ? [{ kind: 'commit' } as const] : [])];
}

/** A transaction command of the file itself; one inside a DO block belongs to the block. */
function controlOf(statement: Statement): Control | null {
  const [change, ...others] = statement.changes;
  if (change?.kind !== 'transaction' || others.length > 0 || statement.tag === 'DO') return null;
  return change.command === 'savepoint' ? null : change.command;
}
