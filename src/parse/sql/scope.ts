import type { Origin, Span } from '../../text/span.ts';
import type { Token } from './lexer.ts';
import type { Resolution } from './names.ts';

/** A statement with what is needed to say where its parts stand: the tree knows starts of some nodes and no ends. */
export interface Scope {
  /** The text that tokens and spans count in. */
  readonly text: string;
  /** The statement's tokens, comments left out. */
  readonly tokens: readonly Token[];
  /** From a `location` of the parse tree to an offset in `text`. */
  readonly offsetOf: (location: number) => number;
  readonly originOf: (span: Span) => Origin;
  readonly names: Resolution;
}

/** Some of a scope's tokens by index, `to` exclusive. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export function wholeOf(scope: Scope): Range {
  return { from: 0, to: scope.tokens.length };
}

/** The text of a token; words in capitals, so that keywords compare. */
export function wordAt(scope: Scope, index: number): string {
  const token = scope.tokens[index];
  if (token === undefined) return '';
  const text = scope.text.slice(token.start, token.end);
  return token.kind === 'identifier' ? text.toUpperCase() : text;
}

/** The tokens' span. Of an empty range: the whole statement's. */
export function spanOf(scope: Scope, range: Range): Span {
  const first = scope.tokens[range.from];
  const last = scope.tokens[range.to - 1];
  if (first && last && range.from < range.to) return { start: first.start, end: last.end };
  return { start: scope.tokens[0]?.start ?? 0, end: scope.tokens.at(-1)?.end ?? 0 };
}

export function originOf(scope: Scope, range: Range = wholeOf(scope)): Origin {
  return scope.originOf(spanOf(scope, range));
}

export function textOf(scope: Scope, range: Range): string {
  const { start, end } = spanOf(scope, range);
  return scope.text.slice(start, end);
}

/** Index of the first token at or behind a `location` of the tree; the statement's first for -1 (no location). */
export function indexAt(scope: Scope, location: number | undefined): number {
  return location === undefined || location < 0 ? 0 : firstFrom(scope.tokens, scope.offsetOf(location));
}

/** Index of the first span that starts at or behind an offset. The spans are in order. */
export function firstFrom(spans: readonly Span[], offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? Infinity) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The tokens that stand in a span. */
export function tokensIn(tokens: readonly Token[], span: Span): readonly Token[] {
  return tokens.slice(firstFrom(tokens, span.start), firstFrom(tokens, span.end));
}

/** Index behind the element of a list that begins at `from`: at the next comma or closing sign around it. */
export function elementEnd(scope: Scope, from: number, limit: number = scope.tokens.length): number {
  let depth = 0;
  for (let index = from; index < limit; index++) {
    const word = wordAt(scope, index);
    if (depth === 0 && (word === ',' || word === ')' || word === ']')) return index;
    depth += depthChange(word);
  }
  return limit;
}

/** The elements of a list, cut at the commas that stand outside of parentheses. */
export function elements(scope: Scope, range: Range): readonly Range[] {
  const found: Range[] = [];
  for (let from = range.from; from < range.to;) {
    const to = elementEnd(scope, from, range.to);
    found.push({ from, to });
    if (wordAt(scope, to) !== ',') break;
    from = to + 1;
  }
  return found;
}

/** Index of the first of the words outside of parentheses, or -1. */
export function findWord(scope: Scope, range: Range, ...words: readonly string[]): number {
  let depth = 0;
  for (let index = range.from; index < range.to; index++) {
    const word = wordAt(scope, index);
    if (depth === 0 && words.includes(word)) return index;
    depth += depthChange(word);
  }
  return -1;
}

/** The tokens between the parentheses that open at or behind `from`. Empty if none do. */
export function inParentheses(scope: Scope, from: number, limit: number = scope.tokens.length): Range {
  for (let open = from; open < limit; open++) {
    if (wordAt(scope, open) !== '(') continue;
    return { from: open + 1, to: closingIndex(scope, open, limit) };
  }
  return { from: limit, to: limit };
}

function closingIndex(scope: Scope, open: number, limit: number): number {
  let depth = 0;
  for (let index = open; index < limit; index++) {
    depth += depthChange(wordAt(scope, index));
    if (depth === 0) return index;
  }
  return limit;
}

function depthChange(word: string): number {
  if (word === '(' || word === '[') return 1;
  return word === ')' || word === ']' ? -1 : 0;
}

/** Index behind a name `a.b.c` that begins at `from`. */
export function nameEnd(scope: Scope, from: number): number {
  let index = from + 1;
  while (wordAt(scope, index) === '.') index += 2;
  return index;
}
