import { mergedSnapshot } from '../../parse/drizzle/merge-snapshot.ts';
import { originId } from '../../parse/drizzle/snapshot-link.ts';
import { jsonIn, type Json } from '../../parse/drizzle/snapshot-json.ts';
import type { FileText } from '../../project/write-files.ts';
import { Problem } from '../../text/problem.ts';
import type { Texts } from '../../text/texts.ts';
import type { Move } from './moved.ts';
import { rebuiltId, type Branches } from './own-migrations.ts';

/** A member of a snapshot that both sides changed. */
export interface SnapshotClash {
  readonly tag: string;
  /** `tables`, `public.book`, `columns`, `title`. */
  readonly path: readonly string[];
}

export interface RebuiltSnapshots {
  readonly files: readonly FileText[];
  readonly clashes: readonly SnapshotClash[];
}

/**
 * Each of our snapshots again, on the one that it then follows: what it changed against its old parent, done to the new one. A
 * snapshot whose parent stays is the same text. @throws Problem where one that is needed is lost.
 */
export function rebuiltSnapshots(branches: Branches, moves: readonly Move[]): RebuiltSnapshots {
  const byId = snapshotsById(branches, moves);
  let onto = newestOf(branches);
  const files: FileText[] = [];
  const clashes: SnapshotClash[] = [];
  for (const { own: { migration, snapshot }, entry, snapshotFile } of moves) {
    if (snapshot.kind === 'none') continue;
    if (snapshot.kind === 'lost') throw lostSnapshot(migration.snapshotFile, migration.tag);
    const { json, text } = snapshot;
    const parent = idOf(json, 'prevId');
    if (parent === (idOf(onto, 'id') ?? originId)) {
      files.push({ path: snapshotFile, text });
      onto = json;
      continue;
    }
    const was = parent === originId || parent === null ? {} : byId.get(parent);
    if (was === undefined) throw lostParent(migration.tag, parent ?? '');
    refuseVersions(migration.tag, json, onto);
    const merged = mergedSnapshot(was, json, onto);
    if (!merged.ok) {
      clashes.push(...merged.clashes.map((path) => ({ tag: migration.tag, path })));
      continue;
    }
    const before = idOf(onto, 'id') ?? originId;
    const { id: _id, prevId: _prevId, ...rest } = merged.snapshot;
    onto = { id: rebuiltId(before, idOf(json, 'id') ?? '', entry.tag), prevId: before, ...rest };
    files.push({ path: snapshotFile, text: printed(onto, text) });
  }
  return { files, clashes };
}

function idOf(snapshot: Json, name: 'id' | 'prevId'): string | null {
  const id = snapshot[name];
  return typeof id === 'string' ? id : null;
}

/** As the text that it replaces is laid out. */
function printed(snapshot: Json, like: string): string {
  const indent = /^\s*\{\r?\n([ \t]+)/.exec(like)?.[1];
  const text = JSON.stringify(snapshot, null, indent) + (/\n$/.test(like) ? '\n' : '');
  return like.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text;
}

/** Theirs that drizzle-kit would go on from; nothing where they have none. @throws Problem for one that is lost. */
function newestOf({ theirs }: Branches): Json {
  const newest = theirs.history.migrations.findLast(({ hasSnapshotFile }) => hasSnapshotFile);
  if (newest === undefined) return {};
  const snapshot = jsonIn(theirs.texts.read(newest.snapshotFile) ?? '');
  if (snapshot === null) throw lostSnapshot(newest.snapshotFile, newest.tag);
  return snapshot;
}

function snapshotsById({ theirs, here, ours }: Branches, moves: readonly Move[]): ReadonlyMap<string, Json> {
  const needed = new Set(moves.flatMap(({ own: { snapshot } }) => (snapshot.kind === 'read' ? idOf(snapshot.json, 'prevId') ?? [] : [])));
  const found = new Map(moves.flatMap(({ own: { snapshot } }): readonly (readonly [string, Json])[] => {
    const id = snapshot.kind === 'read' ? idOf(snapshot.json, 'id') : null;
    return snapshot.kind === 'read' && id !== null ? [[id, snapshot.json]] : [];
  }));
  for (const side of [theirs, ours, here]) {
    for (const { link, snapshotFile } of side?.history.migrations ?? []) {
      if (link === null || !needed.has(link.id) || found.has(link.id)) continue;
      const snapshot = readFrom(side?.texts, snapshotFile);
      if (snapshot !== null) found.set(link.id, snapshot);
    }
  }
  return found;
}

function readFrom(texts: Texts | undefined, file: string): Json | null {
  return jsonIn(texts?.read(file) ?? '');
}

function refuseVersions(tag: string, own: Json, onto: Json): void {
  const [version, other] = [own['version'], onto['version']].map((one) => (typeof one === 'string' ? one : ''));
  if (Object.keys(onto).length === 0 || version === other) return;
  throw new Problem(
    `The snapshot of ${tag} is of version ${version ?? ''}, the one it would follow of version ${other ?? ''}.`,
    'Bring both branches to one version with "drizzle-kit up", and run again.',
  );
}

function lostSnapshot(file: string, tag: string): Problem {
  return new Problem(
    `${file}, the snapshot of ${tag}, is lost: another took its place, or it cannot be read, and no commit of this branch has it.`,
    'Take it from a commit that has it (git log --all -- and its path), or remove the migration and generate it again.',
  );
}

function lostParent(tag: string, id: string): Problem {
  return new Problem(
    `The snapshot that ${tag} goes on from (${id}) is in neither branch, so nobody can tell what the migration changed.`,
    'Remove the migration, and generate it again on top of the other branch.',
  );
}
