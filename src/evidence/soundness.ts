import { type Database, failureOf } from './database.ts';

/**
 * Whether an embedded database still tells the truth. Two statements are known to break PGlite silently (`COPY … TO
 * PROGRAM`: later errors come back as success; `CREATE SUBSCRIPTION`: no library loads any more), so two questions are
 * put whose answers are known: a division by zero fails with 22012, a DO block runs. Ask it outside a transaction.
 */
export async function isSound(database: Database): Promise<boolean> {
  const division = await sqlstateOf(database, 'select 1/0');
  return division === '22012' && (await sqlstateOf(database, 'do $$ begin end $$')) === 'none';
}

async function sqlstateOf(database: Database, sql: string): Promise<string | null> {
  try {
    await database.exec(sql);
    return 'none';
  } catch (thrown) {
    return failureOf(thrown).sqlstate;
  }
}
