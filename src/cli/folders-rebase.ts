import { afterMigrations } from '../catalog/after-migrations.ts';
import { conflictsBetween } from '../catalog/conflicts-between.ts';
import type { Migration } from '../facts/history.ts';
import type { Sides } from '../intake/rebase/branches.ts';
import { isSameMigration, type Branches } from '../intake/rebase/own-migrations.ts';
import { branchConflicts } from './branch-conflicts.ts';

/** Nothing moves in the layout of drizzle 1.0; what the two branches do to each other still counts. Gives the exit code. */
export function foldersRebase(branches: Branches, { ref }: Sides, pathOf: (file: string) => string): number {
  const { theirs, here, ours } = branches;
  const had = (ours ?? here).history.migrations;
  const own = here.history.migrations.filter((one) => !theirs.history.migrations.some((other) => isSameMigration(one, other)));
  const isShared = (one: Migration): boolean => had.some((other) => isSameMigration(one, other));
  const { migrations } = theirs.history;
  const conflicts = conflictsBetween(afterMigrations(migrations.filter(isShared)), own, migrations.filter((one) => !isShared(one)));
  print('Migrations in folders need no new numbers: drizzle-orm 1.0 applies each that is not applied yet, wherever it stands.');
  if (conflicts.length === 0) {
    print(`This branch and ${ref} agree.`);
    return 0;
  }
  print(branchConflicts({ conflicts, clashes: [] }, ref, pathOf));
  const folders = [...new Set(conflicts.map(({ ours: { migration } }) => migration.tag))];
  print(`Settle in the schema what holds, remove ${folders.join(', ')} of this branch, and run drizzle-kit generate once ${ref} is merged: `
    + 'it writes what is left to do behind both.');
  return 1;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
