import type { Database } from './database.ts';

/** Takes away everything that is not Postgres's own, extensions with the schema they are in. */
export async function emptied(database: Database): Promise<void> {
  const schemas = await database.query<{ name: string }>(
    "select nspname::text as name from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'");
  await database.exec(schemas.map(({ name }) => `drop schema "${name}" cascade;`).join('\n'));
  await database.exec('create schema public');
}
