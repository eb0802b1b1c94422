import type * as Pg from 'pg';

import { type Database, failureOf } from '../evidence/database.ts';
import { embeddedDatabase } from '../evidence/embedded-database.ts';
import { Problem } from '../text/problem.ts';

export interface ConnectOptions {
  /** `DATABASE_URL`: `postgresql://user:password@host:port/database`. Without it the embedded database is opened. */
  readonly url: string | undefined;
  /** Folder of the embedded database. */
  readonly folder: string;
  /** Extensions the embedded database has to have at hand: `extensionsNamedIn` of the history. */
  readonly extensions?: readonly string[];
}

/**
 * The database a command works on: the server that `url` names, or the embedded one in `folder`. Throws a Problem when
 * the driver is not installed, the server cannot be reached, or another process has the folder.
 */
export async function connect(options: ConnectOptions): Promise<Database> {
  if (options.url !== undefined && options.url !== '') return serverDatabase(options.url);
  return embeddedDatabase({ folder: options.folder, extensions: options.extensions ?? [] });
}

/** Longer than a serverless database needs to wake; a host that never answers must not hold a deploy for ever. */
const connectTimeoutMs = 30_000;

/** One connection to a server, by node-postgres (`pg`, an optional peer). */
export async function serverDatabase(url: string): Promise<Database> {
  const client = clientOf(await loadPg(), url);
  const place = placeOf(client);
  // A connection that breaks while idle would end the process; the next query reports it.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (thrown) {
    throw new Problem(
      `The database ${place} cannot be reached: ${reasonOf(thrown)}`,
      'Look at DATABASE_URL, and whether the server runs.',
    );
  }
  return asDatabase(client, place);
}

/** The host, or the folder of the socket, that a URL leads to. @throws Problem for a URL that cannot be read. */
export async function hostIn(url: string): Promise<string> {
  return clientOf(await loadPg(), url).host;
}

/** Is it this machine, as far as its name tells? A tunnel to another ends here too. */
export function isLocalHost(host: string): boolean {
  return host.startsWith('/') || host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** The driver reads the URL: only it knows all the spellings it takes (`@/library?host=/run/postgresql`, `socket:`). */
function clientOf(pg: typeof Pg, url: string): Pg.Client {
  if (!/^(?:postgres(?:ql)?|socket):|^\//.test(url)) {
    throw new Problem(
      'DATABASE_URL is not the URL of a PostgreSQL database.',
      'Write it as postgresql://user:password@host:port/database, special characters %-encoded.',
    );
  }
  try {
    return new pg.default.Client({
      connectionString: url, application_name: 'sluice', connectionTimeoutMillis: connectTimeoutMs,
    });
  } catch (thrown) {
    throw new Problem(
      `DATABASE_URL cannot be read: ${reasonOf(thrown)}`,
      'Write it as postgresql://user:password@host:port/database, special characters %-encoded.',
    );
  }
}

/** Host or folder of the socket, port and database: what may be shown. */
function placeOf({ host, port, database }: Pg.Client): string {
  return `${host}:${String(port)}/${database ?? ''}`;
}

async function loadPg(): Promise<typeof Pg> {
  try {
    return await import('pg');
  } catch (thrown) {
    throw new Problem(
      `The driver pg cannot be loaded: ${failureOf(thrown).message}`,
      'Install it (npm install -D pg), or unset DATABASE_URL to use the embedded database.',
    );
  }
}

/** Node tries every address of a host and gathers the failures in one error without words. */
function reasonOf(thrown: unknown): string {
  if (thrown instanceof AggregateError && thrown.message === '') return reasonOf(thrown.errors[0]);
  return failureOf(thrown).message;
}

function asDatabase(client: Pg.Client, place: string): Database {
  return {
    place,
    async exec(sql) {
      await client.query(sql).catch(rethrow);
    },
    async query<Row>(sql: string, parameters: readonly unknown[] = []) {
      const answer = await client.query(sql, [...parameters]).catch(rethrow);
      const rows: readonly Row[] = answer.rows;
      return rows;
    },
    close: () => client.end(),
  };
}

function rethrow(thrown: unknown): never {
  throw failureOf(thrown);
}
