import { parseSync } from 'oxc-parser';
import type { ParseResult, Program } from 'oxc-parser';
import type { Span } from '../../text/span.ts';
import type { WrittenComment } from '../directives/read-directives.ts';

export type {
  Argument, ArrayExpression, ArrowFunctionExpression, BindingPattern, CallExpression, Declaration, Expression, Function,
  ImportDeclaration, ModuleExportName, NewExpression, Node, ObjectExpression, ObjectPattern, ObjectProperty, ParamPattern, Program, PropertyKey,
  Statement, TaggedTemplateExpression, TemplateLiteral, TSEnumDeclaration, VariableDeclarator,
} from 'oxc-parser';

export interface SyntaxProblem {
  readonly message: string;
  readonly span: Span;
}

/** What a parser of TypeScript gives: the tree as far as it could be read, and what stopped it. */
export interface ParsedModule {
  readonly program: Program | null;
  readonly problem: SyntaxProblem | null;
  /** Comments in order; a parser may leave them out of a text in which none takes findings away. */
  readonly comments: readonly WrittenComment[];
}

/**
 * Any parser that gives the TypeScript flavour of ESTree: oxc's, or typescript-eslint's, whose nodes carry `range`
 * where oxc's carry `start` and `end`. It does not throw.
 */
export type ParseModule = (file: string, text: string) => ParsedModule;

/** oxc (0.159) brings the process down some thousands of brackets deep. */
const deepest = 2_000;

/** A module as oxc reads it. Spans count UTF-16 units. The language follows the file's extension. */
export const parseModule: ParseModule = (file, text) => {
  const tooDeep = firstTooDeep(text);
  if (tooDeep !== null) {
    const span = { start: tooDeep, end: tooDeep + 1 };
    return { program: null, problem: { message: 'brackets are nested too deeply', span }, comments: [] };
  }
  const result = parseSync(file, text, { sourceType: 'module', astType: 'ts' });
  const problem = firstProblem(result);
  const { program } = result;
  return { program: problem !== null && program.body.length === 0 ? null : program, problem, comments: commentsOf(result, text) };
};

/** oxc hands comments over when they are asked for, which takes time. */
function commentsOf(result: ParseResult, text: string): readonly WrittenComment[] {
  if (!text.includes('eslint')) return [];
  return result.comments.map(({ type, start, end }) => ({ style: type === 'Line' ? 'line' : 'block', span: { start, end } }));
}

function firstProblem(result: ParseResult): SyntaxProblem | null {
  const [error] = result.errors;
  if (error === undefined) return null;
  const [label] = error.labels;
  return { message: error.message, span: { start: label?.start ?? 0, end: label?.end ?? 0 } };
}

/** Where brackets are nested too deeply, if anywhere. Those in texts and comments count too: files have few. */
function firstTooDeep(text: string): number | null {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === '(' || sign === '[' || sign === '{') depth++;
    else if (sign === ')' || sign === ']' || sign === '}') depth--;
    if (depth > deepest) return at;
  }
  return null;
}
