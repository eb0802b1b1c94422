import type { Span } from '../../text/span.ts';
import { isComment, type Token } from './lexer.ts';

/** A part of a migration that Drizzle sends to the server as one query. It may hold none or several statements. */
export interface Chunk {
  readonly span: Span;
}

/** The mark at which Drizzle's migrators cut. */
export const breakpoint = '--> statement-breakpoint';

/**
 * Cuts a migration as Drizzle's migrators do (drizzle-orm 0.45 `migrator.js`, `readMigrationFiles`): a plain split,
 * which also cuts inside comments, strings and dollar quotes. At least one chunk; blank ones are kept.
 */
export function cutChunks(text: string): readonly Chunk[] {
  const chunks: Chunk[] = [];
  let start = 0;
  for (const part of text.split(breakpoint)) {
    const end = start + part.length;
    chunks.push({ span: { start, end } });
    start = end + breakpoint.length;
  }
  return chunks;
}

/**
 * Cuts a chunk at every `;` that ends a statement. `tokens` are `lex(text, chunk.span)`; spans count in `text`, from a
 * statement's first token to its last, comments around it and the `;` left out. Pieces of comments only are dropped.
 *
 * As in psql, a `;` within parentheses or within the `BEGIN ATOMIC … END` of a routine ends nothing. So an unclosed
 * parenthesis holds the rest of its chunk in one piece, which no parser will take.
 */
export function cutStatements(text: string, chunk: Chunk, tokens: readonly Token[]): readonly Span[] {
  const spans: Span[] = [];
  let piece: Token[] = [];
  let nesting: Nesting = outside;
  for (const token of tokens) {
    if (!isWithin(token, chunk.span) || isComment(token)) continue;
    if (nesting === outside && isSign(text, token, ';')) {
      spans.push(...spanOf(piece));
      piece = [];
      continue;
    }
    nesting = after(nesting, text, token, piece.at(-1));
    piece.push(token);
  }
  return [...spans, ...spanOf(piece)];
}

/** How deep a token stands. `atomic` counts the `END`s that are owed: of `BEGIN ATOMIC` and of each `CASE` in it. */
interface Nesting {
  readonly parentheses: number;
  readonly atomic: number;
}

const outside: Nesting = { parentheses: 0, atomic: 0 };

function after(nesting: Nesting, text: string, token: Token, before: Token | undefined): Nesting {
  if (isSign(text, token, '(')) return nested(nesting.parentheses + 1, nesting.atomic);
  if (isSign(text, token, ')')) return nested(nesting.parentheses - 1, nesting.atomic);
  if (token.kind !== 'identifier') return nesting;
  return nested(nesting.parentheses, nesting.atomic + ends(nesting, text, token, before));
}

function nested(parentheses: number, atomic: number): Nesting {
  return parentheses <= 0 && atomic === 0 ? outside : { parentheses: Math.max(parentheses, 0), atomic };
}

/** How many more `END`s are owed behind a word: psql counts any `BEGIN`, but only `BEGIN ATOMIC` may hold a `;`. */
function ends(nesting: Nesting, text: string, token: Token, before: Token | undefined): -1 | 0 | 1 {
  if (isWord(text, token, 'atomic') && isWord(text, before, 'begin')) return 1;
  if (nesting.atomic === 0 || isName(text, before)) return 0;
  if (isWord(text, token, 'case')) return 1;
  return isWord(text, token, 'end') ? -1 : 0;
}

/** Whether what follows is a name, keyword or not: behind `.` and `AS`. */
function isName(text: string, before: Token | undefined): boolean {
  return before !== undefined && (isSign(text, before, '.') || isWord(text, before, 'as'));
}

function isSign(text: string, token: Token, sign: string): boolean {
  return token.kind === 'operator' && token.end - token.start === sign.length && text.startsWith(sign, token.start);
}

function isWord(text: string, token: Token | undefined, word: string): boolean {
  if (token?.kind !== 'identifier' || token.end - token.start !== word.length) return false;
  return text.slice(token.start, token.end).toLowerCase() === word;
}

function isWithin(token: Token, span: Span): boolean {
  return token.start >= span.start && token.end <= span.end;
}

function spanOf(piece: readonly Token[]): readonly Span[] {
  const [first] = piece;
  const last = piece.at(-1);
  return first && last ? [{ start: first.start, end: last.end }] : [];
}
