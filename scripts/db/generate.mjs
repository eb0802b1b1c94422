/** `drizzle-kit generate`, with an exit code that tells a failure. Arguments go to drizzle-kit: `-- --name add_licence`. */
import { runDrizzleKit } from '../../dist/src/drizzle-kit/run-drizzle-kit.js';
import { report, run } from './project.mjs';

await run(async () => report(await runDrizzleKit(['generate', ...process.argv.slice(2)], {
  cwd: process.cwd(), env: process.env, timeoutMs: 120_000,
})));
