import type { DrizzleGeneration } from '../../facts/drizzle-generation.ts';
import { utf8Length } from '../../text/utf8.ts';
import { parseConventions, patternsFor } from '../conventions.ts';
import type { NamedKind } from '../kinds.ts';
import { fitsAny } from '../match.ts';
import type { NamedThing } from '../named-things.ts';
import { drizzlePatterns } from '../presets.ts';

const drizzle: Readonly<Record<DrizzleGeneration, Readonly<Partial<Record<NamedKind, readonly string[]>>>>> = drizzlePatterns;
const parsed = parseConventions({ patterns: drizzlePatterns['0.31'] });

/** Patterns of the names that Drizzle gave these things, which nobody named; none for kinds that it asks a name for. */
export function madePatterns(kind: NamedKind, made: readonly NamedThing[]): readonly string[] {
  return drizzle[made.some(({ isUnnamed }) => isUnnamed) ? '1.0' : '0.31'][kind] ?? [];
}

/**
 * Has Drizzle made the name, so that it shows nothing of what a team does? 1.0 says so of each; of 0.31 the name tells. A pattern allows any name where its own would be
 * too long: that is no name of Drizzle's, unless Postgres has cut it.
 */
export function isMade(thing: NamedThing): boolean {
  if (thing.isUnnamed) return true;
  const { kind, table, written } = thing;
  const patterns = patternsFor(parsed, thing);
  if (patterns.length === 0 || !written.startsWith(table ?? '') || fitsAny(patterns, thing) !== 'yes') return false;
  return utf8Length(written) >= 63 || (drizzle['0.31'][kind] ?? []).some((text) => written.endsWith(text.slice(text.lastIndexOf('}') + 1)));
}
