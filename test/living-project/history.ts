import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../src/evidence/database.ts';
import { layOut, type Layout } from '../kit/folder-layout.ts';

/** The living project's migrations folder as it is, and a copy of it as drizzle-kit 1.0 lays it out, which ends with the process. */
export const outOf: (layout: Layout) => string = keyed((layout) => {
  const own = join(import.meta.dirname, '../..');
  if (layout === 'journal') return join(own, 'drizzle');
  const copy = mkdtempSync(join(tmpdir(), 'sluice-living-'));
  process.on('exit', () => { rmSync(copy, { recursive: true, force: true }); });
  cpSync(join(own, 'drizzle'), join(copy, 'drizzle'), { recursive: true });
  layOut(copy, layout);
  return join(copy, 'drizzle');
});

function keyed<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
}

/** One migration of the living project, cut into statements as Drizzle cuts it. */
export interface LivingMigration {
  readonly tag: string;
  /** The tag without its number or time. */
  readonly name: string;
  readonly when: number;
  readonly up: readonly string[];
  readonly down: readonly string[];
}

interface Journal {
  readonly entries: readonly { readonly idx: number; readonly tag: string; readonly when: number }[];
}

/** The cut of drizzle-orm `readMigrationFiles`, 0.45 and 1.0: plain text, wherever the mark stands. */
function statementsOf(file: string): readonly string[] {
  return readFileSync(file, 'utf8').split('--> statement-breakpoint');
}

/** Every migration that the journal names, in its order; every folder, by its name. Throws where an up or a down file is missing. */
export function readHistory(layout: Layout): readonly LivingMigration[] {
  const folder = outOf(layout);
  if (layout !== 'journal') {
    return readdirSync(folder).sort((one, other) => one.localeCompare(other)).map((tag) => ({
      tag, name: nameIn(tag), when: timeIn(tag), up: statementsOf(join(folder, tag, 'migration.sql')), down: statementsOf(join(folder, tag, 'down.sql')),
    }));
  }
  const journal = JSON.parse(readFileSync(join(folder, 'meta/_journal.json'), 'utf8')) as Journal;
  return journal.entries.map(({ tag, when }) => ({
    tag, name: nameIn(tag), when, up: statementsOf(join(folder, `${tag}.sql`)), down: statementsOf(join(folder, `${tag}.down.sql`)),
  }));
}

function nameIn(tag: string): string {
  return tag.replace(/^\d+_/, '');
}

/** `20260706091212_…` */
function timeIn(tag: string): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(tag) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
}

/** Every SQL file among the migrations. */
export function sqlFiles(layout: Layout): readonly string[] {
  return readdirSync(outOf(layout), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.sql')).sort();
}

/** The newest snapshot of the journal, as JSON. */
export function newestSnapshot(): Record<string, unknown> {
  const meta = join(outOf('journal'), 'meta');
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
