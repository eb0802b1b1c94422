import { difference } from '../catalog/difference.ts';
import type { History, Migration, SnapshotLink } from '../facts/history.ts';
import { tagPrefix, within } from '../facts/migration-files.ts';

/** Something about one migration in which `drizzle-kit up` of 1.0 stops. `kind` says what else belongs to it. */
export type UpgradeRefusal = { readonly migration: Migration } & (
  | { readonly kind: 'snapshotMissing' | 'snapshotUnreadable' | 'sqlMissing' }
  /** Its SQL is not there, and several files begin with its number: none is taken. */
  | { readonly kind: 'sqlAmbiguous'; readonly files: readonly string[] }
  /** Its SQL is not there, and the only file that begins with its number is that of another entry, which is moved away before. */
  | { readonly kind: 'sqlOfOther'; readonly files: readonly string[] }
  | { readonly kind: 'versionUnknown'; readonly version: string | null }
  | { readonly kind: 'parentMissing'; readonly parent: string }
  /** The folder that it gets, or has, does not come after that of the migration it follows. */
  | { readonly kind: 'order'; readonly parent: Migration }
  | { readonly kind: 'secondFirst'; readonly first: Migration }
  /** Two different snapshots have one id. */
  | { readonly kind: 'sharedId'; readonly other: Migration }
  /** Both get the same folder: it stops halfway, with some files moved and some not. */
  | { readonly kind: 'sharedFolder'; readonly other: Migration }
);

/**
 * Every reason for which `drizzle-kit up` of 1.0 (rc.5, `upPgHandler` and `planFoldersV3`) refuses a history, in the order
 * in which it looks; it stops at the first. What its conversion of snapshots finds wrong with itself is not foreseen. A
 * history that it has nothing to do in is not looked at, as it does not look either.
 */
export function upgradeRefusals(history: History): readonly UpgradeRefusal[] {
  const { migrations, layout } = history;
  if (layout === 'none') return [];
  const read = migrations.filter(({ hasSnapshotFile }) => hasSnapshotFile);
  const versions = read.flatMap(unreadable);
  const outdated = read.some(({ link }) => Number(link?.version) < newest);
  return [
    ...(layout === 'journal' ? filesRefused(history) : []),
    ...versions,
    ...(outdated ? chainRefused(migrations) : []),
    ...(layout === 'journal' ? sharedFolders(migrations) : []),
  ];
}

/** Of the snapshots that it writes; the oldest that it reads. */
const [newest, oldest] = [9, 4];

/** Missing snapshots and what is taken for SQL go entry by entry, SQL that is nowhere comes after all of them. */
function filesRefused({ migrations, folder, strayFiles }: History): readonly UpgradeRefusal[] {
  const files = migrations.flatMap(({ file, sql, downFile }) => [...(sql === null ? [] : [file]), ...(downFile === null ? [] : [downFile])]);
  const found = migrations.flatMap((migration) => {
    if (!migration.hasSnapshotFile) return [{ kind: 'snapshotMissing' as const, migration }];
    return migration.sql === null ? sqlRefused(migration, sqlByNumber(migration, folder, [...files, ...strayFiles]), files) : [];
  });
  return [...found.filter(({ kind }) => kind !== 'sqlMissing'), ...found.filter(({ kind }) => kind === 'sqlMissing')];
}

function sqlRefused(migration: Migration, taken: readonly string[], named: readonly string[]): readonly UpgradeRefusal[] {
  const [first, ...others] = taken;
  if (first === undefined) return [{ kind: 'sqlMissing', migration }];
  if (others.length > 0) return [{ kind: 'sqlAmbiguous', migration, files: taken }];
  return named.includes(first) && !first.endsWith('.down.sql') ? [{ kind: 'sqlOfOther', migration, files: taken }] : [];
}

/** Where the SQL of an entry is not there, `up` looks for files that begin with its number, down files too. */
export function sqlByNumber({ tag }: Migration, folder: string, files: readonly string[]): readonly string[] {
  const start = within(folder, `${tagPrefix(tag)}_`);
  return files.filter((file) => file.startsWith(start) && !file.slice(start.length).includes('/'));
}

