import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { Database } from '../../src/evidence/database.ts';
import { loadExtensions } from '../../src/evidence/embedded-database.ts';
import { once } from '../../src/text/once.ts';
import { pgliteDatabase } from './pglite-database.ts';

const root = resolve(import.meta.dirname, '../..');
const cache = join(root, 'node_modules/.cache/drizzle-sluice-tests');

/**
 * The files of a database as initdb makes them, as a tar: initdb takes PGlite two seconds of a processor, and to load what
 * it made before takes a quarter of that. Kept from run to run, for the version of PGlite that is installed.
 */
const initialised = once(async (): Promise<string> => {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/@electric-sql/pglite/package.json'), 'utf8')) as { readonly version: string };
  const file = join(cache, `pglite-${version}.tar`);
  if (existsSync(file)) return file;
  const client = await PGlite.create();
  const files = await client.dumpDataDir('none');
  await client.close();
  mkdirSync(cache, { recursive: true });
  // Workers that begin at once each write their own, and the last is the one that is kept.
  const own = `${file}.${process.pid}`;
  writeFileSync(own, new Uint8Array(await files.arrayBuffer()));
  renameSync(own, file);
  return file;
});

/** A PGlite in memory, with nothing in it. */
export async function freshPglite(...extensions: readonly string[]): Promise<PGlite> {
  const loadDataDir = new Blob([readFileSync(await initialised())]);
  return await PGlite.create({ loadDataDir, extensions: await loadExtensions(extensions) });
}

/** The same, as the gate sees it. */
export async function freshDatabase(...extensions: readonly string[]): Promise<Database> {
  return pgliteDatabase(await freshPglite(...extensions));
}

/** Makes a folder an embedded database with nothing in it, as if a command had opened it there before. */
export async function freshDatabaseIn(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['-xf', await initialised(), '-C', folder], { stdio: 'ignore' });
}
