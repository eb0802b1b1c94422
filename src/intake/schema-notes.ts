import type { ProjectState, Unread } from '../engine/facts.ts';

/** Reasons that are told; most schemas have one, many times over. */
const most = 3;

/** What a reader of the findings must know of the schema: what of it was not read, and what was taken for granted. */
export function schemaNotes({ unread, assumed }: Pick<ProjectState, 'unread' | 'assumed'>): readonly string[] {
  const reasons = byReason(unread);
  const left = reasons.length - most;
  return [
    ...reasons.slice(0, most).map(([reason, places]) => `${times(places)} of the schema not read: ${reason}.`),
    ...(left > 0 ? [`${left} more reason${left === 1 ? '' : 's'} why a part of the schema was not read.`] : []),
    ...byReason(assumed).map(([reason]) => `Taken for granted: ${reason}.`),
  ];
}

function byReason(places: readonly Unread[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { reason } of places) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts];
}

function times(places: number): string {
  return `${places} place${places === 1 ? '' : 's'}`;
}
