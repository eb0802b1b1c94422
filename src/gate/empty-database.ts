import type { Database } from '../evidence/database.ts';
import { quoted } from '../facts/quoted-name.ts';

/** What the migrations of a project say of schemas. */
export interface SchemaNames {
  /** Made by CREATE SCHEMA or by a rename, tolerantly or not. */
  readonly made: readonly string[];
  /** Of those the ones that a replay would stop at, were they there. */
  readonly madeOnce: readonly string[];
  /** Every name of theirs, whatever it names. */
  readonly named: readonly string[];
}

/** A schema whose objects are the project's, as far as no extension owns them. */
interface Schema {
  readonly oid: string;
  readonly name: string;
  /** Must it stay? It is `public`, an extension lies in it, or the replay needs it and does not make it. */
  readonly stays: boolean;
}

/** Supabase makes these before a project has its first migration: https://supabase.com/docs/guides/local-development. */
const platforms = [
  'auth', 'storage', 'realtime', '_realtime', 'extensions', 'graphql', 'graphql_public', 'vault', 'net', 'pgbouncer',
  'supabase_functions', 'supabase_migrations',
];

/**
 * The schemas that `emptyDatabase` empties: all but Postgres's own, those of extensions, and those that a platform makes, if
 * the migrations make none of that name; one that a role of Supabase owns is the platform's whatever they say.
 */
export async function schemasToEmpty(database: Database, names: SchemaNames): Promise<readonly string[]> {
  return (await schemasOf(database, names)).map(({ name }) => name);
}

/** A schema that somebody made by hand for the migrations, or for the search_path, would be missing in the replay. */
async function schemasOf(database: Database, { made, madeOnce, named }: SchemaNames): Promise<readonly Schema[]> {
  return database.query<Schema>(
    `select n.oid::text as oid, n.nspname::text as name,
       n.nspname = 'public' or exists (select from pg_catalog.pg_extension e where e.extnamespace = n.oid)
       or exists (select from pg_catalog.pg_depend o join pg_catalog.pg_depend e using (classid, objid)
         where o.refclassid = 'pg_catalog.pg_namespace'::regclass and o.refobjid = n.oid and e.deptype = 'e')
       or n.nspname <> all ($2::text[]) and (n.nspname = any ($3::text[]) or n.nspname = any (pg_catalog.current_schemas(false))) as stays
     from pg_catalog.pg_namespace n
     where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and n.nspname <> all ($1::text[])
       and not (n.nspname = any ($4::text[]) and pg_catalog.pg_get_userbyid(n.nspowner) ~ '^supabase_')
       and not exists (select from pg_catalog.pg_depend d
         where d.classid = 'pg_catalog.pg_namespace'::regclass and d.objid = n.oid and d.deptype = 'e')
     order by 2`,
    [platforms.filter((schema) => !made.includes(schema)), madeOnce, named, platforms],
  );
}

/** How many tables, views and the like are there to be lost: those in `schemasToEmpty`. */
export async function countRelations(database: Database, names: SchemaNames): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `select count(*)::int as count from pg_catalog.pg_class c
     where c.relnamespace = any ($1::oid[]) and c.relkind in ('r', 'p', 'v', 'm', 'f')
       and not exists (select from pg_catalog.pg_depend d
         where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`,
    [(await schemasOf(database, names)).map(({ oid }) => oid)],
  );
  return row?.count ?? 0;
}

/**
 * Drops all that lies in those schemas, and the schemas, in whatever transaction is open. Extensions stay with what is
 * theirs, so do roles, publications and settings of the database; of the schemas those stay, empty, that `Schema` says.
 */
export async function emptyDatabase(database: Database, names: SchemaNames): Promise<void> {
  const schemas = await schemasOf(database, names);
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
