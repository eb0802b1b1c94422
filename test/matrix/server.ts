import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { serverDatabase } from '../../src/gate/connection.ts';
import { Problem } from '../../src/text/problem.ts';
import { freePort } from '../kit/free-port.ts';

export const majors = [14, 15, 16, 17, 18] as const;
export type Major = (typeof majors)[number];

/** A server of its own on a free port of this machine. */
export interface Server {
  /** The URL of one of its databases. */
  url(database: string): string;
  createDatabase(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** Postgres does not run as root: there it becomes `nobody`, whom every Unix has. */
const unprivileged = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** Makes and starts a server of one major, from the binaries in this folder's node_modules. */
export async function startServer(major: Major): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), `sluice-postgres-${major}-`));
  if (unprivileged.uid !== undefined) chownSync(folder, unprivileged.uid, unprivileged.gid);
  const binaries = reachableBinaries(major, folder);
  const data = join(folder, 'data');
  const options = { ...unprivileged, cwd: folder };
  execFileSync(join(binaries, 'initdb'), [
    '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync',
  ], { ...options, stdio: 'pipe' });
  const port = await freePort();
  const child = spawn(join(binaries, 'postgres'), [
    '-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'fsync=off',
  ], { ...options, stdio: 'ignore' });
  const url = (database: string): string => `postgresql://postgres@127.0.0.1:${port}/${database}`;
  await reachable(url('postgres'), child);
  return {
    url,
    async createDatabase(name) {
      const database = await serverDatabase(url('postgres'));
      await database.exec(`create database "${name}"`);
      await database.close();
      return url(name);
    },
    async stop() {
      await ended(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** `nobody` may not look into the home of root, where a checkout may lie: the binaries go where the data is. */
function reachableBinaries(major: Major, folder: string): string {
  const installed = join(import.meta.dirname, `node_modules/postgres-${major}/native`);
  if (unprivileged.uid === undefined) return join(installed, 'bin');
  const copy = join(folder, 'native');
  cpSync(installed, copy, { recursive: true, verbatimSymlinks: true });
  execFileSync('chown', ['-R', `${String(unprivileged.uid)}:${String(unprivileged.gid)}`, copy]);
  return join(copy, 'bin');
}

/** A machine at work on other things takes its time: it is given a minute. */
async function reachable(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (child.exitCode !== null) break;
    try {
      await (await serverDatabase(url)).close();
      return;
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown;
      await pause(100);
    }
  }
  await ended(child);
  throw new Error(`The server did not start (exit code ${String(child.exitCode)}).`);
}

/** SIGINT is Postgres's fast shutdown: clients are disconnected. */
function ended(child: ChildProcess): Promise<void> {
  return new Promise((settle) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      settle();
      return;
    }
    child.once('exit', () => { settle(); });
    child.kill('SIGINT');
  });
}
