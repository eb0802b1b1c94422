import type { Footprint, HistoryProblem, SnapshotLink } from '../../facts/history.ts';
import { noEntities, stateOf, type Delta, type EntityState } from './entity-state.ts';
import { linkOf } from './snapshot-link.ts';
import { isJson, textOf, textsOf, type Json } from './snapshot-json.ts';
import { parsedSnapshot, refused } from './snapshot-text.ts';

interface SnapshotHeader extends SnapshotLink {
  readonly file: string;
  readonly version: string;
  /** Of a snapshot of version 9. */
  readonly footprints: readonly Footprint[] | null;
}

/** All that is there after the migration. */
export interface WholeSnapshot extends SnapshotHeader {
  readonly kind: 'whole';
  readonly state: EntityState;
}

/** What the migration changes. */
export interface DiffSnapshot extends SnapshotHeader {
  readonly kind: 'diff';
  readonly deltas: readonly Delta[];
}

/** A snapshot file of drizzle-kit 1.0 as it stands. */
export type FolderSnapshot = WholeSnapshot | DiffSnapshot;

export type FolderReading =
  | { readonly ok: true; readonly snapshot: FolderSnapshot }
  | { readonly ok: false; readonly problem: HistoryProblem };

/**
 * One `snapshot.json` in a migration's folder: version 8 (drizzle-kit 1.0 up to rc.4) or 9 (rc.5), whose first is whole and
 * whose others are deltas. Never throws.
 */
export function readFolderSnapshot(file: string, text: string): FolderReading {
  const parsed = parsedSnapshot(file, text, { dialects: ['postgres'], versions: ['8', '9'], known: '8 and 9 are read' });
  if (!parsed.ok) return parsed;
  const { json, version } = parsed;
  const link = linkOf({ id: textOf(json['id']), prevId: null, prevIds: textsOf(json['prevIds']) }) ?? { id: '', parents: [] };
  const content = contentOf(json, version);
  if (typeof content === 'string') return refused(file, `${file} ${content}: it is not a snapshot of drizzle-kit.`);
  const footprints = version === '9' ? footprintsOf(json['footprints']) : null;
  return { ok: true, snapshot: { file, ...link, version, footprints, ...content } };
}

type Content = Pick<WholeSnapshot, 'kind' | 'state'> | Pick<DiffSnapshot, 'kind' | 'deltas'>;

function contentOf(json: Json, version: string): Content | string {
  if (version === '9' && json['type'] === 'diff') {
    const deltas = listOf(json['deltas'])?.map(deltaOf);
    return deltas?.every((delta) => delta !== null) === true ? { kind: 'diff', deltas } : 'has no list of deltas that can be read';
  }
  const rows = listOf(json['ddl'])?.filter(isJson);
  if (rows === undefined) return 'has no list of entities in "ddl"';
  const state = rows.length === 0 ? noEntities : stateOf(rows);
  return state === null ? 'lists two entities under one key' : { kind: 'whole', state };
}

function listOf(value: unknown): readonly unknown[] | null {
  return Array.isArray(value) ? value : null;
}

function deltaOf(value: unknown): Delta | null {
  if (!isJson(value)) return null;
  const { op, key, row, set } = value;
  if (op === 'create') return isJson(row) ? { op, row } : null;
  if (typeof key !== 'string' || !key.includes('\0')) return null;
  if (op === 'drop') return { op, key };
  return (op === 'alter' || op === 'rename') && isJson(set) ? { op, key, set } : null;
}

function footprintsOf(value: unknown): readonly Footprint[] {
  return (listOf(value) ?? []).filter(isJson).map((each) => ({
    statement: textOf(each['statementType']) ?? '',
    target: textsOf(each['statementTarget']),
    writes: textsOf(each['writes']),
    sharedWrites: textsOf(each['sharedWrites']),
    reads: textsOf(each['reads']),
    sqlHash: textOf(each['sqlHash']),
  }));
}
