import type { History, Migration } from '../../facts/history.ts';
import { conflictMarker } from '../../parse/drizzle/conflict-marker.ts';
import { madeId } from '../../parse/drizzle/made-files.ts';
import { migrationFiles, tagPrefix } from '../../facts/migration-files.ts';
import { jsonIn, type Json } from '../../parse/drizzle/snapshot-json.ts';
import { originId } from '../../parse/drizzle/snapshot-link.ts';
import type { Texts } from '../../text/texts.ts';

/** A history and the files that it was read from. */
export interface ReadBranch {
  readonly history: History;
  readonly texts: Texts;
}

/** Our branch as only git's memory of it has it: before a rebase that is over. */
export interface FormerBranch extends ReadBranch {
  readonly commit: string;
  /** The commit in words, and who remembers it. */
  readonly source: string;
}

/** The two sides, before and after they were brought together. */
export interface Branches {
  /** What is moved behind: nothing of it is touched. */
  readonly theirs: ReadBranch;
  /** The working tree: our branch, a merge of both, or one that is not finished. */
  readonly here: ReadBranch;
  /** Our branch before the merge or the rebase; null where nobody knows. */
  readonly ours: ReadBranch | FormerBranch | null;
  /** Our branch before rebases that are over, the newest first: read when something is missed. */
  readonly former: () => readonly FormerBranch[];
  /** Files as they were when our branch added one of them; null: no commit of its own did. */
  readonly whereAdded: (file: string) => Texts | null;
}

/** A migration that the other side does not have. */
export interface OwnMigration {
  readonly migration: Migration;
  readonly sql: string;
  readonly down: string | null;
  readonly snapshot: OwnSnapshot;
  /** What no branch has any more, and where it was taken from. */
  readonly recalled: readonly Recalled[];
}

