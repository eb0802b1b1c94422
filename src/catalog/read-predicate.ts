import type { Expression } from '../facts/catalog.ts';

/** What a predicate says, as far as it is of use to planners: which columns hold no null, joined by AND and OR. */
export type Predicate =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Predicate[] }
  | { readonly kind: 'notNull'; readonly column: string }
  | { readonly kind: 'true' }
  /** Whatever else it may be. */
  | { readonly kind: 'other' };

/**
 * Reads the tokens of the text, not a tree: what is written otherwise than expected is `other`, which proves nothing; so is a text
 * whose tokens cannot be told here.
 */
export function readPredicate({ spelling, text }: Expression): Predicate {
  const tokens = tokensOf(spelling ?? text);
  return tokens.some((one) => illegible.has(one) || keywordOf(one) === 'case') ? { kind: 'other' } : read(tokens);
}

type Tokens = readonly string[];

/** PostgreSQL documentation, 4.1 Lexical Structure. Every character beyond ASCII is a letter, and none of them white space. */
const token = /--[^\n\r]*|\/\*(?:(?!\/\*)[^])*?\*\/|e'(?:[^'\\]|''|\\[^])*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|[a-z_\u0080-\u{10ffff}][\w$\u0080-\u{10ffff}]*|\/\*|[^ \t\n\r\f\v]/giu;

/** Comments in comments, strings in dollars, and quotes that nothing closes: what is behind them may be no part of the predicate. */
const illegible: ReadonlySet<string> = new Set(['/*', '$', "'", '"']);

function tokensOf(text: string): Tokens {
  return (text.match(token) ?? []).filter((one) => one === '/*' || !/^(?:--|\/\*)/.test(one));
}

function read(tokens: Tokens): Predicate {
  const bare = withoutParentheses(tokens);
  const choices = parted(bare, 'or');
  if (choices.length > 1) return { kind: 'or', of: choices.map(read) };
  const terms = parted(bare, 'and');
  if (terms.length > 1) return { kind: 'and', of: terms.map(read) };
  if (bare.length === 1) return { kind: keywordOf(bare[0]) === 'true' ? 'true' : 'other' };
  const column = notNullColumn(bare);
  return column === null ? { kind: 'other' } : { kind: 'notNull', column };
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
  const isColumn = names.length % 2 === 1 && names.every((one, at) => (at % 2 === 0 ? isName(one) : one === '.'));
  const last = isColumn ? names.at(-1) ?? '' : '';
  if (last === '') return null;
  return last.startsWith('"') ? last.slice(1, -1).replaceAll('""', '"') : last.toLowerCase();
}

function keywordOf(text: string | undefined): string | null {
  return text?.toLowerCase() ?? null;
}

function isName(one: string): boolean {
  return /^["a-z_\u0080-\u{10ffff}]/iu.test(one) && !one.endsWith("'");
}

/** The tokens between a word, where it stands in no parentheses or brackets. The AND of a BETWEEN joins no two terms. */
function parted(tokens: Tokens, word: 'and' | 'or'): readonly Tokens[] {
  const parts: string[][] = [[]];
  let [depth, isBetween] = [0, false];
  for (const one of tokens) {
    const keyword = keywordOf(one);
    depth += deeper(one);
    if (depth === 0 && keyword === word && !isBetween) parts.push([]);
    else parts.at(-1)?.push(one);
    if (depth === 0 && (keyword === 'between' || keyword === 'and')) isBetween = keyword === 'between';
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
    depth += deeper(one);
    return depth === 0;
  });
}

function deeper(one: string): 1 | 0 | -1 {
  switch (one) {
    case '(': case '[': return 1;
    case ')': case ']': return -1;
    default: return 0;
  }
}
