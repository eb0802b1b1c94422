import { statementRefusesTransaction } from '../catalog/deploys.ts';
import { type Database, DatabaseFailure } from '../evidence/database.ts';
import { embeddedDatabase } from '../evidence/embedded-database.ts';
import { connect, hostIn } from '../gate/connection.ts';
import { exclusively } from '../gate/exclusively.ts';
import { migrate, type MigrateResult } from '../gate/migrate.ts';
import { positionOf } from '../gate/position.ts';
import { refusalsOf } from '../gate/refusals.ts';
import { emptyMarked } from '../gate/reset.ts';
import { takeIn } from '../intake/take-in.ts';
import { preferBaselineCompiler } from '../parse/sql/postgres-parser.ts';
import { workingFolder } from '../project/root.ts';
import { visible } from '../report/visible.ts';
import { Problem } from '../text/problem.ts';
import { databaseOf, type DatabasePlace } from './database-of.ts';
import { deployedProject, type DeployedProject } from './deployed-project.ts';
import { report, waiting, type MigrateFlags } from './migrate.ts';
import { runSeed } from './seed.ts';

/**
 * Empties the database of a project, applies every migration, and seeds it. Gives the exit code: 1 if a migration or the
 * seed failed. @throws Problem, before anything is dropped, for a database that is none for development.
 */
export async function resetCommand(flags: MigrateFlags): Promise<number> {
  preferBaselineCompiler();
  const project = deployedProject(takeIn({ ...flags, cwd: workingFolder(flags.cwd), scope: { kind: 'all' }, paths: [], baseline: 'ignore', statistics: 'none' }));
  refuseHistory(project);
  const place = databaseOf(project.folder, project.location, 'to reset');
  return place.url === undefined ? resetEmbedded(project, place) : resetServer(project, place, place.url);
}

/** A history that cannot be applied as a whole is no reason to lose what is there. */
function refuseHistory({ intake: { facts: { history } } }: DeployedProject): void {
  const [first] = refusalsOf(history, positionOf(history, null));
  if (first !== undefined) throw new Problem(`${first.message} Nothing was dropped.`, first.hint);
}

/** The lock of its folder is let go before the seed, which opens the database itself. */
async function resetEmbedded(project: DeployedProject, place: DatabasePlace): Promise<number> {
  const database = await embeddedDatabase({ folder: place.folder, extensions: project.extensions, begin: 'anew' });
  let replayed: number;
  try {
    print(`Emptied ${place.folder}.`);
    replayed = await replay(project, database);
  } finally {
    await database.close();
  }
  return replayed === 0 ? seed(project, place) : replayed;
}

async function resetServer(project: DeployedProject, place: DatabasePlace, url: string): Promise<number> {
  const host = await hostIn(url);
  const database = await connect(place);
  try {
    return await exclusively(database, async () => {
      await emptyMarked({ database, host }, project.intake.facts.history, project.ledger);
      print(`Emptied ${database.place}.`);
      const replayed = await replay(project, database);
      return replayed === 0 ? seed(project, place) : replayed;
    }, { onWait: () => { print(waiting); } });
  } catch (thrown) {
    throw thrown instanceof DatabaseFailure ? brokenOff(database.place, thrown) : thrown;
  } finally {
    await database.close();
  }
}

/** Without a check: what it would say of a history that is applied everywhere helps nobody who begins anew. */
async function replay({ intake: { facts }, ledger }: DeployedProject, database: Database): Promise<number> {
  const result: MigrateResult = await migrate(database, facts.history, {
    ledger,
    refusesTransaction: (statement) => statementRefusesTransaction(statement, facts.postgres),
    judge: () => Promise.resolve([]),
    onApplied: ({ tag }) => { print(`applied ${tag}`); },
  });
  const code = report(result);
  if (code !== 0) process.stderr.write(`${visible(database.place)} was emptied before; it has what is told as applied above, and no seed.\n`);
  return code;
}

async function seed({ folder, location: { settings } }: DeployedProject, place: DatabasePlace): Promise<number> {
  if (settings.seed === undefined) return 0;
  print(`Seeding: ${settings.seed}`);
  const end = await runSeed(settings.seed, folder, place);
  if (end.outcome === 'done') return 0;
  process.stderr.write(`sluice: The seed ${visible(end.how)}.\n  Every migration is applied; the rows are as the seed left them.\n`);
  return 1;
}

function brokenOff(place: string, { message }: DatabaseFailure): Problem {
  return new Problem(`The database ${place} broke off: ${message}.`, 'What is told above is done; run sluice reset again.');
}

function print(text: string): void {
  process.stdout.write(`${visible(text)}\n`);
}
