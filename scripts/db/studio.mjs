/** `drizzle-kit studio` until it is stopped, for this machine only unless `--host` says otherwise. */
import { startDrizzleKit } from '../../dist/src/drizzle-kit/run-drizzle-kit.js';
import { run, whileHeld, withDatabase } from './project.mjs';

const args = process.argv.slice(2);
const host = args.some((arg) => arg.startsWith('--host')) ? [] : ['--host=127.0.0.1'];

await run(async () => {
  await withDatabase(async () => undefined);
  return whileHeld(() => new Promise((settle, fail) => {
    const studio = startDrizzleKit(['studio', ...host, ...args], { cwd: process.cwd(), env: process.env });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => studio.kill('SIGTERM'));
    studio.on('error', fail);
    studio.on('exit', (code, signal) => settle(signal === null ? (code ?? 1) : 0));
  }));
});
