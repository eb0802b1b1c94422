import type { Catalog, Expression } from '../../facts/catalog.ts';
import type { HistoryProblem, Snapshot } from '../../facts/history.ts';
import { readJson } from '../../text/json.ts';
import { conflictMarker } from './conflict-marker.ts';
import { linkOf } from './snapshot-head.ts';
import { isJson, textOf, type Json } from './snapshot-json.ts';
import { catalogOf } from './snapshot-catalog.ts';

/** How the SQL inside a snapshot is read. Both are pure; see parse/sql. */
export interface SqlSpelling {
  /** A type as written in SQL → as `format_type` prints it. */
  readonly spellType: (type: string) => string;
  /** An expression → one spelling. Without it the text stays as it is, and the catalog does not see expressions. */
  readonly spellExpression?: (text: string) => Expression;
  /** The query of a view → one spelling. Without it the catalog does not see definitions of views. */
  readonly spellQuery?: (text: string) => Expression;
}

export type SnapshotReading =
  | { readonly ok: true; readonly snapshot: Snapshot }
  | { readonly ok: false; readonly problem: HistoryProblem };

type CatalogReader = (json: Json, spelling: SqlSpelling) => Catalog;

/**
 * Versions of the journal layout. 5 (drizzle-kit 0.20) and 6 (0.21) are a part of 7 with enums as records and index
 * keys as texts; the reader takes both spellings, which comes to what `upPgSnapshot` does (drizzle-kit 0.31 api.js).
 */
const readers: Readonly<Record<string, CatalogReader>> = { 5: catalogOf, 6: catalogOf, 7: catalogOf };

/** One `<prefix>_snapshot.json`. Never throws. */
export function readSnapshot(file: string, text: string, spelling: SqlSpelling): SnapshotReading {
  const json = parse(text);
  if (json === null) return { ok: false, problem: unreadable(file, text) };
  const dialect = textOf(json['dialect']);
  if (dialect !== 'postgresql' && dialect !== 'pg') {
    const said = dialect === null ? 'no dialect' : `dialect ${dialect}`;
    return refused(file, `${file} is of ${said}: only postgresql is read.`);
  }
  const version = textOf(json['version']) ?? 'none';
  const reader = Object.hasOwn(readers, version) ? readers[version] : undefined;
  if (reader === undefined) return refused(file, `${file} has version ${version}: 5, 6 and 7 are read.`);
  if (!isJson(json['tables'])) return refused(file, `${file} has no tables: it is not a snapshot of drizzle-kit.`);
  return { ok: true, snapshot: snapshotOf(file, json, version, reader, spelling) };
}

/** The catalog is worked out when it is first asked for: a history has hundreds, and few are looked into. */
function snapshotOf(file: string, json: Json, version: string, reader: CatalogReader, spelling: SqlSpelling): Snapshot {
  let catalog: Catalog | null = null;
  return {
    file,
    ...(linkOf({ id: textOf(json['id']), prevId: textOf(json['prevId']), prevIds: null }) ?? { id: textOf(json['id']) ?? '', parents: [] }),
    version,
    get catalog() {
      catalog ??= reader(json, spelling);
      return catalog;
    },
  };
}

function parse(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
    return isJson(value) ? value : {};
  } catch {
    return null;
  }
}

function unreadable(file: string, text: string): HistoryProblem {
  const conflict = conflictMarker(file, text);
  if (conflict !== null) return conflict;
  const json = readJson(text);
  const [span, reason] = json.ok ? [{ start: 0, end: 0 }, 'it cannot be read'] : [json.span, json.message];
  return { origin: { file, span }, message: `${file} is not JSON: ${reason}.` };
}

function refused(file: string, message: string): SnapshotReading {
  return { ok: false, problem: { origin: { file, span: { start: 0, end: 0 } }, message } };
}
