import { isComment, lex, type Token } from './lexer.ts';

/**
 * The body of a PL/pgSQL routine with every declared type a built-in one, each of the same length as before.
 * libpg_query knows no user's types and takes a variable of one for a record, which SELECT … INTO of several targets
 * refuses. Which type it is changes nothing of the statements.
 */
export function withKnownTypes(body: string): string {
  const tokens = lex(body).filter((token) => !isComment(token));
  const words = tokens.map((token) => body.slice(token.start, token.end).toLowerCase());
  const types = tokens.flatMap((_, at) => (words[at] === 'declare' ? declaredTypes(tokens, words, at + 1) : []));
  return types.toReversed().reduce((text, { start, end }) =>
    text.slice(0, start) + known(end - start) + text.slice(end), body);
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** `name [CONSTANT] type [COLLATE …] [NOT NULL] [:= …];`, up to BEGIN. */
function declaredTypes(tokens: readonly Token[], words: readonly string[], from: number): readonly Place[] {
  const types: Place[] = [];
  let at = from;
  while (at < tokens.length && words[at] !== 'begin') {
    const end = words.indexOf(';', at);
    if (end === -1) break;
    const first = at + (words[at + 1] === 'constant' ? 2 : 1);
    const type = words.slice(first, end);
    const length = type.findIndex((word) => behindType.has(word));
    const last = length === -1 ? end - 1 : first + length - 1;
    const [start, stop] = [tokens[first], tokens[last]];
    if (start !== undefined && stop !== undefined && stop.end - start.start >= 'oid'.length && !leftAlone(type)) {
      types.push({ start: start.start, end: stop.end });
    }
    at = end + 1;
  }
  return types;
}

const behindType: ReadonlySet<string> = new Set(['collate', 'not', 'default', ':=', '=']);

/** Records stay records; aliases, cursors and `%TYPE` are no names of types. */
function leftAlone(type: readonly string[]): boolean {
  return type[0] === 'record' || ['alias', 'cursor', '%'].some((word) => type.includes(word));
}

/** The shortest names of types have three letters. */
function known(length: number): string {
  return (length < 'text'.length ? 'oid' : 'text').padEnd(length);
}
