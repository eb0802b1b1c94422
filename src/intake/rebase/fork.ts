import { isSameMigration, type Branches, type OwnMigration } from './own-migrations.ts';

/**
 * How many of theirs our own migrations were made on: up to the snapshot that the first of them goes on from, and what follows
 * without a snapshot that our branch had too. Where no snapshot tells, as many as our branch had before.
 */
export function forkOf({ theirs, here, ours }: Branches, own: readonly OwnMigration[]): number {
  const { migrations } = theirs.history;
  const had = (ours ?? here).history.migrations;
  const isOurs = (place: number): boolean => {
    const migration = migrations[place];
    return migration !== undefined && had.some((one) => isSameMigration(one, migration));
  };
  const [first] = own.flatMap(({ snapshot }) => (snapshot.kind === 'read' ? [snapshot.json['prevId']] : []));
  const parent = migrations.findIndex(({ link }) => link !== null && link.id === first);
  if (parent < 0) {
    let shared = 0;
    while (isOurs(shared)) shared++;
    return shared;
  }
  let end = parent + 1;
  while (migrations[end]?.link === null && isOurs(end)) end++;
  return end;
}
