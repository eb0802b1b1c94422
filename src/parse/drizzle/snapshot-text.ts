import type { HistoryProblem } from '../../facts/history.ts';
import { readJson } from '../../text/json.ts';
import { conflictMarker } from './conflict-marker.ts';
import { isJson, textOf, type Json } from './snapshot-json.ts';

/** What a layout takes for a snapshot. */
export interface KnownSnapshots {
  readonly dialects: readonly string[];
  readonly versions: readonly string[];
  /** The versions in words. */
  readonly known: string;
}

export interface Refused {
  readonly ok: false;
  readonly problem: HistoryProblem;
}

/** The text of a snapshot as JSON, if it is of PostgreSQL and of a version that is read. Never throws. */
export function parsedSnapshot(
  file: string, text: string, { dialects, versions, known }: KnownSnapshots,
): { readonly ok: true; readonly json: Json; readonly version: string } | Refused {
  const json = parse(text);
  if (json === null) return { ok: false, problem: unreadable(file, text) };
  const dialect = textOf(json['dialect']);
  if (dialect === null || !dialects.includes(dialect)) {
    const said = dialect === null ? 'no dialect' : `dialect ${dialect}`;
    return refused(file, `${file} is of ${said}: only postgresql is read.`);
  }
  const version = textOf(json['version']) ?? 'none';
  return versions.includes(version) ? { ok: true, json, version } : refused(file, `${file} has version ${version}: ${known}.`);
}

/** A problem of a file as a whole. */
export function refused(file: string, message: string): Refused {
  return { ok: false, problem: { origin: { file, span: { start: 0, end: 0 } }, message } };
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
