import type { SourceLocation, SourceRange } from '@eslint/core';
import type { Directive } from '../../facts/directive.ts';
import type { SqlFile, Statement } from '../../facts/statement.ts';
import { lineMap, type LineMap } from '../../text/line-map.ts';
import type { Span } from '../../text/span.ts';

/** What every node of the tree has: UTF-16 offsets in ESLint's text; lines and columns from 1. */
interface Located {
  readonly range: SourceRange;
  readonly loc: SourceLocation;
}

/** The root: one SQL file. */
export interface SqlFileNode extends Located {
  readonly type: 'SqlFile';
  readonly body: readonly StatementNode[];
  readonly comments: readonly CommentNode[];
}

/**
 * A statement, from its first token to its last. Its type is Postgres's command tag as one word, so that selectors can
 * name it: `CreateIndex`, `AlterTable`; `Unparsable` for what Postgres's parser refuses.
 */
export interface StatementNode extends Located {
  readonly type: string;
  /** `CREATE INDEX`; empty if unparsable. */
  readonly tag: string;
}

/** A comment. `value` is what stands behind `--`, or between the marks of a block. */
export interface CommentNode extends Located {
  readonly type: 'Line' | 'Block';
  readonly value: string;
  /** What it takes away; null if it takes nothing away. */
  readonly directive: Directive | null;
}

export type SqlNode = SqlFileNode | StatementNode | CommentNode;

/** The tree that ESLint walks: statements under their file. What is in a statement is asked of the rules' own facts. */
export function sqlTree({ text, statements, comments, directives }: SqlFile): SqlFileNode {
  const lines = lineMap(text);
  const working = new Map(directives.filter(({ problem }) => problem === null).map((each) => [each.origin.span.start, each]));
  return {
    type: 'SqlFile',
    ...located(lines, { start: 0, end: text.length }),
    body: statements.map((statement) => ({
      type: typeOf(statement), tag: statement.tag, ...located(lines, statement.origin.span),
    })),
    comments: comments.map(({ style, origin: { span } }) => ({
      type: style === 'line' ? 'Line' : 'Block',
      value: valueOf(text.slice(span.start, span.end), style),
      directive: working.get(span.start) ?? null,
      ...located(lines, span),
    })),
  };
}

function located(lines: LineMap, { start, end }: Span): Located {
  return { range: [start, end], loc: { start: lines.positionAt(start), end: lines.positionAt(end) } };
}

function typeOf({ tag }: Statement): string {
  if (tag === '') return 'Unparsable';
  return tag.split(' ').map((word) => `${word.slice(0, 1)}${word.slice(1).toLowerCase()}`).join('');
}

function valueOf(raw: string, style: 'line' | 'block'): string {
  return style === 'line' ? raw.slice(2) : raw.slice(2).replace(/\*\/$/, '');
}
