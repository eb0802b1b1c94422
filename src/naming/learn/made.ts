import { utf8Length } from '../../text/utf8.ts';
import { parseConventions, patternsFor } from '../conventions.ts';
import type { NamedKind } from '../kinds.ts';
import { fitsAny } from '../match.ts';
import type { NamedThing } from '../named-things.ts';
import { namingPresets } from '../presets.ts';

const drizzle: Readonly<Partial<Record<NamedKind, string | readonly string[]>>> = namingPresets.drizzle.patterns;
const parsed = parseConventions(namingPresets.drizzle);

/** Patterns of the names that Drizzle gives where nobody does; none for kinds that it asks a name for. */
export function madePatterns(kind: NamedKind): readonly string[] {
  return [drizzle[kind] ?? []].flat();
}

/**
 * Has Drizzle made the name, so that it shows nothing of what a team does? A pattern allows any name where its own would be
 * too long: that is no name of Drizzle's, unless Postgres has cut it.
 */
export function isMade(thing: NamedThing): boolean {
  const { kind, table, written } = thing;
  const patterns = patternsFor(parsed, thing);
  if (patterns.length === 0 || !written.startsWith(table ?? '') || fitsAny(patterns, thing) !== 'yes') return false;
  return utf8Length(written) >= 63 || madePatterns(kind).some((text) => written.endsWith(text.slice(text.lastIndexOf('}') + 1)));
}
