/**
 * `drizzle-kit push`, for development databases: it changes tables without a migration. A database whose changes go
 * through migrations is refused, unless `--despite-ledger` says that it is meant. Other arguments go to drizzle-kit.
 */
import { runDrizzleKit } from '../../dist/src/drizzle-kit/run-drizzle-kit.js';
import { readLedger } from '../../dist/src/gate/ledger.js';
import { Problem } from '../../dist/src/text/problem.js';
import { kitEnvironment, ledgerOfProject, report, run, whileHeld, withDatabase } from './project.mjs';

const despiteLedger = '--despite-ledger';
const args = process.argv.slice(2);

async function refuseLedger(database) {
  if (args.includes(despiteLedger)) return;
  const ledger = ledgerOfProject();
  if ((await readLedger(database, ledger)) === null) return;
  throw new Problem(
    `${database.place} has a ledger of migrations (${ledger.schema}.${ledger.table}): a push would leave its tables ahead of it.`,
    `Use db:generate and db:migrate, or say ${despiteLedger} if this database is yours to break.`,
  );
}

await run(async () => {
  await withDatabase(refuseLedger);
  return whileHeld(async () => report(await runDrizzleKit(['push', ...args.filter((arg) => arg !== despiteLedger)], {
    cwd: process.cwd(), env: kitEnvironment(), timeoutMs: 300_000,
  })));
});
