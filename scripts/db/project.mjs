/** The project the db scripts work on: the folder they are started in, as npm and pnpm do. */
import { existsSync } from 'node:fs';

import { lockFolder } from '../../dist/src/evidence/folder-lock.js';
import { connect } from '../../dist/src/gate/connection.js';
import { takeIn } from '../../dist/src/intake/take-in.js';
import { Problem } from '../../dist/src/text/problem.js';

/** As drizzle.config.ts and sluice.config.ts name it. */
const embeddedFolder = '.data/database';

// drizzle-kit reads `.env` by itself: both have to see the same DATABASE_URL.
if (existsSync('.env')) process.loadEnvFile('.env');

const url = process.env.DATABASE_URL;
const isEmbedded = url === undefined || url === '';

/** Runs a script: its answer is the exit code; what is wrong with the set-up is two lines and 2. */
export async function run(work) {
  try {
    process.exitCode = await work();
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    console.error(`${thrown.message}\n${thrown.hint}`);
    process.exitCode = 2;
  }
}

/** Opens the database, asks it, closes it. The embedded one is made if it is not there. */
export async function withDatabase(ask, extensions = []) {
  const database = await connect({ url, folder: embeddedFolder, extensions });
  try {
    return await ask(database);
  } finally {
    await database.close();
  }
}

/** Where drizzle.config says that applied migrations are noted. */
export function ledgerOfProject() {
  const { ledger } = takeIn({ cwd: process.cwd(), scope: { kind: 'all' }, paths: [] }).location;
  if ('computed' in ledger) throw new Problem(ledger.computed, 'Write schema and table of the ledger as texts.');
  return ledger;
}

/** Has the embedded database to itself while drizzle-kit, which opens it in a process of its own, is at work. */
export async function whileHeld(work) {
  const lock = isEmbedded ? lockFolder(embeddedFolder) : null;
  try {
    return await work();
  } finally {
    lock?.release();
  }
}

/** The environment of a drizzle-kit that reads a database; see key-column-order.mjs. */
export function kitEnvironment() {
  const preload = `--import=${new URL('key-column-order.mjs', import.meta.url).href}`;
  const options = [process.env.NODE_OPTIONS, preload].filter((one) => one !== undefined && one !== '');
  return { ...process.env, NODE_OPTIONS: options.join(' ') };
}

/** Prints what drizzle-kit said; its exit code as it should have been. */
export function report(result) {
  process.stdout.write(result.output);
  if (result.outcome === 'done') return 0;
  console.error(result.reason);
  return 1;
}
