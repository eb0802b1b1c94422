import type { Edit } from '../../text/edit.ts';
import { memberOf, plainValue, readJson, type JsonNode } from '../../text/json.ts';
import type { NewMigration } from './add-migration.ts';
import { entityKinds } from './entity-kinds.ts';
import { clockOf, timeOfFolder } from './folder-time.ts';
import { asFile, madeId } from './made-files.ts';
import { folderFiles } from '../../facts/migration-files.ts';
import { isJson, textOf as memberText, type Json } from './snapshot-json.ts';

/** Migrations in folders of their own, as drizzle-kit 1.0 lays them out. */
export interface FoldersPlace {
  readonly layout: 'folders';
  readonly folder: string;
  readonly tags: readonly string[];
  /** Snapshots that none goes on from, the newest first; null: there are none, or branches that cannot be put together. */
  readonly leaves: readonly string[] | null;
  /** The rows that several leaves come to; null where that cannot be told. */
  readonly mergedRows: () => readonly Json[] | null;
}

type TextOf = (file: string) => string | null;

/**
 * As drizzle-kit 1.0 would write an empty migration (rc.5, `generate --custom`) and somebody would fill it: a folder that sorts
 * behind all others, a second later, with the SQL, the way back, and a snapshot that changes nothing and goes on from all leaves.
 * Null where there is nothing to go on from, branches are open that do not commute, or a name would not sort last.
 */
export function folderEdits({ name, up, down }: NewMigration, place: FoldersPlace, textOf: TextOf): readonly Edit[] | null {
  const texts = (place.leaves ?? []).map((file) => textOf(file));
  const [newest] = texts;
  const tag = tagBehind(place, name, textOf);
  if (newest === undefined || newest === null || tag === null) return null;
  const snapshot = snapshotBehind(texts, newest, [tag, up, down], place);
  if (snapshot === null) return null;
  const files = folderFiles(place.folder, tag);
  const eol = newest.includes('\r\n') ? '\r\n' : '\n';
  const made = (file: string, text: string): Edit => ({ file, span: { start: 0, end: 0 }, text });
  return [made(files.file, asFile(up, eol)), made(files.downFile, asFile(down, eol)), made(files.snapshotFile, snapshot)];
}

function tagBehind({ folder, tags }: FoldersPlace, name: string, textOf: TextOf): string | null {
  const newest = Math.max(...tags.flatMap((tag) => timeOfFolder(tag) ?? []));
  if (!Number.isFinite(newest)) return null;
  const tag = `${clockOf(newest + 1000)}_${name}`;
  const isLast = tags.every((other) => tag > other && tag.localeCompare(other) > 0);
  const { file, downFile, snapshotFile } = folderFiles(folder, tag);
  return isLast && [file, downFile, snapshotFile].every((each) => textOf(each) === null) ? tag : null;
}

/** A snapshot that goes on from the leaves, in the version that the newest has. */
function snapshotBehind(leaves: readonly (string | null)[], newest: string, made: readonly string[], place: FoldersPlace): string | null {
  const nodes = leaves.map((text) => readJson(text ?? '')).flatMap((json) => (json.ok ? [json.node] : []));
  const ids = nodes.flatMap((each) => textIn(each, 'id') ?? []);
  const [node] = nodes;
  if (node === undefined || ids.length < leaves.length) return null;
  const id = madeId([...ids, ...made]);
  switch (textIn(node, 'version')) {
    case '8': return ids.length === 1 ? sameState(newest, node, { id, prevIds: ids, renames: [] }) : merging(nodes, newest, { id, prevIds: ids }, place);
    case '9': return noChange(newest, id, ids);
    default: return null;
  }
}

/**
 * All that is there on several branches, as drizzle-kit writes it (1.0 rc.4, the last that writes version 8). Null where they do
 * not commute, and for kinds of rows that are not known, which would be lost.
 */
function merging(
  leaves: readonly JsonNode[], newest: string, members: Readonly<Record<'id' | 'prevIds', unknown>>, place: FoldersPlace,
): string | null {
  const snapshots = leaves.map(plainValue);
  const [first] = snapshots;
  if (!isJson(first) || !snapshots.every((each) => isJson(each) && hasKnownRows(each['ddl']))) return null;
  const ddl = place.mergedRows();
  return ddl === null ? null : printed({ ...first, ...members, ddl, renames: [] }, newest);
}

function hasKnownRows(ddl: unknown): boolean {
  return Array.isArray(ddl) && ddl.every((row) => isJson(row) && Object.hasOwn(entityKinds, memberText(row['entityType']) ?? ''));
}

/** With the end of the file, and of its lines, as the one before. */
function printed(snapshot: Json, before: string): string {
  const text = JSON.stringify(snapshot, null, /^\s*\{\r?\n([ \t]+)/.exec(before)?.[1]);
  const file = before.endsWith('\n') ? `${text}\n` : text;
  return before.includes('\r\n') ? file.replaceAll('\n', '\r\n') : file;
}

function noChange(before: string, id: string, prevIds: readonly string[]): string {
  return printed({ type: 'diff', version: '9', dialect: 'postgres', id, prevIds, footprints: [], deltas: [] }, before);
}

/** All that is there is as it was before, and stands as it stood. */
function sameState(text: string, node: JsonNode, members: Readonly<Record<'id' | 'prevIds' | 'renames', unknown>>): string | null {
  const edits = Object.entries(members).flatMap(([name, value]) => {
    const old = memberOf(node, name);
    return old === null ? [] : [{ span: old.span, text: JSON.stringify(value) }];
  });
  if (memberOf(node, 'prevIds') === null) return null;
  return edits.sort((left, right) => right.span.start - left.span.start)
    .reduce((result, { span, text: value }) => result.slice(0, span.start) + value + result.slice(span.end), text);
}

function textIn(node: JsonNode, name: string): string | null {
  const member = memberOf(node, name);
  return member?.kind === 'scalar' && typeof member.value === 'string' ? member.value : null;
}
