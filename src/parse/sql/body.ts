import type { Origin } from '../../text/span.ts';
import { isComment, lex } from './lexer.ts';
import { follow } from './names.ts';
import { locationToOffset, parsePostgres } from './postgres-parser.ts';
import { originOf, tokensIn, type Scope } from './scope.ts';
import { together, type ReadNode, type Reading } from './reading.ts';

/** The text of a routine or block, which the parser takes for a string. */
export interface Body {
  /** The statement that holds it. */
  readonly scope: Scope;
  readonly text: string;
  /** Offset of the text in the scope's, or null where quotes or escapes make them differ. */
  readonly start: number | null;
  /** The string in the statement. */
  readonly origin: Origin;
}

/** The body of `AS '…'` or `DO '…'`: the first string at or behind a token. `value` is what the string says. */
export function bodyAt(scope: Scope, from: number, value: string): Body {
  const index = scope.tokens.findIndex((token, at) => at >= from && isString(token.kind));
  const token = scope.tokens[index];
  if (token === undefined) return { scope, text: value, start: null, origin: originOf(scope) };
  const word = scope.text.slice(token.start, token.end);
  const opening = /^(?:\$[^$]*\$|')/.exec(word)?.[0].length ?? 0;
  const isVerbatim = opening > 0 && word.slice(opening, opening + value.length) === value
    && word.length === value.length + 2 * opening;
  return {
    scope,
    text: value,
    start: isVerbatim ? token.start + opening : null,
    origin: originOf(scope, { from: index, to: index + 1 }),
  };
}

function isString(kind: string): boolean {
  return kind === 'string' || kind === 'dollarString';
}

/** The scope of statements that stand in a body at `offset`. `sql` is the parsed text, of the same length as there. */
function innerScope(body: Body, sql: string, offset: number | null, names: Scope['names']): Scope {
  if (body.start === null || offset === null) {
    const tokens = lex(sql).filter((token) => !isComment(token));
    return { text: sql, tokens, offsetOf: locationToOffset(sql), originOf: () => body.origin, names };
  }
  const start = body.start + offset;
  const { text } = body.scope;
  const tokens = lex(text, { start, end: start + sql.length }).filter((token) => !isComment(token));
  const inSql = locationToOffset(sql);
  return { text, tokens, offsetOf: (location) => start + inSql(location), originOf: body.scope.originOf, names };
}

/** The statements of an SQL text inside a body, in order; null if it does not parse. */
export function readStatements(
  body: Body, sql: string, offset: number | null, names: Scope['names'], read: ReadNode,
): Reading | null {
  const parse = parsePostgres(sql);
  if (!parse.ok) return null;
  const whole = innerScope(body, sql, offset, names);
  const shift = body.start === null || offset === null ? 0 : body.start + offset;
  let current = names;
  const readings = parse.statements.map(({ node, start, end }) => {
    const tokens = tokensIn(whole.tokens, { start: start + shift, end: end + shift });
    const reading = read({ ...whole, tokens, names: current }, node);
    current = reading.changes.reduce(follow, current);
    return reading;
  });
  return together(readings);
}

