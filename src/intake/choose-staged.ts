import { withMigrations, type History, type Migration } from '../facts/history.ts';
import { downFileOf } from '../facts/migration-files.ts';
import { gitRef } from '../project/git-ref.ts';
import { mergeBase, untracked } from '../project/git.ts';
import type { Standpoint } from '../project/root.ts';
import { plural } from '../text/plural.ts';
import type { Texts } from '../text/texts.ts';
import type { Base } from './base.ts';
import { afterStart, type Chosen } from './choose-judged.ts';
import { keptTags } from './kept-tags.ts';

/** A base that could be read. */
export type BaseState = Extract<Base, { readonly kind: 'state' }>;

/** What is chosen of the index. `pending`: what goes out with the staged migrations, older commits of the branch too. */
export interface ChosenStaged extends Chosen {
  readonly pending: readonly Migration[];
  readonly historyReports: 'new';
}

/**
 * The migrations that the next commit adds, or whose SQL, down file, time or snapshot it changes. Those of earlier
 * commits that the default branch does not have are no more applied than the staged ones: they go out together, and a
 * table that one of them makes is nobody's yet.
 */
export function chooseStaged(
  history: History, texts: Texts, base: BaseState, startAfter: string | undefined, { root }: Standpoint,
): ChosenStaged {
  const all = afterStart(history, startAfter);
  const before = new Map(base.state.history.migrations.map((migration) => [migration.tag, migration]));
  const kept = keptTags(history, base.state.history);
  const isLifted = ({ tag }: Migration): boolean => kept.has(tag) && !before.has(tag);
  const judged = all.filter((migration) => !isLifted(migration) && isChanged(migration, before.get(migration.tag), { layout: history.layout, index: texts, head: base.texts }));
  const isReleased = releasedTest(root);
  const passed = history.migrations.slice(0, history.migrations.length - all.length);
  return {
    judged,
    pending: all.filter((migration) => !kept.has(migration.tag) || (before.has(migration.tag) && !isReleased(migration))),
    grouping: 'together',
    historyReports: 'new',
    base: base.state,
    atBase: released(base.state.history, isReleased),
    tagsAtBase: new Set([...passed.map(({ tag }) => tag), ...kept]),
    scope: `${judged.length} staged of ${plural(history.migrations.length, 'migration')}`,
  };
}

interface Compared {
  readonly layout: History['layout'];
  readonly index: Texts;
  readonly head: Texts;
}

function isChanged(now: Migration, before: Migration | undefined, { layout, index, head }: Compared): boolean {
  if (before === undefined || now.when !== before.when || now.hasSnapshotFile !== before.hasSnapshotFile) return true;
  const files = [now.file, downFileOf(now.file, layout)];
  return files.some((file) => index.read(file) !== head.read(file));
}

/** What earlier commits of the branch brought may still be changed. */
function released(history: History, isReleased: (migration: Migration) => boolean): History {
  return withMigrations(history, history.migrations.filter(isReleased));
}

/** Is a migration on the default branch? Where nobody can say, all that is committed counts as applied. */
function releasedTest(root: string): (migration: Migration) => boolean {
  const base = mergeBase(root);
  if (base.kind !== 'base') return () => true;
  const released = gitRef(root, base.commit);
  return ({ file }) => released.exists(file);
}

/** New files of the migrations folder that git was not told of: most often somebody forgot them. */
export function untrackedNotes({ root }: Standpoint, out: string): readonly string[] {
  const files = untracked(root, out);
  const [first] = files;
  if (first === undefined) return [];
  const others = files.length === 1 ? '' : ` and ${files.length - 1} more of ${out}`;
  return [`Not in this commit: ${first}${others}; git add what belongs to it.`];
}
