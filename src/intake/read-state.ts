import { newestSnapshot } from '../catalog/newest-snapshot.ts';
import { withKeptNames } from '../catalog/with-kept-names.ts';
import type { ProjectState, Unread } from '../engine/facts.ts';
import type { Casing } from '../facts/casing.ts';
import type { Catalog } from '../facts/catalog.ts';
import type { History } from '../facts/history.ts';
import type { SqlFile } from '../facts/statement.ts';
import { unspelled } from '../facts/unspelled.ts';
import { historyMemory, type HistoryMemory } from '../parse/drizzle/history-memory.ts';
import { readHistory } from '../parse/drizzle/history.ts';
import type { SqlSpelling } from '../parse/drizzle/snapshot.ts';
import { readSchema } from '../parse/schema/read-schema.ts';
import { parseModule, type ParseModule } from '../parse/schema/oxc.ts';
import { readSql } from '../parse/sql/sql-file.ts';
import { spellType } from '../parse/sql/types.ts';
import { once } from '../text/once.ts';
import { remembering, type Reader } from '../text/remembering.ts';
import type { Texts } from '../text/texts.ts';
import { casingInDatabases } from './casing-in-databases.ts';
import { rememberingSchemas, type SchemaReader } from './declared-memory.ts';
import { generationOf } from './generation-of.ts';
import type { Resolve } from './locate.ts';
import { parseBaseline, type BaselineReader } from './read-baseline.ts';
import { parseStatistics, type StatisticsReading } from './statistics-file.ts';

/** Reads one SQL file; the same text is read once. */
export type SqlReader = (file: string, text: string) => SqlFile;

/** What is parsed is kept: the base ref holds most of the working tree's files unchanged, an editor all but one. */
export interface Memory {
  readonly sql: SqlReader;
  readonly parse: ParseModule;
  readonly schema: SchemaReader;
  readonly statistics: Reader<StatisticsReading>;
  readonly baseline: BaselineReader;
  /** Only where projects are read again and again. */
  readonly history?: HistoryMemory;
}

/** A memory with nothing in it. It keeps the last text of each file. */
export function freshMemory(): Memory {
  const kept = { texts: 1, files: Infinity };
  return { sql: remembering(readSql, kept), parse: remembering(parseModule, kept), schema: readSchema, statistics: parseStatistics, baseline: parseBaseline };
}

/** A memory for hours: of each file it keeps the text on disk and the last that an editor holds, of long histories all. */
export function lastingMemory(): Memory {
  const kept = { texts: 2, files: 4_096 };
  return {
    sql: remembering(readSql, kept),
    parse: remembering(parseModule, kept),
    schema: rememberingSchemas(readSchema),
    statistics: remembering(parseStatistics, kept),
    baseline: remembering(parseBaseline, kept),
    history: historyMemory(),
  };
}

/**
 * Snapshots and TypeScript hold expressions as drizzle-kit prints them, so their texts can be compared without parsing
 * some hundred of them in every run.
 */
export const spelling: SqlSpelling = { spellType, spellExpression: unspelled, spellQuery: unspelled };

/** A project, and the files of its schema that are no TypeScript. */
export interface ReadState extends ProjectState {
  readonly unreadable: readonly Unread[];
  /** Every file of TypeScript that the schema was read from, those that it imports too. */
  readonly schemaRead: readonly string[];
  /** How columns without a name of their own are named. */
  readonly casing: Casing | null;
}

/** The project as the texts have it. */
export function readState(
  texts: Texts, place: { readonly schemaFiles: readonly string[]; readonly out: string; readonly casing: Casing | null },
  resolve: Resolve, memory: Memory,
): ReadState {
  const history = historyIn(texts, place.out, memory);
  const read = (casing: Casing | null): Omit<ReadState, 'history' | 'casing'> => readDeclared(texts, { ...place, casing, layout: history.layout }, resolve, memory);
  const uncased = once(() => read(null));
  const casing = casingInDatabases(history, place.casing, () => uncased().declared);
  const state = casing === null ? uncased() : read(casing);
  return { ...state, declared: asKept(state.declared, history), history, casing };
}

const kept = new WeakMap<Catalog, { readonly before: Catalog; readonly declared: Catalog }>();

/** The same declared catalog under the same snapshot is the same value again. */
function asKept(declared: Catalog | null, history: History): Catalog | null {
  const before = history.layout === 'folders' && declared !== null ? newestSnapshot(history)?.catalog : undefined;
  if (declared === null || before === undefined) return declared;
  const known = kept.get(declared);
  if (known?.before === before) return known.declared;
  const found = withKeptNames(declared, before);
  kept.set(declared, { before, declared: found });
  return found;
}

/** The migrations in a folder. */
export function historyIn(texts: Texts, folder: string, memory: Memory): History {
  return readHistory(texts, folder, {
    readSql: memory.sql, ...spelling, ...(memory.history === undefined ? {} : { memory: memory.history }),
  });
}

/** What the schema declares. */
export function readDeclared(
  texts: Texts, place: { readonly schemaFiles: readonly string[]; readonly casing: Casing | null; readonly layout: History['layout'] },
  resolve: Resolve, memory: Memory,
): Omit<ReadState, 'history' | 'casing'> {
  if (place.schemaFiles.length === 0) return { declared: null, unread: [], assumed: [], directed: [], unreadable: [], schemaRead: [] };
  const generation = generationOf(place, texts, place.schemaFiles);
  const { catalog, unresolved, assumed, unreadable, files, directed } = memory.schema({
    entries: place.schemaFiles,
    read: (path) => texts.read(path),
    resolve,
    parse: memory.parse,
    casing: place.casing,
    ...(generation === null ? {} : { generation }),
    spelling,
  });
  return { declared: catalog, unread: unresolved, assumed, directed, unreadable, schemaRead: files };
}
