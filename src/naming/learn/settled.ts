import { parseConventions, type Conventions as Patterns, type PatternTexts } from '../conventions.ts';
import { isLeftToOthers, type NameCasing } from '../left-to-others.ts';
import { fitsAny } from '../match.ts';
import type { NamedKind } from '../kinds.ts';
import type { NamedThing } from '../named-things.ts';
import { patternsFor } from '../conventions.ts';
import { outliersOf, type Convention } from './convention.ts';

/** Patterns of conventions, as the options of `naming/pattern` have them. */
export function patternTexts(conventions: readonly Convention[]): PatternTexts {
  const patterns: Partial<Record<NamedKind, string | readonly string[]>> = {};
  const columns: Record<string, string | readonly string[]> = {};
  for (const { claim } of conventions) {
    if (claim?.setting?.rule !== 'naming/pattern') continue;
    const { key, patterns: [first = '', ...more] } = claim.setting;
    const texts = more.length === 0 ? first : [first, ...more];
    if (key.startsWith('column.')) columns[key.slice('column.'.length)] = texts;
    else patterns[key as NamedKind] = texts;
  }
  return { patterns, columns };
}

/**
 * Conventions of patterns with those counted that the rule will count: it asks a column by what is most special about it,
 * and leaves to other rules what they report.
 */
export function settled(conventions: readonly Convention[], things: readonly NamedThing[], casing: NameCasing): readonly Convention[] {
  const asked = parseConventions(patternTexts(conventions));
  const judged = things.filter((thing) => !isLeftToOthers(thing, casing)).map((thing) => ({ thing, key: keyFor(thing, asked) }));
  return conventions.map((convention) => {
    const { claim } = convention;
    if (claim?.setting?.rule !== 'naming/pattern') return convention;
    const { key } = claim.setting;
    const own = judged.filter((each) => each.key === key).map(({ thing }) => thing);
    const outliers = own.filter((thing) => fitsAny(patternsFor(asked, thing), thing) === 'no');
    return { ...convention, of: own.length, claim: { ...claim, following: own.length - outliers.length, outliers: outliersOf(outliers) } };
  });
}

/** By which patterns a thing is asked: `patternsFor` in names. */
function keyFor({ kind, keys, types }: NamedThing, { columns }: Patterns): string | null {
  if (kind !== 'column') return kind;
  const has = (role: string): boolean => (columns[role]?.length ?? 0) > 0;
  const roles = keys.filter(has);
  if (roles.length > 0) return roles.length === keys.length ? `column.${roles[0] ?? ''}` : null;
  const type = types.find(has);
  return type === undefined ? 'column' : `column.${type}`;
}
