import type { BreakingNote, Comment } from '../../facts/statement.ts';
import type { Span } from '../../text/span.ts';
import { isComment, type Token } from './lexer.ts';
import { firstFrom } from './scope.ts';

/** The comments among the tokens. */
export function readComments(file: string, text: string, tokens: readonly Token[]): readonly Comment[] {
  return tokens.filter(isComment).map((token) => ({
    origin: { file, span: { start: token.start, end: token.end } },
    text: commentText(text.slice(token.start, token.end), token.kind === 'lineComment' ? 'line' : 'block'),
    style: token.kind === 'lineComment' ? 'line' : 'block',
  }));
}

function commentText(raw: string, style: Comment['style']): string {
  if (style === 'line') return raw.slice(2).trim();
  const inside = raw.slice(2).replace(/\*\/$/, '');
  return inside.split('\n').map((line) => line.trim().replace(/^\*\s?/, '')).join('\n').trim();
}

/**
 * The comments of each statement: those in front of it, behind the statement before, and those behind it on its last
 * line. `statements` are spans in order. A comment between two statements on one line is the second's.
 */
export function commentsOf(
  text: string, comments: readonly Comment[], statements: readonly Span[],
): readonly (readonly Comment[])[] {
  const owned: Comment[][] = statements.map(() => []);
  for (const comment of comments) owned[ownerOf(text, comment.origin.span, statements)]?.push(comment);
  return owned;
}

/** Index of the statement a comment belongs to; -1 for one inside a statement, or at the end with none to follow. */
function ownerOf(text: string, comment: Span, statements: readonly Span[]): number {
  const next = firstFrom(statements, comment.end);
  const before = statements[next - 1];
  const after = statements[next];
  if (before && comment.start < before.end) return isOneLine(text, comment.end, before.end) ? next - 1 : -1;
  const isBehind = before !== undefined && isOneLine(text, before.end, comment.start);
  if (isBehind && !(after && isOneLine(text, comment.end, after.start))) return next - 1;
  return after ? next : -1;
}

function isOneLine(text: string, from: number, to: number): boolean {
  return !/[\n\r]/.test(text.slice(from, to));
}

const breakingKey = /^breaking\s*:/i;
const anyKey = /^[a-z][\w-]*\s*:|^(sluice|eslint)-/i;

/** `-- breaking: <who breaks>; <what they do>` among a statement's comments. The first one counts. */
export function breakingNote(text: string, comments: readonly Comment[]): BreakingNote | null {
  const index = comments.findIndex((comment) => breakingKey.test(comment.text));
  const first = comments[index];
  if (first === undefined) return null;
  const lines = [first, ...continuation(text, comments.slice(index))];
  const note = lines.map((line) => line.text).join(' ').replace(breakingKey, '').replace(/\s+/g, ' ');
  const [who = '', ...remedy] = note.split(';');
  const { file, span } = first.origin;
  const end = lines.at(-1)?.origin.span.end ?? span.end;
  return { origin: { file, span: { start: span.start, end } }, who: who.trim(), remedy: remedy.join(';').trim() };
}

/** Line comments on the lines right below a line comment go on with it, until one has a key of its own. */
function continuation(text: string, [first, ...rest]: readonly Comment[]): readonly Comment[] {
  const lines: Comment[] = [];
  let before = first;
  for (const comment of rest) {
    if (before?.style !== 'line' || comment.style !== 'line' || anyKey.test(comment.text)) break;
    const gap = text.slice(before.origin.span.end, comment.origin.span.start);
    if (comment.text === '' || !/^(\r\n|\n|\r)[ \t]*$/.test(gap)) break;
    lines.push(comment);
    before = comment;
  }
  return lines;
}
