import type { Span } from '../../text/span.ts';
import { cutStatements, type Chunk } from './chunks.ts';
import { isComment, type Token } from './lexer.ts';
import { locationToOffset, parsePostgres, type ParseFailure, type ParseNode } from './postgres-parser.ts';

/** One statement of a chunk as cut from the text, with its tree or the reason why there is none. */
export type Piece = { readonly span: Span } & (
  | { readonly ok: true; readonly node: ParseNode; readonly offsetOf: (location: number) => number }
  | { readonly ok: false; readonly message: string; readonly at: Span }
);

/**
 * The statements of a chunk. It is parsed as a whole, as the server does. If that fails, or if the parser counts other
 * statements than the lexer, each is parsed by itself, so that one broken statement does not hide the others.
 */
export function readPieces(text: string, chunk: Chunk, tokens: readonly Token[]): readonly Piece[] {
  const spans = cutStatements(text, chunk, tokens);
  if (spans.length === 0 && !tokens.some(isSuspect(text))) return [];
  const { start, end } = chunk.span;
  const sql = text.slice(start, end);
  const whole = parsePostgres(sql);
  if (whole.ok && whole.statements.length === spans.length) {
    const inChunk = locationToOffset(sql);
    const offsetOf = (location: number): number => start + inChunk(location);
    return spans.map((span, index) => pieceOf(text, span, whole.statements[index]?.node, offsetOf));
  }
  const pieces = spans.map((span) => parsePiece(text, span, tokens));
  if (whole.ok || pieces.some((piece) => !piece.ok)) return pieces;
  return [...pieces, brokenChunk(whole, chunk, tokens)].sort((left, right) => left.span.start - right.span.start);
}

/** An unclosed comment, or a sign that no text may hold, makes the server refuse a chunk of comments too. */
function isSuspect(text: string): (token: Token) => boolean {
  return (token) => token.unterminated === true || text.slice(token.start, token.end).includes('\0');
}

/** Decoding puts U+FFFD where the bytes are no UTF-8: what stood there is lost, so the statement was not read. */
function pieceOf(
  text: string, span: Span, node: ParseNode | undefined, offsetOf: (location: number) => number,
): Piece {
  const lost = text.slice(span.start, span.end).indexOf('\ufffd');
  if (lost >= 0) {
    const at = { start: span.start + lost, end: span.start + lost + 1 };
    return { span, ok: false, at, message: 'the file is not valid UTF-8 here; save it as UTF-8' };
  }
  if (node === undefined) return { span, ok: false, at: span, message: 'nothing was read of it' };
  return { span, ok: true, node, offsetOf };
}

function parsePiece(text: string, span: Span, tokens: readonly Token[]): Piece {
  const sql = text.slice(span.start, span.end);
  const parse = parsePostgres(sql);
  if (!parse.ok) {
    return { span, ok: false, message: messageOf(parse, sql), at: placeOf(tokens, span, span.start + parse.offset) };
  }
  const [only, ...more] = parse.statements;
  if (only === undefined || more.length > 0) {
    const message = `it holds ${parse.statements.length} statements where one was expected`;
    return { span, ok: false, at: span, message };
  }
  const inPiece = locationToOffset(sql);
  return pieceOf(text, span, only.node, (location) => span.start + inPiece(location));
}

function messageOf(parse: ParseFailure, sql: string): string {
  return sql.startsWith('\ufeff') ? 'the file begins with a byte order mark; save it without one' : parse.message;
}

/** The token at an offset, or the end of the statement. */
function placeOf(tokens: readonly Token[], span: Span, offset: number): Span {
  const token = tokens.find(({ start, end }) => start <= offset && offset < end);
  if (token && token.start >= span.start) return { start: token.start, end: Math.min(token.end, span.end) };
  const start = Math.min(offset, span.end);
  return { start, end: start };
}

/** What makes the whole fail while each statement alone is sound: an unclosed comment behind them, say. */
function brokenChunk(failure: ParseFailure, chunk: Chunk, tokens: readonly Token[]): Piece {
  const offset = chunk.span.start + failure.offset;
  const open = tokens.find(({ unterminated }) => unterminated);
  const token = open ?? tokens.find(({ end }) => end > offset) ?? tokens.at(-1);
  const span = token && (isComment(token) || token.unterminated) ? { start: token.start, end: token.end } : chunk.span;
  const start = Math.min(Math.max(offset, span.start), span.end);
  return { span, ok: false, message: failure.message, at: { start, end: span.end } };
}
