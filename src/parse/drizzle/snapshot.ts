import type { Catalog, Expression } from '../../facts/catalog.ts';
import type { HistoryProblem, Snapshot } from '../../facts/history.ts';
import { catalogOf } from './snapshot-catalog.ts';
import { linkOf } from './snapshot-link.ts';
import { isJson, textOf, type Json } from './snapshot-json.ts';
import { parsedSnapshot, refused } from './snapshot-text.ts';

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

/**
 * One `<prefix>_snapshot.json` of the journal layout. Versions 5 (drizzle-kit 0.20) and 6 (0.21) are a part of 7 with enums as
 * records and index keys as texts; the reader takes both spellings, which comes to what `upPgSnapshot` does (drizzle-kit 0.31
 * api.js). Never throws.
 */
export function readSnapshot(file: string, text: string, spelling: SqlSpelling): SnapshotReading {
  const parsed = parsedSnapshot(file, text, { dialects: ['postgresql', 'pg'], versions: ['5', '6', '7'], known: '5, 6 and 7 are read' });
  if (!parsed.ok) return parsed;
  const { json, version } = parsed;
  if (!isJson(json['tables'])) return refused(file, `${file} has no tables: it is not a snapshot of drizzle-kit.`);
  return { ok: true, snapshot: snapshotOf(file, json, version, spelling) };
}

/** The catalog is worked out when it is first asked for: a history has hundreds, and few are looked into. */
function snapshotOf(file: string, json: Json, version: string, spelling: SqlSpelling): Snapshot {
  let catalog: Catalog | null = null;
  return {
    file,
    ...(linkOf({ id: textOf(json['id']), prevId: textOf(json['prevId']), prevIds: null }) ?? { id: textOf(json['id']) ?? '', parents: [] }),
    version,
    get catalog() {
      catalog ??= catalogOf(json, spelling);
      return catalog;
    },
  };
}
