import { withEntries, type NewEntry } from '../../parse/drizzle/journal-entry.ts';
import { migrationFiles, tagPrefix } from '../../facts/migration-files.ts';
import { prefixKindOf, tagFor } from '../../parse/drizzle/migration-tag.ts';
import type { FileText } from '../../project/write-files.ts';
import { Problem } from '../../text/problem.ts';
import { nameIn, type Branches, type OwnMigration } from './own-migrations.ts';
import type { RebaseOptions } from './rebase-plan.ts';

/** A migration of our own, where it comes to stand. */
export interface Move {
  readonly own: OwnMigration;
  readonly entry: NewEntry;
  /** Its SQL and the way back, as they were. */
  readonly files: readonly FileText[];
  readonly snapshotFile: string;
}

/** @throws Problem for tags that begin with `_`: all their snapshots have one name. */
export function refuseUnnumbered({ theirs }: Branches, own: readonly OwnMigration[]): void {
  const bare = [...own.map(({ migration }) => migration), ...theirs.history.migrations].find(({ tag }) => tagPrefix(tag) === '');
  if (bare === undefined) return;
  throw new Problem(
    `${bare.tag} has no number, and all migrations without one share one snapshot: there is nothing to rebuild them from.`,
    'Give migrations numbers first: take "prefix: none" out of drizzle.config, and name the files and entries anew.',
  );
}

/**
 * New numbers, and times where theirs are later; a name or a time that fits behind theirs already stays. Tags that have numbers
 * keep to them under `prefix: none` too, with which they would have one snapshot together. `all` also has those of our own that
 * go: the names of their files are free, those of files that belong to nobody are not.
 */
export function moved(
  branches: Branches, own: readonly OwnMigration[], all: readonly OwnMigration[], { prefix, now }: RebaseOptions,
): readonly Move[] {
  const { history, texts } = branches.theirs;
  const { folder, migrations } = history;
  const kind = prefix !== null && prefix !== 'none' ? prefix : prefixKindOf(tagPrefix((migrations.at(-1) ?? own[0]?.migration)?.tag ?? ''));
  const numbers = texts.list(folder).flatMap((file) => /(?:^|\/)meta\/(\d{1,9})_snapshot\.json$/.exec(file)?.[1] ?? []);
  const head = migrations.at(-1);
  let last = { idx: head?.entry?.idx ?? -1, when: Math.max(0, ...migrations.map(({ when }) => when ?? 0)), tag: head?.tag ?? '' };
  let number = Math.max(last.idx, ...numbers.map(Number));
  const taken = new Set(migrations.map(({ tag }) => tag));
  const mine = new Set(all.map(({ migration: { file } }) => file));
  return own.map((one): Move => {
    const { migration } = one;
    number += 1;
    const when = migration.when !== null && migration.when > last.when ? migration.when : Math.max(now, last.when + 1);
    const isFree = (tag: string): boolean => {
      const { file } = migrationFiles(folder, tag);
      return !taken.has(tag) && !texts.exists(file) && (mine.has(file) || !branches.here.texts.exists(file));
    };
    const tag = isTimeBehind(migration.tag, last.tag) && isFree(migration.tag) ? migration.tag
      : tagFor({ idx: number, when, name: nameIn(migration.tag), prefix: kind, last: last.tag, isFree });
    taken.add(tag);
    const entry = { idx: last.idx + 1, when, tag, breakpoints: migration.entry?.breakpoints ?? true };
    last = { idx: entry.idx, when, tag };
    const { file, downFile, snapshotFile } = migrationFiles(folder, tag);
    const files = [{ path: file, text: one.sql }, ...(one.down === null ? [] : [{ path: downFile, text: one.down }])];
    return { own: one, entry, files, snapshotFile };
  });
}

/** Both tags begin with a time, and this one's is later: it may stay. */
function isTimeBehind(tag: string, last: string): boolean {
  const [own, other] = [tagPrefix(tag), tagPrefix(last)];
  return /^(?:\d{14}|\d{10})$/.test(own) && own.length === other.length && own > other;
}

/** Their journal with our entries behind it. @throws Problem where it cannot be read. */
export function journalBehind({ theirs, here, ours }: Branches, moves: readonly Move[]): FileText {
  const { journalFile } = theirs.history;
  const base = theirs.texts.read(journalFile) ?? emptied([ours, here].flatMap((side) => side?.texts.read(journalFile) ?? [])[0]);
  const text = withEntries(base, moves.map(({ entry }) => entry));
  if (text === null) {
    throw new Problem(`${journalFile} cannot be read, so nothing can be put behind its entries.`, 'Mend it on the other branch first.');
  }
  const isCrlf = here.texts.read(journalFile)?.includes('\r\n') === true && !text.includes('\r\n');
  return { path: journalFile, text: isCrlf ? text.replaceAll('\n', '\r\n') : text };
}

function emptied(journal: string | undefined): string {
  const version = /"version"\s*:\s*"(\d+)"/.exec(journal ?? '')?.[1] ?? '7';
  return `${JSON.stringify({ version, dialect: 'postgresql', entries: [] }, null, 2)}\n`;
}

/** Files of our own under the names they had. */
export function leftBehind({ theirs, here }: Branches, own: readonly OwnMigration[]): readonly string[] {
  const { folder } = theirs.history;
  return own.flatMap(({ migration }) => {
    const { file, downFile, snapshotFile } = migrationFiles(folder, migration.tag);
    return [file, downFile, snapshotFile].filter((path) => here.texts.exists(path) && !theirs.texts.exists(path));
  });
}
