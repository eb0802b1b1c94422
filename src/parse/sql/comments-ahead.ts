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
  const found = tokens.flatMap((token, place) => (isComment(token) && isAhead(sql, tokens, place) ? [token] : []));
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

function isAhead(sql: string, tokens: readonly Token[], place: number): boolean {
  const before = solid(tokens, place, -1);
  if (before === undefined) return false;
  const word = sql.slice(before.start, before.end).toLowerCase();
  if (before.kind === 'identifier') return lookingAhead.has(word);
  const after = word.startsWith('u&') ? solid(tokens, place, 1) : undefined;
  return after !== undefined && sql.slice(after.start, after.end).toLowerCase() === 'uescape';
}

function solid(tokens: readonly Token[], from: number, step: 1 | -1): Token | undefined {
  let place = from;
  for (let token = tokens[place]; token !== undefined && isComment(token); token = tokens[place]) place += step;
  return tokens[place];
}

function blank(comment: string): string {
  return comment.replace(/[^\n\r]+/g, (line) => ' '.repeat(utf8Length(line)));
}
