import type { Database } from '../evidence/database.ts';
import { quoted } from '../facts/quoted-name.ts';

/** A schema whose objects are the project's, as far as no extension owns them. */
interface Schema {
  readonly oid: string;
  readonly name: string;
  /** Must it stay? It is `public`, or an extension lies in it. */
  readonly stays: boolean;
}

/** Supabase makes these before a project has its first migration: https://supabase.com/docs/guides/local-development. */
const platforms = [
  'auth', 'storage', 'realtime', '_realtime', 'extensions', 'graphql', 'graphql_public', 'vault', 'net', 'pgbouncer',
  'supabase_functions', 'supabase_migrations',
];

/**
 * The schemas that `emptyDatabase` empties: all but Postgres's own, those of extensions, and those that a platform makes, if
 * none of `made`, the schemas that the migrations make, has its name.
 */
export async function schemasToEmpty(database: Database, made: readonly string[]): Promise<readonly string[]> {
  return (await schemasOf(database, made)).map(({ name }) => name);
}

async function schemasOf(database: Database, made: readonly string[]): Promise<readonly Schema[]> {
  return database.query<Schema>(
    `select n.oid::text as oid, n.nspname::text as name,
       n.nspname = 'public' or exists (select from pg_catalog.pg_extension e where e.extnamespace = n.oid) as stays
     from pg_catalog.pg_namespace n
     where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and n.nspname <> all ($1::text[])
       and not exists (select from pg_catalog.pg_depend d
         where d.classid = 'pg_catalog.pg_namespace'::regclass and d.objid = n.oid and d.deptype = 'e')
     order by 2`,
    [platforms.filter((schema) => !made.includes(schema))],
  );
}

/** How many tables, views and the like are there to be lost: those in `schemasToEmpty`. */
export async function countRelations(database: Database, made: readonly string[]): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `select count(*)::int as count from pg_catalog.pg_class c
     where c.relnamespace = any ($1::oid[]) and c.relkind in ('r', 'p', 'v', 'm', 'f')
       and not exists (select from pg_catalog.pg_depend d
         where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`,
    [(await schemasOf(database, made)).map(({ oid }) => oid)],
  );
  return row?.count ?? 0;
}

/**
 * Drops all that lies in those schemas, and the schemas, in whatever transaction is open. Extensions stay with what is
 * theirs, so do roles, publications and settings of the database; `public` and schemas in which an extension lies stay, empty.
 */
export async function emptyDatabase(database: Database, made: readonly string[]): Promise<void> {
  const schemas = await schemasOf(database, made);
  for (const { name } of schemas.filter(({ stays }) => !stays)) {
    await database.exec(`drop schema if exists ${quoted(name)} cascade`);
  }
  for (const { oid } of schemas.filter(({ stays }) => stays)) {
    for (const statement of await drops(database, oid)) await database.exec(statement);
  }
}

interface Dropped {
  readonly type: string;
  readonly identity: string;
}

/**
 * A statement for each object of a schema, relations first; what falls with another is not there any more when its turn
 * comes. Postgres names kind and object as DROP takes them (pg_identify_object), but for statistics.
 */
async function drops(database: Database, schema: string): Promise<readonly string[]> {
  const rows = await database.query<Dropped>(
    `select o.type, o.identity
     from pg_catalog.pg_depend d, pg_catalog.pg_identify_object(d.classid, d.objid, 0) o
     where d.refclassid = 'pg_catalog.pg_namespace'::regclass and d.refobjid = $1::oid and d.deptype = 'n'
       and not exists (select from pg_catalog.pg_depend e
         where e.classid = d.classid and e.objid = d.objid and e.deptype in ('e', 'i'))
       and o.type <> all ($2::text[])
     order by d.classid <> 'pg_catalog.pg_class'::regclass, d.objid`,
    [schema, leftAlone],
  );
  return rows.map(({ type, identity }) => `drop ${type.replace(' object', '')} if exists ${identity} cascade`);
}

/** In a schema, and no part of the project: default privileges stay with the roles they are for. */
const leftAlone = ['extension', 'default acl', 'composite type', 'publication namespace'];
