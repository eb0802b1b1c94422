import type { Span } from '../../text/span.ts';

/**
 * What a stretch of SQL is to Postgres's scanner. Keywords are identifiers here; `operator` is every other sign,
 * punctuation included. `N'…'` is two tokens, as in Postgres: the word `N` and a string.
 */
export type TokenKind =
  | 'identifier'
  | 'quotedIdentifier'
  | 'string'
  | 'dollarString'
  | 'number'
  | 'parameter'
  | 'operator'
  | 'lineComment'
  | 'blockComment';

/** A token, with its quotes, prefix (`E'`, `U&"`) and comment signs. `unterminated`: it runs to the end unclosed. */
export interface Token extends Span {
  readonly kind: TokenKind;
  readonly unterminated?: true;
}

/**
 * The tokens of `text`, or of the part of it `within`, in order; white space lies between them. Offsets are UTF-16 in
 * `text`. Never throws and takes time in proportion to the text. The boundaries are those of libpg_query's scanner
 * (PostgreSQL 18's `scan.l`, where comments are tokens); where that one reports an error (`123abc`, `0x`, an empty
 * `""`), this one goes on with the next token.
 */
export function lex(text: string, within?: Span): readonly Token[] {
  if (within === undefined) return lexAll(text);
  const tokens = lexAll(text.slice(within.start, within.end));
  if (within.start === 0) return tokens;
  return tokens.map((token) => ({ ...token, start: token.start + within.start, end: token.end + within.start }));
}

/** The token that begins at an offset, as long as the whole text lets it be. */
export function tokenFrom(text: string, start: number): Token {
  return tokenAt(text, start);
}

/** Whether a token is a comment. */
export function isComment(token: Token): boolean {
  return token.kind === 'lineComment' || token.kind === 'blockComment';
}

function lexAll(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = skip(text, 0, isSpace);
  while (at < text.length) {
    at = isOperatorRun(text, at) ? pushOperators(text, at, tokens) : pushToken(tokenAt(text, at), tokens);
    at = skip(text, at, isSpace);
  }
  return tokens;
}

function pushToken(token: Token, tokens: Token[]): number {
  tokens.push(token);
  return token.end;
}

function tokenAt(text: string, start: number): Token {
  const code = text.charCodeAt(start);
  switch (code) {
    case QUOTE:
      return string(text, start, start + 1, closingQuote);
    case DOUBLE_QUOTE:
      return quotedIdentifier(text, start, start + 1);
    case DOLLAR:
      return dollar(text, start);
    case DASH:
      return { kind: 'lineComment', start, end: skip(text, start, isNotNewline) };
    case SLASH:
      return blockComment(text, start);
    case COLON:
      return operator(start, /[:=]/.test(text.charAt(start + 1)) ? 2 : 1);
    case DOT:
      return dot(text, start);
  }
  if (isIdentifierStart(code)) return word(text, start);
  if (isDigit(code)) return number(text, start);
  return operator(start, 1);
}

// --- words

function word(text: string, start: number): Token {
  const next = text.charCodeAt(start + 1);
  if (next !== QUOTE && next !== AMPERSAND) return identifier(text, start);
  switch (text.charAt(start).toLowerCase() + text.charAt(start + 1)) {
    case "e'":
      return string(text, start, start + 2, closingQuoteAmongEscapes);
    case "b'":
    case "x'":
      return string(text, start, start + 2, closingQuoteOfBits);
    case 'u&':
      return unicodeWord(text, start);
    default:
      return identifier(text, start);
  }
}

function unicodeWord(text: string, start: number): Token {
  switch (text.charCodeAt(start + 2)) {
    case QUOTE:
      return string(text, start, start + 3, closingQuote);
    case DOUBLE_QUOTE:
      return quotedIdentifier(text, start, start + 3);
    default:
      return identifier(text, start);
  }
}

function identifier(text: string, start: number): Token {
  return { kind: 'identifier', start, end: skip(text, start, isIdentifierPart) };
}

function quotedIdentifier(text: string, start: number, from: number): Token {
  const close = closing(text, from, '"');
  if (close < 0) return unterminated('quotedIdentifier', text, start);
  return { kind: 'quotedIdentifier', start, end: close + 1 };
}

// --- strings

/** The offset of the quote that closes the string whose content begins at `from`, or -1. */
type ClosingQuote = (text: string, from: number) => number;

