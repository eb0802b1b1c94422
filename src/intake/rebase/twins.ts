import { afterMigrations } from '../../catalog/after-migrations.ts';
import { conflictsBetween } from '../../catalog/conflicts-between.ts';
import type { Migration } from '../../facts/history.ts';
import { sqlEdit } from '../../rule/sql-edit.ts';
import { isSameText, isSnapshotOf, nameIn, type OwnMigration } from './own-migrations.ts';

/** A migration of our own that the other branch has under another number or name, as after a cherry-pick. */
export interface Twin {
  readonly own: OwnMigration;
  readonly theirs: Migration;
}

export interface Twins {
  /** Certain ones: ours go. */
  readonly twins: readonly Twin[];
  /** Of the same statements, which may be meant to run twice: ours stay. */
  readonly alike: readonly Twin[];
}

/**
 * Our own migrations that theirs has since the two branches parted, one for one: the same statements, whatever the comments and
 * white space, under the same words, with the same snapshot, or of which the second would fail. Two custom migrations that are
 * empty, or that both change rows under different words, are two: of the latter it is told that they are alike.
 */
export function twinsIn(own: readonly OwnMigration[], theirs: readonly Migration[], fork: number): Twins {
  const free = theirs.slice(fork);
  const paired = (isPair: (one: OwnMigration, other: Migration) => boolean, all: readonly OwnMigration[]): readonly Twin[] =>
    all.flatMap((one): readonly Twin[] => {
      const place = free.findIndex((other) => isPair(one, other));
      const [found] = place < 0 ? [] : free.splice(place, 1);
      return found === undefined ? [] : [{ own: one, theirs: found }];
    });
  const without = (twins: readonly Twin[]): readonly OwnMigration[] => own.filter((one) => twins.every((twin) => twin.own !== one));
  const exact = paired((one, other) => isSameSql(one, other) && isTwin(one, other, theirs), own);
  const twins = [...exact, ...paired((one, other) => hasSameStatements(one, other) && isTwin(one, other, theirs), without(exact))];
  return { twins, alike: paired(hasSameStatements, without(twins)) };
}

/** Letter for letter? */
export function isSameSql({ sql }: OwnMigration, other: Migration): boolean {
  return other.sql !== null && isSameText(sql, other.sql.text);
}

function hasSameStatements({ migration, sql }: OwnMigration, other: Migration): boolean {
  if (other.sql === null || migration.sql === null || !isSameText(sql, migration.sql.text)) return false;
  return other.sql.statements.length > 0 && sqlEdit(other.sql, migration.sql).kind === 'layout';
}

function isTwin({ migration, snapshot }: OwnMigration, other: Migration, theirs: readonly Migration[]): boolean {
  if (nameIn(migration.tag) === nameIn(other.tag)) return true;
  const id = snapshot.kind === 'read' ? snapshot.json['id'] : null;
  if (typeof id === 'string' && isSnapshotOf(other, id)) return true;
  return conflictsBetween(afterMigrations(theirs.slice(0, other.position)), [migration], [other]).length > 0;
}
