import { utf8Length } from '../../text/utf8.ts';
import type { Token } from './lexer.ts';

/** Why the parser must not be given a text, in a sentence for the user, and the UTF-16 offset it is about. */
export interface Refusal {
  readonly message: string;
  readonly offset: number;
}

const maxBytes = 10_000_000;
/** The time libpg_query takes grows with the square of this nesting: 20,000 deep take eight seconds. */
const maxCommentNesting = 200;
/** From 5,000 on (`AT TIME ZONE`, `COLLATE`) or 8,000 on (most operators) the parser overflows the stack of Node 20. */
const maxDepth = 3_000;

/**
 * The reason not to parse `sql`, or undefined. `tokens` are `lex(sql)`. What is refused here would be read in part (the
 * parser stops at a NUL and calls it success), take minutes, or crash the parser.
 */
export function refusalOf(sql: string, tokens: readonly Token[]): Refusal | undefined {
  return refusedNul(sql) ?? refusedSize(sql) ?? refusedComment(sql, tokens) ?? refusedDepth(sql, tokens);
}

function refusedNul(sql: string): Refusal | undefined {
  const offset = sql.indexOf('\0');
  if (offset < 0) return undefined;
  return { offset, message: 'A NUL character ends the SQL for Postgres, so nothing behind it would run; remove it.' };
}

function refusedSize(sql: string): Refusal | undefined {
  if (utf8Length(sql) <= maxBytes) return undefined;
  return { offset: 0, message: 'The SQL is over 10 MB, more than is read at once; split it into several migrations.' };
}

function refusedComment(sql: string, tokens: readonly Token[]): Refusal | undefined {
  const comment = tokens.find((token) => token.kind === 'blockComment' && nestingOf(sql, token) > maxCommentNesting);
  if (comment === undefined) return undefined;
  const message = `Block comments are nested more than ${maxCommentNesting} deep; close or remove the inner ones.`;
  return { offset: comment.start, message };
}

/** The greatest number of comments open at once within a block comment. */
function nestingOf(sql: string, comment: Token): number {
  let depth = 0;
  let deepest = 0;
  for (const [sign] of sql.slice(comment.start, comment.end).matchAll(/\/\*|\*\//g)) {
    depth += sign === '/*' ? 1 : -1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

function refusedDepth(sql: string, tokens: readonly Token[]): Refusal | undefined {
  const token = firstTooDeep(sql, tokens);
  if (token === undefined) return undefined;
  const message = `An expression is nested or chained more than ${maxDepth} deep; split it into several statements.`;
  return { offset: token.start, message };
}

/**
 * The token at which an expression gets too deep, by an estimate: open brackets, and for each the operators since the
 * last sign that starts a new operand list. It lets real SQL pass (a list of 100,000 rows is flat); what it misses
 * crashes the parser, which is caught.
 */
function firstTooDeep(sql: string, tokens: readonly Token[]): Token | undefined {
  const outer: number[] = [];
  let chain = 0;
  let total = 0;
  for (const token of tokens) {
    switch (stepOf(sql, token)) {
      case 'open':
        outer.push(chain);
        chain = 0;
        total++;
        break;
      case 'close':
        total -= outer.length === 0 ? chain : chain + 1;
        chain = outer.pop() ?? 0;
        break;
      case 'restart':
        total -= chain;
        chain = 0;
        break;
      case 'deeper':
        chain++;
        total++;
        break;
      case 'flat':
        break;
    }
    if (total > maxDepth) return token;
  }
  return undefined;
}

type Step = 'open' | 'close' | 'restart' | 'deeper' | 'flat';

const stepOfWord: Readonly<Record<string, Step>> = {
  not: 'deeper',
  is: 'deeper',
  isnull: 'deeper',
  notnull: 'deeper',
  collate: 'deeper',
  at: 'deeper',
  join: 'deeper',
  operator: 'deeper',
  and: 'restart',
  or: 'restart',
  when: 'restart',
  then: 'restart',
  else: 'restart',
  select: 'restart',
  union: 'restart',
  intersect: 'restart',
  except: 'restart',
};

const longestWord = 'intersect'.length;

function stepOf(sql: string, token: Token): Step {
  if (token.kind === 'operator') return stepOfSign(sql.slice(token.start, token.end));
  if (token.kind !== 'identifier' || token.end - token.start > longestWord) return 'flat';
  return stepOfKnownWord(sql.slice(token.start, token.end).toLowerCase());
}

function stepOfKnownWord(word: string): Step {
  return Object.hasOwn(stepOfWord, word) ? (stepOfWord[word] ?? 'flat') : 'flat';
}

function stepOfSign(sign: string): Step {
  switch (sign) {
    case '(':
    case '[':
      return 'open';
    case ')':
    case ']':
      return 'close';
    case ',':
    case ';':
      return 'restart';
    case '.':
      return 'flat';
    default:
      return 'deeper';
  }
}