function string(text: string, start: number, from: number, closingQuoteOf: ClosingQuote): Token {
  let open = from;
  for (;;) {
    const close = closingQuoteOf(text, open);
    if (close < 0) return unterminated('string', text, start);
    const next = continuation(text, close + 1);
    if (next < 0) return { kind: 'string', start, end: close + 1 };
    open = next;
  }
}

function closingQuote(text: string, from: number): number {
  return closing(text, from, "'");
}

/** Doubled quotes are no part of bit strings. */
function closingQuoteOfBits(text: string, from: number): number {
  return text.indexOf("'", from);
}

function closingQuoteAmongEscapes(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 2;
    else if (code !== QUOTE) at++;
    else if (text.charCodeAt(at + 1) === QUOTE) at += 2;
    else return at;
  }
  return -1;
}

/** The offset of the first `quote` from `from` on that is not doubled, or -1. */
function closing(text: string, from: number, quote: string): number {
  let at = text.indexOf(quote, from);
  while (at >= 0 && text.charAt(at + 1) === quote) at = text.indexOf(quote, at + 2);
  return at;
}

/**
 * Strings with nothing but white space and a newline between them are one. Answers where the content goes on, or -1.
 * (Postgres lets comments stand between them too; libpg_query does not, as comments are tokens to it.)
 */
function continuation(text: string, from: number): number {
  const quote = skip(text, from, isSpace);
  if (text.charCodeAt(quote) !== QUOTE) return -1;
  return skip(text, from, isSpaceInLine) < quote ? quote + 1 : -1;
}

function dollar(text: string, start: number): Token {
  if (isDigit(text.charCodeAt(start + 1))) {
    return { kind: 'parameter', start, end: skip(text, start + 1, isDigit) };
  }
  const tagEnd = isIdentifierStart(text.charCodeAt(start + 1)) ? skip(text, start + 1, isTagPart) : start + 1;
  if (text.charCodeAt(tagEnd) !== DOLLAR) return operator(start, 1);
  const delimiter = text.slice(start, tagEnd + 1);
  const close = text.indexOf(delimiter, tagEnd + 1);
  if (close < 0) return unterminated('dollarString', text, start);
  return { kind: 'dollarString', start, end: close + delimiter.length };
}

// --- comments

function blockComment(text: string, start: number): Token {
  const end = blockCommentEnd(text, start);
  if (end < 0) return unterminated('blockComment', text, start);
  return { kind: 'blockComment', start, end };
}

/** Block comments nest. Answers the offset behind the last closing sign, or -1. */
function blockCommentEnd(text: string, start: number): number {
  const signs = /\/\*|\*\//g;
  signs.lastIndex = start;
  let depth = 0;
  for (let sign = signs.exec(text); sign !== null; sign = signs.exec(text)) {
    depth += sign[0] === '/*' ? 1 : -1;
    if (depth === 0) return signs.lastIndex;
  }
  return -1;
}

function startsComment(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code === DASH) return text.charCodeAt(at + 1) === DASH;
  return code === SLASH && text.charCodeAt(at + 1) === STAR;
}

// --- numbers

function dot(text: string, start: number): Token {
  const next = text.charCodeAt(start + 1);
  if (isDigit(next)) return number(text, start);
  return operator(start, next === DOT ? 2 : 1);
}

function number(text: string, start: number): Token {
  return { kind: 'number', start, end: radixEnd(text, start) ?? exponentEnd(text, fractionEnd(text, start)) };
}

/** The end of `0x1F`, `0o17` or `0b11`; undefined when it is none of these. */
function radixEnd(text: string, start: number): number | undefined {
  const isOfRadix = radixes[text.slice(start, start + 2).toLowerCase()];
  if (isOfRadix === undefined) return undefined;
  const end = digitsEnd(text, start + 2, isOfRadix);
  return end > start + 2 ? end : undefined;
}

function fractionEnd(text: string, start: number): number {
  const end = digitsEnd(text, start, isDigit);
  if (text.charCodeAt(end) !== DOT || text.charCodeAt(end + 1) === DOT) return end;
  return isDigit(text.charCodeAt(end + 1)) ? digitsEnd(text, end + 1, isDigit) : end + 1;
}

