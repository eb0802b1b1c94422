import type { ProjectState, Unread } from '../engine/facts.ts';
import type { Casing } from '../facts/casing.ts';
import type { Expression } from '../facts/catalog.ts';
import type { SqlFile } from '../facts/statement.ts';
import { readHistory } from '../parse/drizzle/history.ts';
import type { SqlSpelling } from '../parse/drizzle/snapshot.ts';
import { readSchema } from '../parse/schema/read-schema.ts';
import { parseModule } from '../parse/schema/oxc.ts';
import { readSql } from '../parse/sql/sql-file.ts';
import { spellType } from '../parse/sql/types.ts';
import type { Texts } from '../text/texts.ts';
import type { Resolve } from './locate.ts';

/** Reads one SQL file; the same text is read once. */
export type SqlReader = (file: string, text: string) => SqlFile;

/** A reader that remembers: the base ref holds most of the working tree's files unchanged. */
export function rememberingReader(): SqlReader {
  const known = new Map<string, SqlFile>();
  return (file, text) => {
    const before = known.get(file);
    if (before?.text === text) return before;
    const read = readSql(file, text);
    known.set(file, read);
    return read;
  };
}

/**
 * Snapshots and TypeScript hold expressions as drizzle-kit prints them, so their texts can be compared without parsing
 * some hundred of them in every run.
 */
const spelling: SqlSpelling = { spellType, spellExpression: asWritten, spellQuery: asWritten };

function asWritten(text: string): Expression {
  return { text, spelling: null, columns: null };
}

/** A project, and the files of its schema that are no TypeScript. */
export interface ReadState extends ProjectState {
  readonly unreadable: readonly Unread[];
}

/** The project as the texts have it. */
export function readState(
  texts: Texts, place: { readonly schemaFiles: readonly string[]; readonly out: string; readonly casing: Casing | null },
  resolve: Resolve, sql: SqlReader,
): ReadState {
  const history = readHistory(texts, place.out, { readSql: sql, ...spelling });
  if (place.schemaFiles.length === 0) return { declared: null, unread: [], assumed: [], history, unreadable: [] };
  const declared = readSchema({
    entries: place.schemaFiles,
    read: (path) => texts.read(path),
    resolve,
    parse: parseModule,
    casing: place.casing,
    spelling,
  });
  const { catalog, unresolved, assumed, unreadable } = declared;
  return { declared: catalog, unread: unresolved, assumed, history, unreadable };
}
