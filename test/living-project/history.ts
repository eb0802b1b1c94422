import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../../src/evidence/database.ts';

const folder = join(import.meta.dirname, '../../drizzle');

/** One migration of the living project, cut into statements as Drizzle cuts it. */
export interface LivingMigration {
  readonly tag: string;
  readonly when: number;
  readonly up: readonly string[];
  readonly down: readonly string[];
}

interface Journal {
  readonly entries: readonly { readonly idx: number; readonly tag: string; readonly when: number }[];
}

/** The cut of drizzle-orm 0.45 `readMigrationFiles`: plain text, wherever the mark stands. */
function statementsOf(file: string): readonly string[] {
  return readFileSync(join(folder, file), 'utf8').split('--> statement-breakpoint');
}

/** Every migration that the journal names, in its order. Throws where an up or a down file is missing. */
export function readHistory(): readonly LivingMigration[] {
  const journal = JSON.parse(readFileSync(join(folder, 'meta/_journal.json'), 'utf8')) as Journal;
  return journal.entries.map(({ tag, when }) => ({
    tag,
    when,
    up: statementsOf(`${tag}.sql`),
    down: statementsOf(`${tag}.down.sql`),
  }));
}

/** The names of all SQL files beside the journal. */
export function sqlFiles(): readonly string[] {
  return readdirSync(folder).filter((file) => file.endsWith('.sql')).sort();
}

/** The newest snapshot, as JSON. */
export function newestSnapshot(): Record<string, unknown> {
  const meta = join(folder, 'meta');
  const newest = readdirSync(meta).filter((file) => file.endsWith('_snapshot.json')).sort().at(-1);
  if (newest === undefined) throw new Error(`${meta} holds no snapshot.`);
  return JSON.parse(readFileSync(join(meta, newest), 'utf8')) as Record<string, unknown>;
}

/** `CREATE` and `DROP INDEX CONCURRENTLY` are the only such statements of this history. */
export function refusesTransaction(statement: string): boolean {
  const words = statement.replace(/^(\s|--.*$)+/gm, '');
  return /^(create|drop)\s+(unique\s+)?index\s+concurrently\b/i.test(words);
}

type Run = readonly string[];

/** Neighbours share a transaction; a statement that refuses one is a run of its own. */
function runsOf(statements: readonly string[]): readonly Run[] {
  const runs: string[][] = [];
  let open: string[] | undefined;
  for (const statement of statements) {
    if (refusesTransaction(statement)) {
      runs.push([statement]);
      open = undefined;
    } else if (open === undefined) {
      open = [statement];
      runs.push(open);
    } else {
      open.push(statement);
    }
  }
  return runs;
}

async function executeRun(db: Database, run: Run): Promise<void> {
  const [only] = run;
  if (only !== undefined && refusesTransaction(only)) {
    await db.exec(only);
    return;
  }
  await db.exec('begin');
  try {
    for (const statement of run) await db.exec(statement);
    await db.exec('commit');
  } catch (failure) {
    await db.exec('rollback');
    throw failure;
  }
}

/** Applies one file's statements: one transaction, statements that refuse a transaction alone. */
export async function execute(db: Database, statements: readonly string[]): Promise<void> {
  for (const run of runsOf(statements)) await executeRun(db, run);
}
