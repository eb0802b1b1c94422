import type { Reading as ReadingKind, Statement } from '../../facts/statement.ts';
import type { Token } from './lexer.ts';
import type { Resolution } from './names.ts';
import type { Piece } from './pieces.ts';
import type { ParseNode } from './postgres-parser.ts';
import { readNode, type Routines } from './read-node.ts';
import type { Reading } from './reading.ts';
import { tokensIn, wordAt, type Scope } from './scope.ts';
import { commandTag } from './tags.ts';

/** A statement before comments are given to it. */
export type BareStatement = Omit<Statement, 'comments' | 'breaking'>;

/** The scope of a piece. `solid` are the tokens of its chunk without comments. */
export function scopeOf(file: string, text: string, piece: Piece, solid: readonly Token[], names: Resolution): Scope {
  return {
    text,
    tokens: tokensIn(solid, piece.span),
    offsetOf: piece.ok ? piece.offsetOf : () => piece.span.start,
    originOf: (span) => ({ file, span }),
    names,
  };
}

export function statementOf(scope: Scope, piece: Piece, chunk: number, routines: Routines): BareStatement {
  const origin = scope.originOf(piece.span);
  if (!piece.ok) return { ...unread(piece.message, scope.originOf(piece.at)), origin, chunk };
  const reading = readTree(scope, piece.node, routines);
  if (reading === null) return { ...unread('it is nested too deeply to be read', origin), origin, chunk };
  const tag = commandTag(piece.node, [0, 1].map((index) => wordAt(scope, index)));
  return { origin, tag, reading: kindOf(reading), ...reading, problem: null, chunk };
}

/** A chain of thousands of operators overflows the stack of any walk through its tree. */
function readTree(scope: Scope, node: ParseNode, routines: Routines): Reading | null {
  try {
    return readNode(scope, node, routines);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function kindOf(reading: Reading): ReadingKind {
  if (reading.gaps.length > 0) return 'unanalysed';
  return reading.changes.length > 0 ? 'analysed' : 'unmodelled';
}

function unread(message: string, origin: Statement['origin']): Omit<BareStatement, 'origin' | 'chunk'> {
  return { tag: '', reading: 'unparsable', changes: [], gaps: [], problem: { origin, message } };
}
