import { distance } from 'fastest-levenshtein';

/**
 * Do two names look like one that was bettered? All words of one that say something are in the other, or few letters
 * differ: `licence` and `license`, `author` and `author_name`, `isbn` and `isbn_13`.
 */
export function resembles(left: string, right: string): boolean {
  const [from, to] = [wordsOf(left), wordsOf(right)];
  if (isWithin(from, to) || isWithin(to, from)) return true;
  const [joined, other] = [from.join(''), to.join('')];
  return distance(joined, other) <= Math.max(joined.length, other.length) * mostDiffering;
}

function isWithin(words: readonly string[], others: readonly string[]): boolean {
  const saying = words.filter((word) => !empty.has(word));
  return saying.length > 0 && saying.every((word) => others.includes(word));
}

/** A third of the letters. */
const mostDiffering = 1 / 3;

/** Words that columns of all kinds have. */
const empty: ReadonlySet<string> = new Set([
  'id', 'ids', 'at', 'on', 'by', 'is', 'has', 'can', 'no', 'of', 'to', 'in', 'the', 'a', 'date', 'time', 'type', 'name', 'count', 'key',
  'created', 'updated', 'deleted', 'enabled', 'value', 'data', 'status', 'user',
]);

function wordsOf(name: string): readonly string[] {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}
