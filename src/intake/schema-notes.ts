import type { ProjectState, Unread } from '../engine/facts.ts';
import { plural } from '../text/plural.ts';
import type { Origin } from '../text/span.ts';

/** Reasons that are told; most schemas have one, many times over. */
const most = 3;

/** What a reader of the findings must know of the schema: what of it was not read, and what was taken for granted. */
export function schemaNotes(
  { unread, assumed }: Pick<ProjectState, 'unread' | 'assumed'>, placeOf: (origin: Origin) => string,
): readonly string[] {
  const reasons = byReason(unread);
  const left = reasons.length - most;
  return [
    ...reasons.slice(0, most).map(([reason, places]) => `${plural(places.length, 'place')} of the schema not read: ${reason} (${first(places, placeOf)}).`),
    ...(left > 0 ? [`${plural(left, 'more reason')} why a part of the schema was not read.`] : []),
    ...byReason(assumed).map(([reason]) => `Taken for granted: ${reason}.`),
  ];
}

function byReason(places: readonly Unread[]): readonly (readonly [string, readonly Unread[]])[] {
  const reasons = new Map<string, Unread[]>();
  for (const place of places) reasons.set(place.reason, [...(reasons.get(place.reason) ?? []), place]);
  return [...reasons];
}

function first([place]: readonly Unread[], placeOf: (origin: Origin) => string): string {
  return place === undefined ? '' : placeOf(place.origin);
}
