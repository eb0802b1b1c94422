import { utf8Length } from '../../text/utf8.ts';
import { isComment, lex, type Token } from './lexer.ts';

/** Words behind which Postgres's parser looks one word ahead (`base_yylex` in src/backend/parser/parser.c). */
const lookingAhead: ReadonlySet<string> = new Set(['format', 'not', 'nulls', 'with', 'without', 'uescape']);

/**
 * The text, with spaces in the place of comments where the parser looks a word ahead: `NOT (comment) IN`, `WITH (comment) TIME ZONE`,
 * `NULLS (comment) FIRST`. The server passes comments by there; libpg_query (18), which makes tokens of them, does not and calls it a
 * syntax error. It stays as many bytes long, so that places in the tree hold. `tokens` are `lex(sql)`.
 */
export function withoutCommentsAhead(sql: string, tokens: readonly Token[]): string {
  const found = commentRuns(tokens).flatMap((run) => (isAhead(sql, run) ? run.comments : []));
  if (found.length === 0) return sql;
  let [text, end] = ['', 0];
  for (const comment of found) {
    text += sql.slice(end, comment.start) + blank(sql.slice(comment.start, comment.end));
    end = comment.end;
  }
  return text + sql.slice(end);
}

/** The same in the bodies of functions and DO blocks that stand in dollar quotes. */
export function withoutCommentsAheadInBodies(sql: string): string {
  const bodies = lex(sql).filter(({ kind }) => kind === 'dollarString');
  let [text, end] = ['', 0];
  for (const { start, end: close } of bodies) {
    const quote = /^\$[^$]*\$/.exec(sql.slice(start, close))?.[0].length ?? 0;
    const body = sql.slice(start + quote, close - quote);
    text += sql.slice(end, start + quote) + withoutCommentsAhead(body, lex(body));
    end = close - quote;
  }
  return text + sql.slice(end);
}

/** Comments side by side, and the tokens around them. */
interface CommentRun {
  readonly before: Token | undefined;
  readonly comments: readonly Token[];
  readonly after: Token | undefined;
}

function commentRuns(tokens: readonly Token[]): readonly CommentRun[] {
  const runs: CommentRun[] = [];
  let [before, comments]: [Token | undefined, Token[]] = [undefined, []];
  for (const token of tokens) {
    if (isComment(token)) comments.push(token);
    else {
      if (comments.length > 0) runs.push({ before, comments, after: token });
      [before, comments] = [token, []];
    }
  }
  return comments.length === 0 ? runs : [...runs, { before, comments, after: undefined }];
}

function isAhead(sql: string, { before, after }: CommentRun): boolean {
  if (before === undefined) return false;
  if (before.kind === 'identifier') return lookingAhead.has(wordOf(sql, before));
  return after !== undefined && sql.slice(before.start, before.start + 2).toLowerCase() === 'u&' && wordOf(sql, after) === 'uescape';
}

function wordOf(sql: string, { start, end }: Token): string {
  return sql.slice(start, end).toLowerCase();
}

function blank(comment: string): string {
  return comment.replace(/[^\n\r]+/g, (line) => ' '.repeat(utf8Length(line)));
}
