import type { History, Migration } from '../facts/history.ts';
import { migrationHash } from '../facts/migration-hash.ts';

/** A migration of the base, and what it is now. */
export interface KeptMigration {
  readonly before: Migration;
  readonly now: Migration;
}

/** What became of the migrations that the base has. */
export interface HistoryChanges {
  /** Those with the tag that they had; with a journal also those that kept their time, by which Drizzle knows them (0.31). */
  readonly kept: readonly KeptMigration[];
  /** Those whose SQL is there under another tag, with a journal at another time too. */
  readonly renamed: readonly KeptMigration[];
  readonly gone: readonly Migration[];
  /** Those that are new. */
  readonly added: readonly Migration[];
}

/** The history beside that of the base. Null: they are laid out in two ways, and nothing in one is the same in the other. */
export function historyChanges(atBase: History, history: History): HistoryChanges | null {
  if (atBase.layout !== history.layout) return null;
  const byTag = new Map(history.migrations.map((migration) => [migration.tag, migration]));
  const atBaseByTag = new Set(atBase.migrations.map(({ tag }) => tag));
  const left = new Set(history.migrations.filter(({ tag }) => !atBaseByTag.has(tag)));
  const take = (isIt: (migration: Migration) => boolean): Migration | null => {
    const found = [...left].find(isIt) ?? null;
    if (found !== null) left.delete(found);
    return found;
  };
  const kept: KeptMigration[] = [];
  const renamed: KeptMigration[] = [];
  const gone: Migration[] = [];
  for (const before of atBase.migrations) {
    const same = byTag.get(before.tag) ?? (history.layout === 'journal' ? take(({ when }) => when === before.when) : null);
    const moved = same === null ? take((now) => sameSql(before, now)) : null;
    if (same !== null) kept.push({ before, now: same });
    else if (moved !== null) renamed.push({ before, now: moved });
    else gone.push(before);
  }
  return { kept, renamed, gone, added: [...left] };
}

/** Tags of folders that the base has under another name, which history/renamed-folder tells: what is wrong with the name is one fault. */
export function renamedFolders(history: History, atBase: History | null): ReadonlySet<string> {
  const changes = history.layout !== 'folders' || atBase === null ? null : historyChanges(atBase, history);
  return new Set((changes?.renamed ?? []).filter(({ now: { sql } }) => sql !== null && sql.statements.length > 0).map(({ now: { tag } }) => tag));
}

/** Ids of snapshots that went with migrations of the base, which history/edited-migration tells. */
export function goneSnapshots(history: History, atBase: History | null): ReadonlySet<string> {
  const changes = atBase === null ? null : historyChanges(atBase, history);
  return new Set((changes?.gone ?? []).flatMap(({ link }) => link?.id ?? []));
}

/** Do two migrations hold the same text, ends of lines apart? */
export function sameSql({ sql: left }: Migration, { sql: right }: Migration): boolean {
  if (left === null || right === null) return false;
  return left.text === right.text || migrationHash(left.text) === migrationHash(right.text);
}
