import { closest } from 'fastest-levenshtein';
import * as v from 'valibot';
import { parseColumnPatterns, parseKindPatterns, type Conventions } from '../naming/conventions.ts';
import type { NamedKind } from '../naming/kinds.ts';

const texts = v.union([v.string(), v.array(v.string())]);

/** An option with patterns for some kinds of things: written as texts, and a problem of the settings where one is none. */
export function patternsOption(kinds: readonly NamedKind[], description: string) {
  const written = v.strictObject(v.entriesFromList(kinds, v.optional(texts)), ({ expected, received, message }) =>
    (expected === 'never' ? `There is no kind ${received}; the nearest is "${closest(received.slice(1, -1), [...kinds])}"` : message));
  return v.optional(v.pipe(written, v.description(description), parsed<v.InferOutput<typeof written>, Conventions['patterns']>(parseKindPatterns)), {});
}

/** An option with patterns for columns by role or type. */
export function columnPatternsOption(description: string) {
  const written = v.record(v.string(), texts);
  return v.optional(v.pipe(written, v.description(description), parsed<v.InferOutput<typeof written>, Conventions['columns']>(parseColumnPatterns)), {});
}

/** What cannot be parsed is told in a sentence. */
function parsed<Texts, Patterns extends object>(parse: (texts: Texts) => Patterns | string) {
  return v.rawTransform<Texts, Patterns>(({ dataset, addIssue, NEVER }) => {
    const patterns = parse(dataset.value);
    if (typeof patterns !== 'string') return patterns;
    addIssue({ message: patterns });
    return NEVER;
  });
}
