// Puts what is predicted of statements to real histories: of each drizzle.config found in a folder, the newest migrations
// run statement by statement on PGlite, and what each did is compared with what catalog/effects says.
//   npm run trial:effects -- [--last=50] <folder>…
import { dirname, join, relative, resolve } from 'node:path';
import { configsIn, requestFor } from './trial-projects.mjs';

const dist = resolve(import.meta.dirname, '../dist');
const { takeIn } = await import(`${dist}/src/index.js`);
const { afterMigrations } = await import(`${dist}/src/catalog/after-migrations.js`);
const { deploys, statementRefusesTransaction } = await import(`${dist}/src/catalog/deploys.js`);
const { walkDeploy } = await import(`${dist}/src/engine/walk-deploy.js`);
const { sqlOf } = await import(`${dist}/src/evidence/apply.js`);
const { disagreements, expectedOf } = await import(`${dist}/src/evidence/disagreements.js`);
const { embeddedDatabase, extensionsNamedIn } = await import(`${dist}/src/evidence/embedded-database.js`);
const { planOf } = await import(`${dist}/src/evidence/plan.js`);
const { replayOn, startAfresh } = await import(`${dist}/src/evidence/replay.js`);
const { traced } = await import(`${dist}/src/evidence/trace.js`);
const { preferBaselineCompiler } = await import(`${dist}/src/parse/sql/postgres-parser.js`);

/** PGlite 0.5 is PostgreSQL 18. */
const major = 18;
const refusesTransaction = (statement) => statementRefusesTransaction(statement, major);
const last = Number(process.argv.find((argument) => argument.startsWith('--last='))?.slice('--last='.length) ?? 50);
const folders = process.argv.slice(2).filter((argument) => !argument.startsWith('--')).map((folder) => resolve(folder));
if (folders.length === 0 || !Number.isInteger(last)) {
  console.error('Usage: npm run trial:effects -- [--last=50] <folder>…');
  process.exit(2);
}
preferBaselineCompiler();

const columns = ['project', 'migrations', 'statements compared', 'not watched', 'not analysed', 'disagreements'];
console.log(`| ${columns.join(' | ')} |\n|${' --- |'.repeat(columns.length)}`);
const notes = [];
for (const folder of folders) for (const config of configsIn(folder)) console.log(await row(folder, config));
if (notes.length > 0) console.log(`\n${notes.join('\n')}`);

async function row(folder, config) {
  const name = relative(dirname(folder), join(folder, config));
  try {
    const { facts } = takeIn(requestFor(folder, config));
    const seen = await comparedOn(facts.history.migrations, name);
    return `| ${[name, seen.migrations, seen.compared, seen.unwatched, seen.unanalysed, seen.disagreements].join(' | ')} |`;
  } catch (error) {
    if (error.name !== 'Problem') throw error;
    return `| ${name} | not read: ${error.message.replaceAll('|', '\\|')} |`;
  }
}

async function comparedOn(migrations, name) {
  const [old, recent] = [migrations.slice(0, -last), migrations.slice(-last)];
  const database = await embeddedDatabase({ extensions: extensionsNamedIn(migrations.map(({ sql }) => sql?.text ?? '')) });
  const seen = { migrations: 0, compared: 0, unwatched: 0, unanalysed: 0, disagreements: 0 };
  try {
    await replayOn(database, old, { refusesTransaction });
    let live = afterMigrations(old);
    for (const migration of recent.filter(({ sql }) => sql !== null)) {
      await startAfresh(database);
      await putMigration(database, migration, live, seen, name);
      live = afterMigrations([migration], live);
      seen.migrations += 1;
    }
    return seen;
  } finally {
    await database.close();
  }
}

/** In the transactions that `sluice migrate` makes; a statement after the file's own COMMIT is watched in one of its own. */
async function putMigration(database, migration, live, seen, name) {
  const expected = expectations(migration, live);
  let open = false;
  for (const step of planOf(migration.sql.statements, refusesTransaction)) {
    if (step.kind === 'begin' || step.kind === 'commit') await database.exec(step.kind);
    if (step.kind === 'control') await database.exec(step.command);
    if (step.kind === 'begin' || step.kind === 'commit' || step.kind === 'control') open = (step.kind === 'control' ? step.command : step.kind) === 'begin';
    if (step.kind !== 'statement') continue;
    const sql = sqlOf(migration.sql, step.statement);
    if (refusesTransaction(step.statement)) {
      await database.exec(sql);
      seen.unwatched += 1;
      continue;
    }
    if (!open) await database.exec('begin');
    await putStatement(database, sql, expected.get(step.statement), seen, `${name}: ${migration.tag}`);
    if (!open) await database.exec('commit');
  }
}

async function putStatement(database, sql, expected, seen, place) {
  const observed = await traced(database, () => database.exec(sql));
  if (observed.fails !== null) throw new Error(`${place}: ${observed.fails}: ${sql}`);
  if (expected.gaps.length > 0) {
    seen.unanalysed += 1;
    return;
  }
  const parted = disagreements(expected, observed);
  seen.compared += 1;
  seen.disagreements += parted.length;
  notes.push(...parted.map((text) => `- ${place}: ${text}\n    ${sql.trim().split('\n').slice(0, 3).join('\n    ')}`));
}

/** By statement. */
function expectations(migration, live) {
  const steps = deploys([migration], 'sluice', 'together', major).flatMap((deploy) => walkDeploy(deploy, live, { postgres: major, deployed: null }));
  return new Map(steps.map(({ step: { statement }, at, moments }) => [statement, { ...expectedOf(statement, at.before, moments), gaps: statement.gaps }]));
}
