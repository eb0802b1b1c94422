import { afterMigrations } from '../../catalog/after-migrations.ts';
import { conflictsBetween } from '../../catalog/conflicts-between.ts';
import type { Migration } from '../../facts/history.ts';
import { isSameText, nameIn, type OwnMigration } from './own-migrations.ts';

/** A migration of our own that the other branch has under another number or name, as after a cherry-pick. */
export interface Twin {
  readonly own: OwnMigration;
  readonly theirs: Migration;
}

/**
 * Our own migrations that theirs has since the two branches parted, one for one: the same SQL under the same words, or of which
 * the second would fail. Two custom migrations that are empty or that both change rows are two.
 */
export function twinsIn(own: readonly OwnMigration[], theirs: readonly Migration[], fork: number): readonly Twin[] {
  const free = theirs.slice(fork);
  return own.flatMap((one): readonly Twin[] => {
    const place = free.findIndex((other) => isTwin(one, other, theirs));
    const [found] = place < 0 ? [] : free.splice(place, 1);
    return found === undefined ? [] : [{ own: one, theirs: found }];
  });
}

function isTwin({ migration, sql }: OwnMigration, other: Migration, theirs: readonly Migration[]): boolean {
  if (other.sql === null || !isSameText(sql, other.sql.text)) return false;
  if (nameIn(migration.tag) === nameIn(other.tag)) return true;
  return conflictsBetween(afterMigrations(theirs.slice(0, other.position)), [migration], [other]).length > 0;
}
