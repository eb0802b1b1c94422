/**
 * `drizzle-kit pull` into `.data/pull`, a folder of its own that is emptied first: the schema and the migrations of the
 * project stay as they are. Its configuration is the project's own with another `out`.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';

import { runDrizzleKit } from '../../dist/src/drizzle-kit/run-drizzle-kit.js';
import { kitEnvironment, report, run, whileHeld, withDatabase } from './project.mjs';

const folder = '.data/pull';
const configFile = '.data/pull.config.ts';
const config = `import project from '../drizzle.config.ts';\n\nexport default { ...project, out: './${folder}' };\n`;

await run(async () => {
  await withDatabase(async () => undefined);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync('.data', { recursive: true });
  writeFileSync(configFile, config);
  return whileHeld(async () => report(await runDrizzleKit(['pull', `--config=${configFile}`], {
    cwd: process.cwd(), env: kitEnvironment(), timeoutMs: 300_000,
  })));
});
