import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Database } from '../../src/evidence/database.ts';
import { serverDatabase } from '../../src/gate/connection.ts';
import { readMark } from '../../src/gate/development-mark.ts';
import { emptyMarked, markForDevelopment } from '../../src/gate/reset.ts';
import { usualLedger } from '../../src/facts/usual-ledger.ts';
import { createLedger } from '../../src/gate/ledger.ts';
import { exclusively } from '../../src/gate/exclusively.ts';
import { type End, run, sluice } from '../cli/sluice.ts';
import { historyOf } from '../gate/history-of.ts';
import { historyFiles } from '../kit/sample-project.ts';
import { temporaryFolder, write } from '../project/folder.ts';
import { type Server, startServer } from './server.ts';

const story = historyFiles({
  '0000_library': {
    up: 'create extension if not exists citext;\n--> statement-breakpoint\ncreate schema archive;\n--> statement-breakpoint\n'
      + 'create table author (id serial primary key, name citext not null);\n--> statement-breakpoint\n'
      + `create type archive.mood as enum ('calm');\n--> statement-breakpoint\n`
      + 'create function upper_name(author) returns text language sql as $$ select upper($1.name) $$;',
    down: 'drop function upper_name(author);',
  },
  '0001_born': { up: 'alter table author add column born date;', down: 'alter table author drop column born;' },
});
const seed = `import pg from 'pg';
const client = new pg.Client(process.env.DATABASE_URL);
await client.connect();
await client.query("insert into author (name) values ('Ada')");
await client.end();
console.log('one author');
`;

let server: Server;
beforeAll(async () => { server = await startServer(16); });
afterAll(() => server.stop());
let made = 0;

interface Library {
  readonly folder: string;
  readonly name: string;
  readonly database: Database;
  readonly run: (...args: readonly string[]) => Promise<End>;
}

async function library(files: Readonly<Record<string, string>> = story, host = '127.0.0.1'): Promise<Library> {
  const name = `library_${made++}`;
  const url = await server.createDatabase(name);
  const folder = temporaryFolder({
    'drizzle.config.ts': `export default { dialect: 'postgresql', out: './drizzle' };\n`,
    'sluice.config.json': JSON.stringify({ seed: 'node seed.mjs', rules: { 'history/schema-not-generated': 'off', 'safety/set-leaks': 'off' } }),
    'seed.mjs': seed.replace(`'pg'`, `'${join(import.meta.dirname, '../../node_modules/pg/lib/index.js')}'`),
    '.env': `DATABASE_URL="${url.replace('127.0.0.1', host)}"\n`, ...files,
  });
  const database = await serverDatabase(url);
  onTestFinished(() => database.close());
  return { folder, name, database, run: (...args) => sluice(folder, ...args) };
}

/** More sessions than the one that has it: those come back every 250 ms. */
async function asksForTheLock(database: Database): Promise<boolean> {
  const asking = await database.query(`select pid from pg_stat_activity
where datname = current_database() and query like '%pg_try_advisory_lock%' and pid <> pg_backend_pid()`);
  return asking.length > 1;
}

