import { DatabaseFailure } from '../evidence/database.ts';
import { connect, hostIn } from '../gate/connection.ts';
import { markForDevelopment, type Marked } from '../gate/reset.ts';
import { takeIn } from '../intake/take-in.ts';
import { preferBaselineCompiler } from '../parse/sql/postgres-parser.ts';
import { workingFolder } from '../project/root.ts';
import { visible } from '../report/visible.ts';
import { Problem } from '../text/problem.ts';
import { databaseOf } from './database-of.ts';
import { deployedProject } from './deployed-project.ts';
import type { MigrateFlags } from './migrate.ts';

/** Marks the database of a project as one that `sluice reset` may empty. `named`: what its name is said to be. */
export async function initDev(named: string | null, flags: MigrateFlags): Promise<void> {
  preferBaselineCompiler();
  const project = deployedProject(takeIn({ ...flags, cwd: workingFolder(flags.cwd), scope: { kind: 'all' }, paths: [], baseline: 'ignore', statistics: 'none' }));
  const place = databaseOf(project.folder, project.location, 'to mark');
  if (place.url === undefined) {
    print(`The embedded database in ${place.folder} needs no mark: sluice reset may empty it.`);
    return;
  }
  const host = await hostIn(place.url);
  const database = await connect(place);
  try {
    print(told(database.place, await markForDevelopment({ database, host }, project.intake.facts.history, { ledger: project.ledger, named })));
  } catch (thrown) {
    throw thrown instanceof DatabaseFailure ? new Problem(`The database ${database.place} broke off: ${thrown.message}.`, 'Run it again.') : thrown;
  } finally {
    await database.close();
  }
}

function told(place: string, { schemas, before }: Marked): string {
  return `${place} is marked as a database for development${before ? ', as it was before' : ''}: `
    + `sluice reset may drop everything in the schema${schemas.length === 1 ? '' : 's'} ${schemas.join(', ')}.`;
}

function print(text: string): void {
  process.stdout.write(`${visible(text)}\n`);
}