function exponentEnd(text: string, end: number): number {
  if ((text.charCodeAt(end) | 0x20) !== LETTER_E) return end;
  const sign = text.charCodeAt(end + 1);
  const digits = sign === PLUS || sign === DASH ? end + 2 : end + 1;
  return isDigit(text.charCodeAt(digits)) ? digitsEnd(text, digits, isDigit) : end;
}

/** Digits, each with at most one underscore before it. */
function digitsEnd(text: string, from: number, isOne: (code: number) => boolean): number {
  let at = from;
  for (;;) {
    const digit = text.charCodeAt(at) === UNDERSCORE ? at + 1 : at;
    if (!isOne(text.charCodeAt(digit))) return at;
    at = digit + 1;
  }
}

// --- operators

function operator(start: number, length: number): Token {
  return { kind: 'operator', start, end: start + length };
}

function isOperatorRun(text: string, at: number): boolean {
  return isOperatorSign(text.charCodeAt(at)) && !startsComment(text, at);
}

/**
 * A run of operator signs is one operator, but ends before a comment, and may end in `+` or `-` only if it holds one of
 * `~ ! @ # ^ & | \` ? %` (PostgreSQL documentation, 4.1.3 Operators). What that rule cuts off are single `+` and `-`.
 */
function pushOperators(text: string, start: number, tokens: Token[]): number {
  const end = operatorRunEnd(text, start);
  const first = mayEndInSign(text, start, end) ? end : withoutTrailingSigns(text, start, end);
  tokens.push(operator(start, first - start));
  for (let at = first; at < end; at++) tokens.push(operator(at, 1));
  return end;
}

function operatorRunEnd(text: string, start: number): number {
  let at = start + 1;
  while (isOperatorRun(text, at)) at++;
  return at;
}

function mayEndInSign(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    if (signsThatAllowTrailing.has(text.charCodeAt(at))) return true;
  }
  return false;
}

function withoutTrailingSigns(text: string, start: number, end: number): number {
  let at = end;
  while (at > start + 1 && isPlusOrMinus(text.charCodeAt(at - 1))) at--;
  return at;
}

// --- characters. Beyond the end of the text `charCodeAt` is NaN, which is in no class.

const QUOTE = 0x27;
const DOUBLE_QUOTE = 0x22;
const DOLLAR = 0x24;
const AMPERSAND = 0x26;
const STAR = 0x2a;
const PLUS = 0x2b;
const DASH = 0x2d;
const DOT = 0x2e;
const SLASH = 0x2f;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const UNDERSCORE = 0x5f;
const LETTER_E = 0x65;

const operatorSigns = codesOf('~!@#^&|`?+-*/%<>=');
const signsThatAllowTrailing = codesOf('~!@#^&|`?%');
const hexDigits = codesOf('0123456789abcdefABCDEF');

const radixes: Readonly<Record<string, (code: number) => boolean>> = {
  '0x': (code) => hexDigits.has(code),
  '0o': (code) => code >= 0x30 && code <= 0x37,
  '0b': (code) => code === 0x30 || code === 0x31,
};

function codesOf(signs: string): ReadonlySet<number> {
  return new Set(Array.from(signs, (sign) => sign.charCodeAt(0)));
}

function isOperatorSign(code: number): boolean {
  return operatorSigns.has(code);
}

function isPlusOrMinus(code: number): boolean {
  return code === PLUS || code === DASH;
}

function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

function isNewline(code: number): boolean {
  return code === 0x0a || code === 0x0d;
}

function isSpaceInLine(code: number): boolean {
  return isSpace(code) && !isNewline(code);
}

/** False at the end of the text too, so that a run of these always stops. */
function isNotNewline(code: number): boolean {
  return code >= 0 && !isNewline(code);
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Every character beyond ASCII is a letter to Postgres, the no-break space and the byte order mark too. */
function isIdentifierStart(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === UNDERSCORE || code >= 0x80;
}

function isTagPart(code: number): boolean {
  return isIdentifierStart(code) || isDigit(code);
}

function isIdentifierPart(code: number): boolean {
  return isTagPart(code) || code === DOLLAR;
}

function skip(text: string, from: number, isOne: (code: number) => boolean): number {
  let at = from;
  while (isOne(text.charCodeAt(at))) at++;
  return at;
}

function unterminated(kind: TokenKind, text: string, start: number): Token {
  return { kind, start, end: text.length, unterminated: true };
}
