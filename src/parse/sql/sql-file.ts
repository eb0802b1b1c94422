import type { SqlFile } from '../../facts/statement.ts';
import { readDirectives } from '../directives/read-directives.ts';
import { breakingNote, commentsOf, readComments } from './comments.ts';
import { cutTexts } from './cut-texts.ts';
import { isComment, lex } from './lexer.ts';
import { follow, startResolution } from './names.ts';
import { readPieces } from './pieces.ts';
import { withRoutine, type Routines } from './read-node.ts';
import { scopeOf, statementOf, type BareStatement } from './statement.ts';
import { once } from '../../text/once.ts';

export interface SqlOptions {
  /** The schema of unqualified names until the file says otherwise. Default `public`. */
  readonly searchPath?: string;
}

/**
 * Reads an SQL file as Drizzle cuts it and Postgres parses it. Never throws: a statement that cannot be read is in the
 * answer with its problem. `file` is the name that origins carry; offsets count UTF-16 units of `text`.
 */
export function readSql(file: string, text: string, options: SqlOptions = {}): SqlFile {
  const { chunks, count, cutTexts: cut } = cutTexts(file, text);
  const comments = chunks.flatMap(({ tokens }) => readComments(file, text, tokens));
  const bare: BareStatement[] = [];
  let names = startResolution(options.searchPath ?? 'public');
  let routines: Routines = new Map();
  for (const { chunk, tokens, index } of chunks) {
    const solid = tokens.filter((token) => !isComment(token));
    for (const piece of readPieces(text, chunk, tokens)) {
      const scope = scopeOf(file, text, piece, solid, names);
      const statement = statementOf(scope, piece, index, routines);
      bare.push(statement);
      names = statement.changes.reduce(follow, names);
      if (piece.ok) routines = withRoutine(routines, scope, piece.node);
    }
  }
  const owned = commentsOf(text, comments, bare.map(({ origin }) => origin.span));
  const statements = bare.map((statement, index) => {
    const own = owned[index] ?? [];
    return { ...statement, comments: own, breaking: breakingNote(text, own) };
  });
  const written = comments.map(({ style, origin }) => ({ style, span: origin.span }));
  const spans = chunks.map(({ chunk }) => chunk.span);
  const tokens = once(() => spans.flatMap((span) => lex(text, span)).filter((token) => !isComment(token)));
  return {
    file, text, statements, chunks: count, comments, directives: readDirectives(file, text, written, 'sql'), cutTexts: cut,
    get tokens() { return tokens(); },
  };
}
