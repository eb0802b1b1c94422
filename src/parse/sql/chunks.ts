import type { Span } from '../../text/span.ts';
import { isComment, type Token } from './lexer.ts';

/** A part of a migration that Drizzle sends to the server as one query. It may hold none or several statements. */
export interface Chunk {
  readonly span: Span;
}

const breakpoint = '--> statement-breakpoint';

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
    const sign = text.slice(token.start, token.end);
    if (sign === ';' && nesting.parentheses === 0 && nesting.atomic === 0) {
      spans.push(...spanOf(piece));
      piece = [];
      nesting = outside;
      continue;
    }
    nesting = after(nesting, token, sign.toLowerCase());
    piece.push(token);
  }
  return [...spans, ...spanOf(piece)];
}

/** How deep a token stands. `atomic` counts the `END`s that are owed: of `BEGIN ATOMIC` and of each `CASE` in it. */
interface Nesting {
  readonly parentheses: number;
  readonly atomic: number;
  readonly before: string;
}

const outside: Nesting = { parentheses: 0, atomic: 0, before: '' };

function after(nesting: Nesting, token: Token, sign: string): Nesting {
  switch (token.kind) {
    case 'operator':
      return { ...nesting, parentheses: parenthesesAfter(nesting.parentheses, sign), before: sign };
    case 'identifier':
      return { ...nesting, atomic: atomicAfter(nesting, sign), before: sign };
    default:
      return { ...nesting, before: '' };
  }
}

function parenthesesAfter(depth: number, sign: string): number {
  if (sign === '(') return depth + 1;
  return sign === ')' ? Math.max(depth - 1, 0) : depth;
}

/** psql counts any `BEGIN` in a routine's definition; only `BEGIN ATOMIC` opens a body that may hold a `;`. */
function atomicAfter({ atomic, before }: Nesting, word: string): number {
  if (word === 'atomic' && before === 'begin') return atomic + 1;
  if (atomic === 0 || before === '.' || before === 'as') return atomic;
  if (word === 'case') return atomic + 1;
  return word === 'end' ? atomic - 1 : atomic;
}

function isWithin(token: Token, span: Span): boolean {
  return token.start >= span.start && token.end <= span.end;
}

function spanOf(piece: readonly Token[]): readonly Span[] {
  const [first] = piece;
  const last = piece.at(-1);
  return first && last ? [{ start: first.start, end: last.end }] : [];
}