function unreadable(migration: Migration): readonly UpgradeRefusal[] {
  const { link } = migration;
  if (link === null) return [{ kind: 'snapshotUnreadable', migration }];
  const version = Number(link.version);
  return version >= oldest && version <= newest ? [] : [{ kind: 'versionUnknown', migration, version: link.version }];
}

interface Linked {
  readonly migration: Migration;
  readonly link: SnapshotLink;
  /** Name of its folder, after `up`. */
  readonly folder: string;
}

/** By folder, as `up` goes through them: parents that are not there, parents that come later, a second first one. */
function chainRefused(migrations: readonly Migration[]): readonly UpgradeRefusal[] {
  const linked = migrations
    .flatMap((migration): readonly Linked[] => (migration.link === null ? [] : [{ migration, link: migration.link, folder: folderAfterUp(migration) }]))
    .sort((left, right) => (left.folder < right.folder ? -1 : 1));
  const byId = new Map(linked.map((one) => [one.link.id, one]));
  const [first, ...others] = linked.filter(({ link }) => link.parents.length === 0);
  return [
    ...linked.flatMap((one) => one.link.parents.flatMap((parent) => parentRefused(one, parent, byId, migrations))),
    ...(first === undefined ? [] : others.map(({ migration }) => ({ kind: 'secondFirst' as const, migration, first: first.migration }))),
    ...linked.flatMap((one) => sharedId(one, byId.get(one.link.id))),
  ];
}

function parentRefused(
  { migration, folder }: Linked, id: string, byId: ReadonlyMap<string, Linked>, migrations: readonly Migration[],
): readonly UpgradeRefusal[] {
  const parent = byId.get(id);
  if (parent !== undefined) return comesAfter(folder, parent.folder) ? [] : [{ kind: 'order', migration, parent: parent.migration }];
  const before = migrations[migration.position - 1];
  const isToldAlready = before?.hasSnapshotFile === false || (before?.hasSnapshotFile === true && before.link === null);
  return isToldAlready ? [] : [{ kind: 'parentMissing', migration, parent: id }];
}

/** `sortsAfter`: in the order of code units, and in that of the migrator. */
function comesAfter(folder: string, parent: string): boolean {
  return folder > parent && folder.localeCompare(parent) > 0;
}

/** Entries that share a number share a snapshot file: that is one snapshot. */
function sharedId({ migration }: Linked, last: Linked | undefined): readonly UpgradeRefusal[] {
  const other = last?.migration ?? migration;
  if (other.snapshotFile === migration.snapshotFile) return [];
  const [mine, its] = [migration.snapshot?.catalog, other.snapshot?.catalog];
  if (mine === undefined || its === undefined || difference(mine, its).length === 0) return [];
  return [{ kind: 'sharedId', migration, other }];
}

function sharedFolders(migrations: readonly Migration[]): readonly UpgradeRefusal[] {
  const known = new Map<string, Migration>();
  return migrations.flatMap((migration): readonly UpgradeRefusal[] => {
    const folder = folderAfterUp(migration);
    const other = known.get(folder);
    known.set(folder, other ?? migration);
    return other === undefined || isChild(migration, other) ? [] : [{ kind: 'sharedFolder', migration, other }];
  });
}

/** Then the order is refused, before anything is moved. */
function isChild({ link }: Migration, other: Migration): boolean {
  return other.link !== null && link?.parents.includes(other.link.id) === true;
}

/** The second of `when`, in UTC, and the tag behind its number (rc.5, `planFoldersV3`); a folder keeps its name. */
export function folderAfterUp({ tag, when, entry }: Migration): string {
  if (entry === null || when === null) return tag;
  const second = new Date(when);
  if (Number.isNaN(second.getTime())) return tag;
  return `${second.toISOString().slice(0, 19).replaceAll(/\D/g, '')}_${tag.split('_').slice(1).join('_')}`;
}
