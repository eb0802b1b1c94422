import type { History } from '../../src/facts/history.ts';
import type { Statement } from '../../src/facts/statement.ts';
import { statementRefusesTransaction } from '../../src/catalog/deploys.ts';
import { readHistory } from '../../src/parse/drizzle/history.ts';
import { readSql } from '../../src/parse/sql/sql-file.ts';
import { spellType } from '../../src/parse/sql/types.ts';
import type { Texts } from '../../src/text/texts.ts';

/** A migration of a story: its tag, its time and its SQL; null where the file is missing. */
export interface Chapter {
  readonly tag: string;
  readonly when: number;
  readonly sql: string | null;
}

/** The folder `drizzle` as drizzle-kit 0.31 would have written these, path by path. */
export function filesOf(chapters: readonly Chapter[]): ReadonlyMap<string, string> {
  const entries = chapters.map(({ tag, when }, idx) => ({ idx, version: '7', when, tag, breakpoints: true }));
  const journal = JSON.stringify({ version: '7', dialect: 'postgresql', entries });
  const sql = chapters.flatMap(({ tag, sql }) => (sql === null ? [] : [[`drizzle/${tag}.sql`, sql] as const]));
  return new Map([['drizzle/meta/_journal.json', journal], ...sql]);
}

/** The same as drizzle-kit 1.0 would have laid them out, with the names that `drizzle-kit up` gives. */
export function folderFilesOf(chapters: readonly Chapter[]): ReadonlyMap<string, string> {
  return new Map(chapters.flatMap((chapter) =>
    (chapter.sql === null ? [] : [[`drizzle/${folderOf(chapter)}/migration.sql`, chapter.sql] as const])));
}

/** `0001_add_born` of a second becomes `20260714144020_add_born`. */
export function folderOf({ tag, when }: Pick<Chapter, 'tag' | 'when'>): string {
  return `${new Date(when).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}_${tag.replace(/^\d+_/, '')}`;
}

/** The same, read. */
export function historyOf(chapters: readonly Chapter[], files = filesOf(chapters)): History {
  const texts: Texts = {
    list: (folder) => [...files.keys()].filter((file) => file.startsWith(`${folder}/`)).sort(),
    read: (path) => files.get(path) ?? null,
    exists: (path) => files.has(path),
  };
  return readHistory(texts, 'drizzle', { readSql, spellType });
}

export function refusesTransaction(statement: Statement): boolean {
  return statementRefusesTransaction(statement, 14);
}
