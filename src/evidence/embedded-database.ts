import { existsSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

import type * as Pglite from '@electric-sql/pglite';

import { Problem } from '../text/problem.ts';
import { type Database, failureOf } from './database.ts';
import { lockFolder } from './folder-lock.ts';

export interface EmbeddedOptions {
  /** Where it lives; in memory if there is none. */
  readonly folder?: string;
  /** `anew`: what is in the folder is removed first. Left out: it is gone on with. */
  readonly begin?: 'anew';
  /** Extensions that `CREATE EXTENSION` will name: they can be loaded only at the start. See `extensionsNamedIn`. */
  readonly extensions?: readonly string[];
}

/**
 * Opens PGlite (a Postgres in WebAssembly; `@electric-sql/pglite`, 0.5 is PostgreSQL 18) in this process. Close it: an
 * open one keeps Node alive. An extension that it does not ship is left to fail at its `CREATE EXTENSION` (0A000).
 * Throws a Problem when the package is not installed, another process has the folder, or what is in it does not start.
 */
export async function embeddedDatabase(options: EmbeddedOptions = {}): Promise<Database> {
  const pglite = await loadPglite();
  const extensions = await loadExtensions(options.extensions ?? []);
  const lock = options.folder === undefined ? null : lockFolder(options.folder);
  try {
    if (options.folder !== undefined) refuseOther(options.folder);
    if (options.folder !== undefined && options.begin === 'anew') removeData(options.folder);
    const client = await pglite.PGlite.create(dataDirectory(options.folder), { extensions });
    await client.exec('do $$ begin end $$');
    return asDatabase(client, options.folder ?? 'memory', () => lock?.release());
  } catch (thrown) {
    lock?.release();
    if (thrown instanceof Problem) throw thrown;
    throw options.folder === undefined ? failureOf(thrown) : notOpened(options.folder, thrown);
  }
}

/** PGlite does not follow a link. */
function dataDirectory(folder: string | undefined): string {
  if (folder === undefined) return 'memory://';
  return existsSync(folder) ? realpathSync(folder) : folder;
}

/** Is there one in this folder? */
export function hasEmbeddedDatabase(folder: string): boolean {
  return existsSync(join(folder, 'PG_VERSION'));
}

/**
 * What lies in the data of a server and never in that of PGlite: only a server that has run has an option file, and
 * pg_basebackup leaves that out and writes the others (https://www.postgresql.org/docs/current/app-pgbasebackup.html).
 */
const ofServers = ['postmaster.opts', 'backup_label', 'backup_label.old', 'backup_manifest', 'standby.signal', 'recovery.signal', 'recovery.conf'];

/**
 * A folder that holds something else was named by mistake: PGlite would write into it, and to remove that would take the
 * rest along. @throws Problem for such a one, for a file, and for the data of a server or a backup of it.
 */
function refuseOther(folder: string): void {
  if (existsSync(folder) && !statSync(folder).isDirectory()) {
    throw new Problem(`${folder} is a file, not the folder of an embedded database: it was left as it is.`, otherFolder);
  }
  if (ofServers.some((name) => existsSync(join(folder, name)))) {
    throw new Problem(
      `The folder ${folder} holds the data of a PostgreSQL server, not an embedded database: it was left as it is.`,
      'Set DATABASE_URL to use that server, or name another folder as "embeddedDatabase" in the settings of sluice.',
    );
  }
  if (!existsSync(folder) || hasEmbeddedDatabase(folder) || readdirSync(folder).every((name) => name.startsWith('.'))) return;
  throw new Problem(
    `The folder ${folder} holds files, and none of them is of an embedded database: it was left as it is.`, otherFolder,
  );
}

const otherFolder = 'Name the folder of the database as "embeddedDatabase" in the settings of sluice.';

/** What initdb makes and PGlite adds: https://www.postgresql.org/docs/current/storage-file-layout.html. */
const own = /^(?:PG_VERSION|base|global|pg_[a-z_]+(?:\.conf)?|postgresql(?:\.auto)?\.conf|postmaster\.pid)$/;

/** The folder stays: it may be a link, and something else may lie in it. What makes it a database goes last, for who is cut off. */
function removeData(folder: string): void {
  if (!hasEmbeddedDatabase(folder)) return;
  for (const name of readdirSync(folder).sort().reverse()) {
    if (own.test(name)) rmSync(join(folder, name), { recursive: true });
  }
}

/** PGlite says no more than that it was aborted, or throws a number of the emulated file system. */
function notOpened(folder: string, thrown: unknown): Problem {
  const words = thrown instanceof Error ? `: ${thrown.message}` : '.';
  return new Problem(
    `The embedded database in ${folder} does not start${words}`,
    'It is damaged, or of another major of PostgreSQL: remove the folder to begin with an empty one.',
  );
}

/** Names after CREATE EXTENSION in SQL, in order, each once. A name in a comment or a string is taken too: no harm. */
export function extensionsNamedIn(sql: readonly string[]): readonly string[] {
  const pattern = /\bcreate\s+extension\s+(?:if\s+not\s+exists\s+)?(?:"([^"]+)"|'([^']+)'|([\w-]+))/gi;
  const names = sql.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? ''));
  return [...new Set(names)];
}

/** It may not be there: it is an optional peer. */
async function loadPglite(): Promise<typeof Pglite> {
  try {
    return await import('@electric-sql/pglite');
  } catch (thrown) {
    throw new Problem(
      `@electric-sql/pglite cannot be loaded: ${failureOf(thrown).message}`,
      'Install it (npm install -D @electric-sql/pglite), or set DATABASE_URL to use a server.',
    );
  }
}

/** Extensions by their names, as PGlite takes them at its start; without those that it does not ship. */
export async function loadExtensions(names: readonly string[]): Promise<Pglite.Extensions> {
  const found: Pglite.Extensions = {};
  for (const name of withRequired(names)) {
    const extension = await loadExtension(name);
    if (extension !== null) found[name] = extension;
  }
  return found;
}

/** `CREATE EXTENSION … CASCADE` names only the last of a chain; among those PGlite ships there is one chain. */
function withRequired(names: readonly string[]): readonly string[] {
  return names.includes('earthdistance') && !names.includes('cube') ? ['cube', ...names] : names;
}

/** Null: PGlite does not ship it. pgvector is a package of its own. */
async function loadExtension(name: string): Promise<Pglite.Extensions[string] | null> {
  if (!/^[\w-]+$/.test(name)) return null;
  const member = name.replaceAll('-', '_');
  const source = name === 'vector' ? '@electric-sql/pglite-pgvector' : `@electric-sql/pglite/contrib/${member}`;
  try {
    const loaded = await import(source) as Readonly<Record<string, Pglite.Extensions[string]>>;
    return loaded[member] ?? null;
  } catch {
    return null;
  }
}

function asDatabase(client: Pglite.PGlite, place: string, released: () => void): Database {
  return {
    place,
    async exec(sql) {
      await client.exec(sql).catch(rethrow);
    },
    async query<Row>(sql: string, parameters: readonly unknown[] = []) {
      const answer = await client.query<Row>(sql, [...parameters]).catch(rethrow);
      return answer.rows;
    },
    async close() {
      await client.close();
      released();
    },
  };
}

function rethrow(thrown: unknown): never {
  throw failureOf(thrown);
}
