import type { Amendment } from '../facts/amendment.ts';
import type { Change } from '../facts/change.ts';
import { newMigrationEdits, type MigrationsPlace } from '../parse/drizzle/add-migration.ts';
import { asFile } from '../parse/drizzle/made-files.ts';
import { downFileOf } from '../facts/migration-files.ts';
import { readSql } from '../parse/sql/sql-file.ts';
import { applyEdits } from '../text/apply-edits.ts';
import type { Edit } from '../text/edit.ts';

type AddMigration = Extract<Amendment, { readonly kind: 'addMigration' }>;
type TextOf = (file: string) => string | null;

/**
 * Part of a migration, put into one of its own: the edits that take it out of where it stands, out of that one's way back
 * too, and the new files. Where nothing would be left the migration itself becomes the new one. Null where it cannot be
 * made.
 */
export function movedMigration(amendment: AddMigration, place: MigrationsPlace, textOf: TextOf): readonly Edit[] | null {
  const [file, ...others] = new Set(amendment.edits.map((edit) => edit.file));
  const text = file === undefined ? null : textOf(file);
  if (file === undefined || others.length > 0 || text === null) return null;
  const rest = applyEdits(text, amendment.edits);
  const downFile = downFileOf(file, place.layout);
  const down = textOf(downFile);
  if (readSql(file, rest).statements.length === 0) return inPlace(amendment, { file, text, rest, downFile, down });
  const made = newMigrationEdits(amendment, place, textOf);
  if (made === null) return null;
  const isTakenOut = amendment.edits.every((edit) => edit.text.trim() === '');
  return [...amendment.edits, ...(down !== null && isTakenOut ? withoutUndone(downFile, down, amendment.down) : []), ...made];
}

interface InPlace {
  readonly file: string;
  readonly text: string;
  /** The text without what moves. */
  readonly rest: string;
  readonly downFile: string;
  readonly down: string | null;
}

/** Comments stay: they are about the statement. */
function inPlace({ up, down: newDown }: AddMigration, { file, text, rest, downFile, down }: InPlace): readonly Edit[] {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const comments = rest.replaceAll(breakpoint, '').replaceAll(/^\s*;\s*$/gm, '').trim();
  return [
    { file, span: { start: 0, end: text.length }, text: asFile(comments === '' ? up : `${comments}\n${up}`, eol) },
    { file: downFile, span: { start: 0, end: down?.length ?? 0 }, text: asFile(newDown, eol) },
  ];
}

const breakpoint = '--> statement-breakpoint';

/**
 * What was taken out whole is undone by the new migration, and must not be undone again where it was: by then it is gone.
 * A statement that only reads otherwise now is still undone in its place.
 */
function withoutUndone(file: string, text: string, newDown: string): readonly Edit[] {
  const undone = new Set(readSql(file, newDown).statements.flatMap(({ changes }) => changes.map(subjectOf)));
  const gone = readSql(file, text).statements.filter(({ changes }) =>
    changes.length > 0 && changes.every((change) => undone.has(subjectOf(change))));
  if (gone.length === 0) return [];
  const rest = applyEdits(text, gone.map(({ origin: { span: { start, end } } }) => ({ file, span: { start, end: endOf(text, end) }, text: '' })));
  const left = rest.trimEnd();
  const closed = left.endsWith(breakpoint) ? left.slice(0, -breakpoint.length) : left;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const kept = closed.trim() === '' ? '-- Nothing to undo here: a later migration undoes it.' : closed;
  return [{ file, span: { start: 0, end: text.length }, text: asFile(kept, eol) }];
}

/** Where a statement ends with its semicolon, the mark behind it and the end of its line. */
function endOf(text: string, end: number): number {
  const tail = /\s*(?:;[ \t]*)?(?:(?:\r?\n)?[ \t]*--> statement-breakpoint[ \t]*)?(?:\r?\n)?/y;
  tail.lastIndex = end;
  return end + (tail.exec(text)?.[0].length ?? 0);
}

const ways: ReadonlySet<string> = new Set(['concurrently', 'cascade', 'tolerates', 'conditional', 'written', 'origin']);

/** What a change is about, however it does it. */
function subjectOf({ origin: _, ...change }: Change): string {
  return JSON.stringify(change, (key, value: unknown) => (ways.has(key) ? undefined : value));
}
