import type { History, Migration } from '../../facts/history.ts';
import { conflictMarker } from '../../parse/drizzle/conflict-marker.ts';
import { migrationFiles, tagPrefix } from '../../parse/drizzle/migration-files.ts';
import { isJson, type Json } from '../../parse/drizzle/snapshot-json.ts';
import type { Texts } from '../../text/texts.ts';

/** A history and the files that it was read from. */
export interface ReadBranch {
  readonly history: History;
  readonly texts: Texts;
}

/** The two sides, before and after they were brought together. */
export interface Branches {
  /** What is moved behind: nothing of it is touched. */
  readonly theirs: ReadBranch;
  /** The working tree: our branch, a merge of both, or one that is not finished. */
  readonly here: ReadBranch;
  /** Our branch before the merge; null where nobody knows. */
  readonly ours: ReadBranch | null;
  /** Files as they were when our branch added one of them; null: no commit of its own did. */
  readonly whereAdded: (file: string) => Texts | null;
}

/** A migration that the other side does not have. */
export interface OwnMigration {
  readonly migration: Migration;
  readonly sql: string;
  readonly down: string | null;
  readonly snapshot: OwnSnapshot;
}

export type OwnSnapshot =
  | { readonly kind: 'read'; readonly text: string; readonly json: Json }
  /** It never had one. */
  | { readonly kind: 'none' }
  /** The merge put that of another migration in its place, or left marks in it. */
  | { readonly kind: 'lost' };

/** The same migration in two histories: its SQL, or its snapshot where somebody has edited the SQL since. */
export function isSameMigration(left: Migration, right: Migration): boolean {
  if (left.tag !== right.tag) return false;
  const [one, other] = [left.sql?.text, right.sql?.text];
  if (one !== undefined && other !== undefined && isSameText(one, other)) return true;
  return left.link !== null && left.link.id === right.link?.id;
}

/** Git may change the ends of lines. */
export function isSameText(left: string, right: string): boolean {
  return left.replaceAll('\r\n', '\n') === right.replaceAll('\r\n', '\n');
}

/**
 * The migrations of our branch that theirs does not have, in their order: those of the working tree, and of our branch before
 * the merge what the merge lost: entries of the journal, and files under a name that both have. A migration whose SQL is gone
 * from the working tree was taken out, unless theirs has another by its name.
 */
export function ownMigrations(branches: Branches): readonly OwnMigration[] {
  const { theirs, here, ours } = branches;
  const known = (migration: Migration): boolean => theirs.history.migrations.some((one) => isSameMigration(one, migration));
  const found = here.history.migrations.filter((one) => !known(one) && isReadable(one));
  const lost = (ours?.history.migrations ?? []).filter((one) =>
    one.sql !== null && !known(one) && wasLost(one, branches) && !found.some((other) => isMoved(one, other)));
  const order = new Map((ours?.history.migrations ?? []).map(({ tag }, place) => [tag, place]));
  const placeOf = ({ tag, position }: Migration): number => order.get(tag) ?? order.size + position;
  return [...found.map((migration) => ownFrom(migration, branches)), ...lost.map((migration) => ownFrom(migration, branches))]
    .sort((left, right) => placeOf(left.migration) - placeOf(right.migration));
}

function isReadable({ sql }: Migration): boolean {
  return sql !== null && conflictMarker(sql.file, sql.text) === null;
}

function wasLost({ file, tag, sql }: Migration, { theirs, here }: Branches): boolean {
  if (here.texts.exists(file)) return true;
  const other = theirs.history.migrations.find((one) => one.tag === tag);
  return other?.sql != null && sql !== null && !isSameText(other.sql.text, sql.text);
}

/** Is it there, maybe under the number that a rebase gave it? */
function isMoved(before: Migration, now: Migration): boolean {
  const isNamesake = nameIn(before.tag) === nameIn(now.tag) || nameIn(now.tag).startsWith(`${nameIn(before.tag)}_`);
  return isNamesake && before.sql !== null && now.sql !== null && isSameText(before.sql.text, now.sql.text);
}

/** The words of a tag, without what numbers it. */
export function nameIn(tag: string): string {
  return /^\d+_/.test(tag) ? tag.slice(tagPrefix(tag).length + 1) : tag;
}

/** With the texts of the working tree, or of our branch where those there are of the other side, or not merged. */
function ownFrom(migration: Migration, branches: Branches): OwnMigration {
  const { theirs, here, ours, whereAdded } = branches;
  const { file, downFile, snapshotFile } = migrationFiles(theirs.history.folder, migration.tag);
  const from = (texts: Texts | undefined, path: string): string | null => {
    const text = texts?.read(path) ?? null;
    const other = theirs.texts.read(path);
    return text === null || conflictMarker(path, text) !== null || (other !== null && isSameText(text, other)) ? null : text;
  };
  const own = (path: string): string | null => from(here.texts, path) ?? from(ours?.texts, path);
  const before = ours?.history.migrations.find(({ tag }) => tag === migration.tag);
  const isThere = before?.hasSnapshotFile ?? [here, ours].some((side) => side?.texts.exists(snapshotFile) === true);
  const found = own(snapshotFile);
  const born = found === null && isThere ? whereAdded(file) : null;
  return {
    migration, sql: own(file) ?? migration.sql?.text ?? '', down: own(downFile) ?? (before === undefined ? null : ours?.texts.read(downFile) ?? null),
    snapshot: snapshotFrom(found ?? from(born ?? undefined, snapshotFile), born === null ? isThere : born.exists(snapshotFile)),
  };
}

function snapshotFrom(text: string | null, isThere: boolean): OwnSnapshot {
  if (text === null) return isThere ? { kind: 'lost' } : { kind: 'none' };
  const json = parsed(text);
  return json === null ? { kind: 'lost' } : { kind: 'read', text, json };
}

/** A snapshot as JSON; null: it is none. */
export function parsed(text: string): Json | null {
  try {
    const json: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return isJson(json) ? json : null;
  } catch {
    return null;
  }
}