/** A text, or an entry of the journal, that was lost in a rebase and found in what git remembers. */
export interface Recalled {
  readonly what: 'entry' | 'sql' | 'down' | 'snapshot';
  readonly source: string;
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
 * from the working tree was taken out, unless theirs has another by its name. Of an older state of the branch come those whose
 * SQL lies in the working tree as it was, in no journal.
 */
export function ownMigrations(branches: Branches): readonly OwnMigration[] {
  const { theirs, here, ours } = branches;
  const known = (migration: Migration): boolean => theirs.history.migrations.some((one) => isSameMigration(one, migration));
  const found = oncePerFile(here.history.migrations.filter((one) => !known(one) && isReadable(one)));
  const lost = (ours?.history.migrations ?? []).filter((one) =>
    one.sql !== null && !known(one) && wasLost(one, branches) && !found.some((other) => isMoved(one, other)));
  const strays = strayMigrations(branches).filter((one) => !known(one) && ![...found, ...lost].some((other) => isMoved(one, other)));
  const order = new Map([...(ours?.history.migrations ?? []), ...strays].map(({ tag }, place) => [tag, place]));
  const placeOf = ({ tag, position }: Migration): number => order.get(tag) ?? order.size + position;
  return [
    ...found.map((migration) => ownFrom(migration, branches, [])),
    ...lost.map((migration) => ownFrom(migration, branches, recalledFrom('entry', ours))),
    ...strays.map((migration) => ownFrom(migration, branches, branches.former().filter(({ history }) => history.migrations.includes(migration))
      .flatMap((former) => recalledFrom('entry', former)))),
  ].sort((left, right) => placeOf(left.migration) - placeOf(right.migration));
}

/** SQL that lies in no journal, and was a migration of our branch before it was rebased: each as it was last. */
function strayMigrations({ theirs, here, former }: Branches): readonly Migration[] {
  const files = straysOf(here, theirs);
  if (files.length === 0) return [];
  return oncePerFile(former().flatMap(({ history }) => history.migrations).filter(({ file, sql }) =>
    sql !== null && files.includes(file) && isSameText(sql.text, here.texts.read(file) ?? '')));
}

/** A file is one migration, however often journals name it, and moves once. */
function oncePerFile(migrations: readonly Migration[]): readonly Migration[] {
  return migrations.filter(({ file }, place) => migrations.findIndex((one) => one.file === file) === place);
}

/** SQL of the working tree that no journal names, and that theirs does not have. */
export function straysOf({ history }: ReadBranch, { texts }: ReadBranch): readonly string[] {
  return history.strayFiles.filter((file) => !texts.exists(file));
}

function recalledFrom(what: Recalled['what'], branch: Source | null): readonly Recalled[] {
  return branch !== null && 'source' in branch ? [{ what, source: branch.source }] : [];
}

function isReadable({ sql }: Migration): boolean {
  return sql !== null && conflictMarker(sql.file, sql.text) === null;
}

function wasLost({ file, tag, sql }: Migration, { theirs, here }: Branches): boolean {
  if (here.texts.exists(file)) return true;
  const other = theirs.history.migrations.find((one) => one.tag === tag);
  return other?.sql != null && sql !== null && !isSameText(other.sql.text, sql.text);
}

/**
 * Is it there, maybe under the number that a rebase gave it, and edited since? What has its tag and is not theirs is what became
 * of it: both are one file.
 */
function isMoved(before: Migration, now: Migration): boolean {
  if (before.tag === now.tag) return true;
  const isNamesake = nameIn(before.tag) === nameIn(now.tag) || nameIn(now.tag).startsWith(`${nameIn(before.tag)}_`);
  if (!isNamesake) return false;
  if (before.sql !== null && now.sql !== null && isSameText(before.sql.text, now.sql.text)) return true;
  return before.link !== null && isSnapshotOf(now, before.link.id);
}

/** Has a migration the snapshot of that id, as it was or rebuilt on another parent? */
export function isSnapshotOf({ link, tag }: Migration, id: string): boolean {
  if (link === null) return false;
  const [parent = originId, ...others] = link.parents;
  return link.id === id || (others.length === 0 && link.id === rebuiltId(parent, id, tag));
}

/** The id of a snapshot that is rebuilt on another parent, made of what it comes from: who runs again finds it. */
export function rebuiltId(parent: string, was: string, tag: string): string {
  return madeId([parent, was, tag]);
}

/** The words of a tag, without what numbers it. */
export function nameIn(tag: string): string {
  return /^\d+_/.test(tag) ? tag.slice(tagPrefix(tag).length + 1) : tag;
}

/** With the texts of the working tree, or of our branch where those there are of the other side, or not merged. */
function ownFrom(migration: Migration, branches: Branches, recalled: readonly Recalled[]): OwnMigration {
  const { theirs, here, ours } = branches;
  const { file, downFile, snapshotFile } = migrationFiles(theirs.history.folder, migration.tag);
  const own = (path: string): Found | null => foundIn(here, path, theirs) ?? foundIn(ours, path, theirs);
  const before = ours?.history.migrations.find(({ tag }) => tag === migration.tag);
  const sql = own(file);
  const down = own(downFile) ?? (before === undefined ? null : foundIn(ours, downFile, null));
  const text = sql?.text ?? migration.sql?.text ?? '';
  const hadSnapshot = before?.hasSnapshotFile ?? (migration.hasSnapshotFile || [here, ours].some((side) => side?.texts.exists(snapshotFile) === true));
  const near = own(snapshotFile);
  const [snapshot, found] = near !== null ? taken(near) : hadSnapshot ? missedSnapshot(elsewhere(migration, text, branches)) : [{ kind: 'none' } as const, null];
  const told = [
    ...recalled, ...recalledFrom('sql', sql?.branch ?? null), ...recalledFrom('down', down?.branch ?? null), ...recalledFrom('snapshot', found),
  ];
  return { migration, sql: text, down: down?.text ?? null, snapshot, recalled: told };
}

interface Found {
  readonly text: string;
  readonly branch: Source;
}

type Source = Pick<ReadBranch, 'texts'> | FormerBranch;

/** A text without marks that is not the one that the other branch has under the name. */
function foundIn(branch: Source | null, path: string, other: ReadBranch | null): Found | null {
  const text = branch?.texts.read(path) ?? null;
  if (branch === null || text === null || conflictMarker(path, text) !== null) return null;
  const theirs = other?.texts.read(path) ?? null;
  return theirs !== null && isSameText(text, theirs) ? null : { text, branch };
}

/** Where a snapshot may be that neither the working tree nor our branch has. */
function elsewhere({ tag, file, snapshotFile }: Migration, sql: string, { theirs, ours, former, whereAdded }: Branches): Elsewhere {
  const born = whereAdded(file);
  const isOf = ({ history }: FormerBranch): boolean =>
    history.migrations.some((one) => one.tag === tag && one.sql !== null && isSameText(one.sql.text, sql));
  const places: readonly Source[] = [
    ...(born === null ? [] : [{ ...(ours !== null && 'source' in ours ? ours : {}), texts: born }]), ...former().filter(isOf),
  ];
  const found = places.map((place) => foundIn(place, snapshotFile, theirs)).find((one) => one !== null) ?? null;
  return { found, wasBornBare: born !== null && !born.exists(snapshotFile) };
}

interface Elsewhere {
  readonly found: Found | null;
  /** The commit that brought the migration brought no snapshot. */
  readonly wasBornBare: boolean;
}

/** One that the branch had and has no more, and where it was found. */
function missedSnapshot({ found, wasBornBare }: Elsewhere): readonly [OwnSnapshot, Source | null] {
  return found === null ? [{ kind: wasBornBare ? 'none' : 'lost' }, null] : taken(found);
}

function taken({ text, branch }: Found): readonly [OwnSnapshot, Source] {
  return [snapshotFrom(text), branch];
}

function snapshotFrom(text: string): OwnSnapshot {
  const json = jsonIn(text);
  return json === null ? { kind: 'lost' } : { kind: 'read', text, json };
}
