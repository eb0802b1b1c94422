import type { CutText } from '../../facts/statement.ts';
import { breakpoint, cutChunks, type Chunk } from './chunks.ts';
import { lex, tokenFrom, type Token } from './lexer.ts';
import { parsePostgres } from './postgres-parser.ts';

/** A chunk, or several that are read as one, with its tokens. */
export interface LexedChunk {
  readonly chunk: Chunk;
  readonly tokens: readonly Token[];
  /** Its number among the chunks that Drizzle cuts; that of the first where it is several. */
  readonly index: number;
}

export interface Cutting {
  readonly chunks: readonly LexedChunk[];
  /** How many Drizzle cuts. */
  readonly count: number;
  readonly cutTexts: readonly CutText[];
}

/**
 * A migration in the chunks that Drizzle cuts. Where a cut goes through a text of SQL, a body or a comment, and the parts
 * are sound when they are put together, they are read as one: that is what the author meant, and what other rules judge.
 */
export function cutTexts(file: string, text: string): Cutting {
  const cut = cutChunks(text).map((chunk, index) => ({ chunk, tokens: lex(text, chunk.span), index }));
  const chunks: LexedChunk[] = [];
  const found: CutText[] = [];
  for (let place = 0; place < cut.length;) {
    const joined = joinedFrom(cut, place, text);
    const chunk = joined?.chunk ?? cut[place];
    if (chunk !== undefined) chunks.push(chunk);
    found.push(...(joined?.tokens ?? []).map((token) => cutText(file, text, token)));
    place = joined?.next ?? place + 1;
  }
  return { chunks, count: cut.length, cutTexts: found };
}

interface Joined {
  readonly chunk: LexedChunk;
  /** Texts that Drizzle cuts. */
  readonly tokens: readonly Token[];
  /** The chunk behind it. */
  readonly next: number;
}

/** A chunk that ends in the middle of a text, together with those up to where the text ends; null: it is as it should be. */
function joinedFrom(cut: readonly LexedChunk[], place: number, text: string): Joined | null {
  const first = cut[place];
  const tokens: Token[] = [];
  let last = first;
  for (let open = openText(first); open !== null; open = openText(last, tokens.at(-1)?.end)) {
    const whole = tokenFrom(text, open.start);
    if (whole.unterminated === true) return null;
    tokens.push(whole);
    last = cut.find(({ chunk }) => whole.end <= chunk.span.end);
  }
  if (tokens.length === 0 || first === undefined || last === undefined) return null;
  const span = { start: first.chunk.span.start, end: last.chunk.span.end };
  if (!parsePostgres(text.slice(span.start, span.end)).ok) return null;
  return { chunk: { ...first, chunk: { span }, tokens: lex(text, span) }, tokens, next: last.index + 1 };

  /** The text that a chunk ends in, from an offset on. */
  function openText(lexed: LexedChunk | undefined, from?: number): Token | null {
    const tokensOf = lexed === undefined || from === undefined ? lexed?.tokens : lex(text, { start: from, end: lexed.chunk.span.end });
    const end = tokensOf?.at(-1);
    return end?.unterminated === true ? end : null;
  }
}

function cutText(file: string, text: string, token: Token): CutText {
  const start = text.indexOf(breakpoint, token.start);
  return {
    origin: { file, span: { start, end: start + breakpoint.length } },
    of: { file, span: { start: token.start, end: token.end } },
    kind: kindOf(token),
  };
}

function kindOf({ kind }: Token): CutText['kind'] {
  switch (kind) {
    case 'dollarString': return 'body';
    case 'blockComment': return 'comment';
    case 'quotedIdentifier': return 'name';
    default: return 'string';
  }
}
