import type { Amendment } from '../../facts/amendment.ts';
import type { Edit } from '../../text/edit.ts';
import { memberOf, readJson } from '../../text/json.ts';
import type { MigrationPrefix } from '../../facts/kit-settings.ts';
import { folderEdits, type FoldersPlace } from './add-folder.ts';
import { entryBehind, lastItem } from './journal-entry.ts';
import { readJournal } from './journal.ts';
import { asFile, madeId } from './made-files.ts';
import { migrationFiles } from '../../facts/migration-files.ts';
import { tagFor } from './migration-tag.ts';

/** Where the migrations lie. */
export type MigrationsPlace = JournalPlace | FoldersPlace;

export interface JournalPlace {
  readonly layout: 'journal';
  readonly folder: string;
  readonly journalFile: string;
  /** What drizzle.config says of new tags; null: nothing that can be read. */
  readonly prefix: MigrationPrefix | null;
}

export type NewMigration = Pick<Extract<Amendment, { readonly kind: 'addMigration' }>, 'name' | 'up' | 'down'>;
type TextOf = (file: string) => string | null;

/** A migration behind the last one. The same migration on the same history is the same text, ids too. */
export function newMigrationEdits(added: NewMigration, place: MigrationsPlace, textOf: TextOf): readonly Edit[] | null {
  return place.layout === 'journal' ? journalEdits(added, place, textOf) : folderEdits(added, place, textOf);
}

/**
 * As drizzle-kit would write an empty migration (0.31, `writeResult` with type `custom`) and somebody would fill it: an entry in the journal, later than all others, the newest snapshot under another id, the SQL
 * and the way back. Null where there is no journal that can be read, no snapshot to go on from, or a file is in the way.
 */
function journalEdits({ name, up, down }: NewMigration, place: JournalPlace, textOf: TextOf): readonly Edit[] | null {
  const journal = textOf(place.journalFile);
  if (journal === null) return null;
  const { entries, problems, conflict } = readJournal(place.journalFile, journal);
  const list = lastItem(journal);
  const newest = entries.findLast(({ tag }) => textOf(migrationFiles(place.folder, tag).snapshotFile) !== null);
  const last = entries.at(-1);
  if (problems.length > 0 || conflict !== null || list === null || last === undefined || newest === undefined) return null;
  const idx = last.idx + 1;
  const when = Math.max(...entries.map((entry) => entry.when)) + 1;
  const isFree = (tag: string): boolean => {
    const { file, downFile } = migrationFiles(place.folder, tag);
    return textOf(file) === null && textOf(downFile) === null && entries.every((entry) => entry.tag !== tag);
  };
  const tag = tagFor({ idx, when, name, prefix: place.prefix, last: last.tag, isFree });
  const { file, downFile, snapshotFile } = migrationFiles(place.folder, tag);
  const snapshot = snapshotEdits(migrationFiles(place.folder, newest.tag).snapshotFile, snapshotFile, [tag, up, down], textOf);
  if (snapshot === null) return null;
  const eol = journal.includes('\r\n') ? '\r\n' : '\n';
  return [
    { file: place.journalFile, span: { start: list.end, end: list.end }, text: entryBehind(journal, list, { idx, when, tag, breakpoints: last.breakpoints }) },
    ...snapshot,
    { file, span: nothing, text: asFile(up, eol) },
    { file: downFile, span: nothing, text: asFile(down, eol) },
  ];
}

const nothing = { start: 0, end: 0 };

/** With the prefix `none` there is one snapshot, under one name, and it holds what is new already. */
function snapshotEdits(from: string, to: string, made: readonly string[], textOf: TextOf): readonly Edit[] | null {
  if (from === to) return [];
  const text = textOf(to) === null ? snapshotAfter(textOf(from) ?? '', made) : null;
  return text === null ? null : [{ file: to, span: nothing, text }];
}

/** The snapshot as the one behind it, which changes nothing: its own id, and the id of the one before. */
function snapshotAfter(text: string, made: readonly string[]): string | null {
  const json = readJson(text);
  if (!json.ok) return null;
  const [id, prevId] = [memberOf(json.node, 'id'), memberOf(json.node, 'prevId')];
  if (id?.kind !== 'scalar' || typeof id.value !== 'string' || prevId?.kind !== 'scalar') return null;
  const values = [{ node: id, value: madeId([id.value, ...made]) }, { node: prevId, value: id.value }];
  return values.sort((left, right) => right.node.span.start - left.node.span.start)
    .reduce((result, { node: { span }, value }) => result.slice(0, span.start) + JSON.stringify(value) + result.slice(span.end), text);
}
