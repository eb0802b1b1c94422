import type { Change } from '../facts/change.ts';
import type { Deploy, Runner, Step, Transaction } from '../facts/deploy.ts';
import type { Migration } from '../facts/history.ts';
import type { Statement } from '../facts/statement.ts';

/**
 * Migrations in the order given, cut into what is applied together: all of them, or one by one (an old history, of
 * which nobody knows the deploys). `postgres` is the major version, which says what refuses a transaction.
 */
export function deploys(
  migrations: readonly Migration[],
  runner: Runner,
  grouping: 'together' | 'oneByOne',
  postgres: number,
): readonly Deploy[] {
  if (grouping === 'oneByOne') return migrations.map((migration) => deploy([migration], runner, postgres));
  return migrations.length === 0 ? [] : [deploy(migrations, runner, postgres)];
}

/**
 * Whether Postgres answers 25001 to a change inside a transaction block. Measured on 11 to 18; `REFRESH … CONCURRENTLY`
 * and ANALYZE may run in one.
 */
export function refusesTransaction(change: Change, postgres: number): boolean {
  switch (change.kind) {
    case 'createIndex':
    case 'dropRelation':
    case 'detachPartition': return change.concurrently;
    case 'reindex': return change.concurrently || change.target.kind === 'schema' || change.target.kind === 'database';
    case 'vacuum': return !change.analyzeOnly;
    case 'addEnumValue': return postgres < 12;
    default: return false;
  }
}

/** The same of a statement; those that have no changes of their own are told by their command tag. */
export function statementRefusesTransaction(statement: Statement, postgres: number): boolean {
  if (statement.tag === 'DO') return false;
  return refusingTags.has(statement.tag) || statement.changes.some((change) => refusesTransaction(change, postgres));
}

const refusingTags: ReadonlySet<string> = new Set([
  'CREATE DATABASE', 'DROP DATABASE', 'CREATE TABLESPACE', 'DROP TABLESPACE', 'ALTER SYSTEM',
]);

function deploy(migrations: readonly Migration[], runner: Runner, postgres: number): Deploy {
  return { migrations, transactions: transactionsOf(migrations, runner, postgres) };
}

function transactionsOf(migrations: readonly Migration[], runner: Runner, postgres: number): readonly Transaction[] {
  switch (runner) {
    case 'drizzle': return cutAtCommits(migrations.flatMap(stepsOf), 'block');
    case 'sluice': return migrations.flatMap((migration) => oneMigration(stepsOf(migration), postgres));
    case 'neon-http': return migrations.flatMap(stepsOf).map(alone);
    default: return runner satisfies never;
  }
}

function stepsOf(migration: Migration): readonly Step[] {
  return migration.sql?.statements.map((statement) => ({ migration, statement })) ?? [];
}

/** Statements that refuse a transaction stand between two. */
function oneMigration(steps: readonly Step[], postgres: number): readonly Transaction[] {
  const transactions: Transaction[] = [];
  let open: Step[] = [];
  const close = (): void => {
    transactions.push(...cutAtCommits(open, 'block'));
    open = [];
  };
  for (const step of steps) {
    if (statementRefusesTransaction(step.statement, postgres)) {
      close();
      transactions.push(alone(step));
    } else open.push(step);
  }
  close();
  return transactions;
}

/**
 * One transaction that a file may end with COMMIT: from there on every statement stands alone, until it says BEGIN. The
 * words that begin and end a transaction belong to it.
 */
function cutAtCommits(steps: readonly Step[], start: 'block' | 'alone'): readonly Transaction[] {
  const transactions: Transaction[] = [];
  let inBlock = start === 'block';
  let open: Step[] = [];
  for (const step of steps) {
    const command = transactionCommand(step.statement);
    if (!inBlock && command !== 'begin') {
      transactions.push(alone(step));
      continue;
    }
    inBlock = true;
    open.push(step);
    if (command !== 'commit' && command !== 'rollback') continue;
    transactions.push({ steps: open, alone: false });
    open = [];
    inBlock = false;
  }
  return open.length === 0 ? transactions : [...transactions, { steps: open, alone: false }];
}

function transactionCommand({ changes, tag }: Statement): 'begin' | 'commit' | 'rollback' | null {
  if (tag === 'DO') return null;
  for (const change of changes) {
    if (change.kind === 'transaction' && change.command !== 'savepoint') return change.command;
  }
  return null;
}

function alone(step: Step): Transaction {
  return { steps: [step], alone: true };
}
