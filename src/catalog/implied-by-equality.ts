import type { Expression } from '../facts/catalog.ts';

/**
 * Whether `a = $1 AND b = $2` proves the predicate of an index, for columns and values that nothing else is known of:
 * then the planner may use it (predicate_implied_by, src/backend/optimizer/util/predtest.c). Equality is strict, so it
 * proves `a IS NOT NULL`; of values it proves nothing. A predicate that is written otherwise is taken for not proven.
 */
export function impliedByEquality(where: Expression | null, columns: readonly string[]): boolean {
  if (where === null) return true;
  const tokens = tokensOf(where.spelling ?? where.text);
  return !tokens.some((token) => keywordOf(token) === 'case') && implied(tokens, columns);
}

type Tokens = readonly string[];

const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*|\S/gu;

function tokensOf(text: string): Tokens {
  return text.match(token) ?? [];
}

function implied(tokens: Tokens, columns: readonly string[]): boolean {
  const bare = withoutParentheses(tokens);
  const choices = parted(bare, 'or');
  if (choices.length > 1) return choices.some((one) => implied(one, columns));
  const terms = parted(bare, 'and');
  if (terms.length > 1) return terms.every((one) => implied(one, columns));
  if (bare.length === 1) return keywordOf(bare[0]) === 'true';
  const column = notNullColumn(bare);
  return column !== null && columns.includes(column);
}

/** `a IS NOT NULL`, or `NOT (a IS NULL)`. */
function notNullColumn(term: Tokens): string | null {
  if (keywordOf(term[0]) === 'not') return columnOf(withoutParentheses(term.slice(1)), ['is', 'null']);
  return columnOf(term, ['is', 'not', 'null']);
}

/** The column in front of those words, or null if something else stands there. Snapshots qualify it by its table. */
function columnOf(term: Tokens, words: readonly string[]): string | null {
  const rest = term.slice(-words.length).map(keywordOf);
  if (words.some((word, at) => rest[at] !== word)) return null;
  const names = withoutParentheses(term.slice(0, -words.length));
  const isName = names.length % 2 === 1 && names.every((one, at) => (at % 2 === 0 ? /^["\p{L}_]/u.test(one) : one === '.'));
  const last = isName ? names.at(-1) ?? '' : '';
  if (last === '') return null;
  return last.startsWith('"') ? last.slice(1, -1).replaceAll('""', '"') : last.toLowerCase();
}

function keywordOf(text: string | undefined): string | null {
  return text?.toLowerCase() ?? null;
}

/** The tokens between a word, where it stands in no parentheses. */
function parted(tokens: Tokens, word: 'and' | 'or'): readonly Tokens[] {
  const parts: string[][] = [[]];
  let depth = 0;
  for (const one of tokens) {
    depth += one === '(' ? 1 : one === ')' ? -1 : 0;
    if (depth === 0 && keywordOf(one) === word) parts.push([]);
    else parts.at(-1)?.push(one);
  }
  return parts;
}

function withoutParentheses(tokens: Tokens): Tokens {
  return tokens[0] === '(' && closing(tokens) === tokens.length - 1 ? withoutParentheses(tokens.slice(1, -1)) : tokens;
}

/** Where the parenthesis that stands first is closed. */
function closing(tokens: Tokens): number {
  let depth = 0;
  return tokens.findIndex((one) => {
    depth += one === '(' ? 1 : one === ')' ? -1 : 0;
    return depth === 0;
  });
}