async function relations(database: Database): Promise<readonly string[]> {
  const rows = await database.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where relkind in ('r', 'v', 'm', 'S') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1`);
  return rows.map(({ name }) => name);
}

const fresh = ['drizzle.__drizzle_migrations', 'drizzle.__drizzle_migrations_id_seq', 'public.author', 'public.author_id_seq'];

describe('sluice reset of a server’s database', () => {
  it('leaves a marked one with every migration and the seed, extensions and roles as they were', async () => {
    const { run, database } = await library();
    expect(await run('init-dev')).toMatchObject({
      code: 0, stderr: '', stdout: expect.stringMatching(/^127\.0\.0\.1:\d+\/library_\d+ is marked as a database for development: sluice reset may drop everything in the schemas drizzle, public\.\n$/) as unknown,
    });
    expect((await run('reset')).code).toBe(0);
    await database.exec(`
      create role librarian; create schema scratch; create table scratch.note (id integer generated always as identity);
      grant select on scratch.note to librarian;
      create table "Odd.Table" (id integer) partition by range (id); create table odd_1 partition of "Odd.Table" for values from (0) to (9);
      create view names as select name from author; create materialized view counted as select count(*) from author;
      create domain isbn as text check (value <> ''); create type pair as (a integer, b isbn);
      create function born_year(author) returns integer language sql as 'select 1'; create procedure tidy(a isbn) language sql as 'select 1';
      create aggregate total(integer) (sfunc = int4pl, stype = integer, initcond = '0');
      create operator === (leftarg = integer, rightarg = integer, function = int4eq); create collation german from "C";
      create text search configuration plain (copy = simple); create sequence loose;
      create statistics author_stats on id, name from author;
      insert into author (name) values ('Leftover');`);
    expect(await run('reset')).toEqual({
      code: 0, stderr: '',
      stdout: `Emptied ${database.place}.\napplied 0000_library\napplied 0001_born\n2 applied.\nSeeding: node seed.mjs\none author\n`,
    });
    expect(await relations(database)).toEqual(fresh);
    expect(await database.query('select id, name::text from author')).toEqual([{ id: 1, name: 'Ada' }]);
    expect(await database.query(`select extname::text as name from pg_extension where extname = 'citext'`)).toEqual([{ name: 'citext' }]);
    expect(await database.query(`select rolname::text as name from pg_roles where rolname = 'librarian'`)).toEqual([{ name: 'librarian' }]);
    const left = await database.query(`select (pg_identify_object(classid, objid, 0)).identity from pg_depend
      where refclassid = 'pg_namespace'::regclass and refobjid = 'public'::regnamespace and deptype = 'n'
      and not exists (select from pg_depend e where e.classid = pg_depend.classid and e.objid = pg_depend.objid and e.deptype in ('e', 'i')) order by 1`);
    expect(left).toEqual(['citext', 'public.author', 'public.author_id_seq', 'public.upper_name(public.author)'].map((identity) => ({ identity })));
    expect((await run('reset')).code).toBe(0);
    await database.exec('drop role librarian');
  });

  it('survives migrations; a copy of a marked database is not marked', async () => {
    const { run, name, database } = await library();
    expect((await run('init-dev')).code).toBe(0);
    expect((await run('migrate')).code).toBe(0);
    expect((await run('init-dev')).stdout).toContain('as it was before');
    await database.close();
    const admin = await serverDatabase(server.url('postgres'));
    await admin.exec(`create database "${name}_copy" template "${name}"`);
    await admin.close();
    const copy = await serverDatabase(server.url(`${name}_copy`));
    onTestFinished(() => copy.close());
    await expect(emptyMarked({ database: copy, host: 'localhost' }, historyOf([]), usualLedger)).rejects.toThrow('has the mark of another one');
    expect(await relations(copy)).toEqual(fresh);
  });

  it('refuses one that is not marked, and drops nothing', async () => {
    const { run, database } = await library();
    expect((await run('migrate')).code).toBe(0);
    expect(await run('reset')).toEqual({
      code: 2, stdout: '', stderr: `sluice: The database ${database.place} is not marked as one for development, so it is not reset.\n  If it is one: sluice init-dev\n`,
    });
    expect(await relations(database)).toEqual(fresh);
  });

  it('refuses one that another host has, marked or not', async () => {
    const { database } = await library();
    const history = historyOf([]);
    await markForDevelopment({ database, host: '::1' }, history, { ledger: usualLedger, named: null });
    await database.exec('create table author (id integer)');
    for (const host of ['db.example.org', '10.0.0.7', '128.0.0.1', 'localhost.example.org', '127.0.0.1.example.org']) {
      await expect(emptyMarked({ database, host }, history, usualLedger)).rejects.toThrow('is not on this machine, so it is not reset.');
      await expect(markForDevelopment({ database, host }, history, { ledger: usualLedger, named: null })).rejects.toThrow('so it is not marked.');
    }
    expect(await relations(database)).toEqual(['public.author']);
    await emptyMarked({ database, host: '/run/postgresql' }, history, usualLedger);
    expect(await relations(database)).toEqual([]);
  });

  it('does nothing by half: the lock of another session keeps everything', async () => {
    const { run, database, name } = await library();
    expect((await run('init-dev')).code).toBe(0);
    expect((await run('reset')).code).toBe(0);
    const other = await serverDatabase(server.url(name));
    await other.exec('begin; lock table author in access share mode');
    const locked = await run('reset');
    await other.exec('rollback');
    await other.close();
    expect(locked).toMatchObject({ code: 2, stdout: '' });
    expect(locked.stderr).toContain('was not emptied, nothing in it was dropped: canceling statement due to lock timeout.\n  Another session holds a lock there: end it.\n');
    expect(await relations(database)).toEqual(fresh);
    expect(await database.query('select name::text from author')).toEqual([{ name: 'Ada' }]);
  });

  it('spares the schemas of a platform, but not one of that name that the migrations make', async () => {
    const { database } = await library();
    const history = historyOf([{ tag: '0000_auth', when: 100, sql: 'create schema auth;' }]);
    await markForDevelopment({ database, host: 'localhost' }, history, { ledger: usualLedger, named: null });
    await database.exec('create schema auth; create table auth.users (id integer); create schema storage; create table storage.buckets (id integer)');
    await emptyMarked({ database, host: 'localhost' }, history, usualLedger);
    expect(await relations(database)).toEqual(['storage.buckets']);
  });

  it('spares a schema that Supabase owns, though a migration makes it if there is none', async () => {
    const { database } = await library();
    const history = historyOf([{ tag: '0000_auth', when: 100, sql: 'create schema if not exists auth;' }]);
    await markForDevelopment({ database, host: 'localhost' }, history, { ledger: usualLedger, named: null });
    await database.exec(`create role supabase_admin; create schema auth authorization supabase_admin; create table auth.users (id integer)`);
    await emptyMarked({ database, host: 'localhost' }, history, usualLedger);
    expect(await relations(database)).toEqual(['auth.users']);
    await database.exec('drop schema auth cascade; drop role supabase_admin');
  });

  it('empties, and keeps, a schema that the migrations use and none makes, and one of the search_path', async () => {
    const { run, database, name } = await library(historyFiles({
      '0000_library': { up: 'create schema archive; create table lending.loan (id integer); create table author (name text);', down: '' },
    }));
    await database.exec(`create schema lending; create schema desk; create schema scratch; create table lending.old (id integer);
      alter database "${name}" set search_path = desk`);
    expect((await run('init-dev', name)).code).toBe(0);
    expect(await run('reset')).toMatchObject({ code: 0, stderr: '' });
    expect(await run('reset')).toMatchObject({ code: 0, stderr: '' });
    expect(await relations(database)).toEqual([
      'desk.author', 'drizzle.__drizzle_migrations', 'drizzle.__drizzle_migrations_id_seq', 'lending.loan']);
    expect(await database.query(`select from pg_namespace where nspname = 'scratch'`)).toEqual([]);
  });

  it('keeps an extension of which something lies in another schema than its own', async () => {
    const { database } = await library();
    await markForDevelopment({ database, host: 'localhost' }, historyOf([]), { ledger: usualLedger, named: null });
    await database.exec(`create extension citext; create schema odd; create table odd.author (id integer);
      alter function texticlike(citext, citext) set schema odd`);
    await emptyMarked({ database, host: 'localhost' }, historyOf([]), usualLedger);
    expect(await relations(database)).toEqual([]);
    expect(await database.query(`select from pg_extension where extname = 'citext'`)).toHaveLength(1);
  });

  it.each([
    ['before 1.0', 'times'], ['1.0', 'names'],
  ] as const)('refuses one to which another project came, with a ledger of drizzle-orm %s', async (_, form) => {
    const { run, database } = await library();
    expect((await run('init-dev')).code).toBe(0);
    expect((await run('reset')).code).toBe(0);
    const other = { schema: 'desk', table: 'migrations' };
    await createLedger(database, other, form);
    await database.exec('create table reader (id integer)');
    const why = 'desk.migrations is the ledger of another project, whose tables sluice reset would drop too.\n'
      + '  Give each project a database of its own; if no project uses that ledger any more: drop table "desk"."migrations";\n';
    expect(await run('reset')).toEqual({ code: 2, stdout: '', stderr: `sluice: The database ${database.place} is not reset, since ${why}` });
    expect(await run('init-dev')).toEqual({ code: 2, stdout: '', stderr: `sluice: The database ${database.place} is not marked, since ${why}` });
    expect(await relations(database)).toEqual(['desk.migrations', 'desk.migrations_id_seq', ...fresh, 'public.reader']);
  });

  it('waits for a migrate that is at work', async () => {
    const { run, database, name } = await library();
    expect((await run('init-dev')).code).toBe(0);
    const other = await serverDatabase(server.url(name));
    const ending = exclusively(other, async () => {
      const end = run('reset');
      await vi.waitUntil(() => asksForTheLock(database), { timeout: 120_000, interval: 100 });
      expect(await relations(database)).toEqual([]);
      return { end };
    });
    expect((await (await ending).end).stdout).toMatch(/^Another sluice is at work on this database: waiting for it\.\nEmptied /);
    await other.close();
  });

  it.each([
    ['role', 'create role "archivist";', 'create role archivist', 'drop role archivist'],
    ['extension', 'create extension hstore;', 'create extension hstore', 'drop extension hstore'],
    ['publication', 'create publication "Shelf";', 'create publication "Shelf"', 'drop publication "Shelf"'],
    ['server', 'create server desk foreign data wrapper paper;', 'create foreign data wrapper paper; create server desk foreign data wrapper paper',
      'drop foreign data wrapper paper cascade'],
    ['foreign data wrapper', 'create foreign data wrapper paper;', 'create foreign data wrapper paper', 'drop foreign data wrapper paper'],
  ])('tells beforehand of a %s that the replay would stop at', async (kind, up, before, after) => {
    const { run, database } = await library(historyFiles({ '0000_made': { up, down: '' } }));
    expect((await run('init-dev')).code).toBe(0);
    await database.exec(`${before}; create table kept (id integer)`);
    const end = await run('reset');
    await database.exec(after);
    expect(end).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(`Migration 0000_made makes the ${kind} `) as unknown });
    expect(await relations(database)).toEqual(['public.kept']);
  });
});

describe('sluice init-dev', () => {
  it('wants the name of a database that holds something', async () => {
    const { run, database, name } = await library();
    await database.exec('create table author (id integer); create view names as select id from author;');
    const refused = await run('init-dev');
    expect(refused).toEqual({
      code: 2, stdout: '',
      stderr: `sluice: The database ${name} at ${database.place} holds 2 tables and views, which sluice reset would drop. A tunnel to production looks as local as this.\n`
        + `  If it is a database for development, say its name: sluice init-dev ${name}\n`,
    });
    expect(await run('init-dev', 'library')).toMatchObject({ code: 2, stderr: expect.stringContaining(`leads to the database ${name}, not to library`) as unknown });
    expect(await run('reset')).toMatchObject({ code: 2 });
    expect(await run('init-dev', name)).toMatchObject({ code: 0 });
    expect((await run('reset')).code).toBe(0);
  });

  it('refuses a server that looks like production, and so does reset', async () => {
    const { run, database } = await library();
    expect((await run('init-dev')).code).toBe(0);
    await database.exec('create role rds_superuser');
    const ends = [await run('init-dev'), await run('reset')];
    await database.exec('drop role rds_superuser');
    for (const [end, deed] of [[ends[0], 'marked'], [ends[1], 'reset']] as const) {
      expect(end).toMatchObject({
        code: 2, stdout: '', stderr: expect.stringContaining(`is not ${deed}, since it is none for development: it has the role rds_superuser, as databases of Amazon RDS have.`) as unknown,
      });
    }
  });

  it('leaves a comment of somebody else on the ledger’s schema', async () => {
    const { run, database } = await library();
    await database.exec(`create schema drizzle; comment on schema drizzle is 'ask Ada'`);
    expect(await run('init-dev')).toMatchObject({ code: 2, stderr: expect.stringContaining('has a comment already, where the mark would be: "ask Ada"') as unknown });
  });

  it.each([
    ['before 1.0', join(import.meta.dirname, '../../node_modules')], ['1.0', join(import.meta.dirname, 'node_modules')],
  ])('sets a mark that drizzle-kit %s leaves as it is: push and pull', async (_, packages) => {
    const { folder, name, database, run: own } = await library();
    expect((await own('migrate')).code).toBe(0);
    expect((await own('init-dev', name)).code).toBe(0);
    symlinkSync(packages, join(folder, 'node_modules'));
    write(folder, {
      'package.json': '{ "type": "module" }',
      'schema.ts': `import { date, integer, pgTable, serial, text } from 'drizzle-orm/pg-core';
export const author = pgTable('author', { id: serial('id').primaryKey(), name: text('name').notNull(), born: date('born'), age: integer('age') });`,
      'push.config.ts': `export default { dialect: 'postgresql', schema: './schema.ts', out: './pulled', schemaFilter: ['public'],
  dbCredentials: { url: '${server.url(name)}' } };`,
    });
    const kit = (...args: readonly string[]): Promise<End> => run(process.execPath, [join(packages, 'drizzle-kit/bin.cjs'), ...args], folder);
    const pushed = await kit('push', '--config=push.config.ts', '--force');
    expect(pushed).toMatchObject({ code: 0 });
    expect(await database.query(`select from pg_attribute where attrelid = 'author'::regclass and attname = 'age'`)).toHaveLength(1);
    expect(await kit('pull', '--config=push.config.ts')).toMatchObject({ code: 0 });
    expect(await readMark(database, usualLedger)).toBe('own');
  });

  it('works for the owner of a database who is no superuser, and with a ledger in public', async () => {
    const { database, name } = await library();
    await database.exec(`create role owner_of_${name} login; alter database "${name}" owner to owner_of_${name}`);
    const owner = await serverDatabase(server.url(name).replace('postgres@', `owner_of_${name}@`));
    onTestFinished(() => owner.close());
    const history = historyOf([]);
    const ledger = { schema: 'public', table: 'applied' };
    await markForDevelopment({ database: owner, host: 'localhost' }, history, { ledger, named: null });
    await owner.exec('create table author (id integer); create schema archive');
    await emptyMarked({ database: owner, host: 'localhost' }, history, ledger);
    expect(await relations(owner)).toEqual([]);
    await database.exec('create schema foreign_to_owner; create table foreign_to_owner.kept (id integer)');
    await owner.exec('create table author (id integer)');
    await expect(emptyMarked({ database: owner, host: 'localhost' }, history, ledger)).rejects.toThrow('nothing in it was dropped: must be owner of schema foreign_to_owner');
    expect(await relations(owner)).toEqual(['foreign_to_owner.kept', 'public.author']);
  });
});
