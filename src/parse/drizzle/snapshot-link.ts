import type { SnapshotLink } from '../../facts/history.ts';
import type { Skimmed } from '../../text/texts.ts';
import { holdsOpening } from './conflict-marker.ts';
import { jsonIn, textOf, textsOf } from './snapshot-json.ts';

/** The parent of a first snapshot (drizzle-kit 0.31 and 1.0, `originUUID`). */
export const originId = '00000000-0000-0000-0000-000000000000';

/**
 * Ids of a snapshot and of those before it. They stand at its beginning, before anything nested, where drizzle-kit wrote it
 * (0.20 to 1.0); elsewhere `whole` is asked for the text. Null: nothing that can be read, both sides of a merge, or a file
 * that was cut off. Never throws.
 */
export function snapshotLink({ begin, end }: Skimmed, whole: () => string | null): SnapshotLink | null {
  if (holdsOpening(begin)) return null;
  if (mayBeCutOff(begin, end)) return linkIn(whole());
  const flat = flatPart(begin);
  const link = linkOf({
    id: memberText(flat, 'id'), prevId: memberText(flat, 'prevId'), prevIds: memberTexts(flat, 'prevIds'),
    version: memberText(flat, 'version'),
  });
  return link ?? linkIn(whole());
}

/** Does it not end with a brace, or one that others are around, in what is laid out as drizzle-kit does? */
function mayBeCutOff(begin: string, end: string): boolean {
  const isLaidOut = /^\uFEFF?\{\r?\n/.test(begin);
  return !/\}\s*$/.test(end) || (isLaidOut && /\n[ \t]+\}\s*$/.test(end));
}

/** Up to the first object or list in it, `prevIds` apart. */
function flatPart(beginning: string): string {
  const start = beginning.indexOf('{') + 1;
  const nested = /[{[]/g;
  nested.lastIndex = start;
  for (let found = nested.exec(beginning); found !== null; found = nested.exec(beginning)) {
    if (!/"prevIds"\s*:\s*$/.test(beginning.slice(start, found.index))) return beginning.slice(start, found.index);
  }
  return '';
}

function memberText(flat: string, name: string): string | null {
  return new RegExp(`"${name}"\\s*:\\s*"([^"\\\\]*)"`).exec(flat)?.[1] ?? null;
}

function memberTexts(flat: string, name: string): readonly string[] | null {
  const list = new RegExp(`"${name}"\\s*:\\s*\\[([^\\]]*)\\]`).exec(flat)?.[1];
  return list === undefined ? null : [...list.matchAll(/"([^"\\]*)"/g)].map(([, id = '']) => id);
}

interface WrittenLink {
  readonly id: string | null;
  readonly prevId: string | null;
  readonly prevIds: readonly string[] | null;
  readonly version?: string | null;
}

/** `prevId` in the journal layout, `prevIds` in the folder layout. */
export function linkOf({ id, prevId, prevIds, version = null }: WrittenLink): SnapshotLink | null {
  const parents = prevIds ?? (prevId === null ? null : [prevId]);
  return id === null || parents === null ? null : { id, parents: parents.filter((parent) => parent !== originId && parent !== ''), version };
}

function linkIn(text: string | null): SnapshotLink | null {
  const json = jsonIn(text ?? '');
  if (json === null) return null;
  const prevIds = Array.isArray(json['prevIds']) ? textsOf(json['prevIds']) : null;
  return linkOf({ id: textOf(json['id']), prevId: textOf(json['prevId']), prevIds, version: textOf(json['version']) });
}
