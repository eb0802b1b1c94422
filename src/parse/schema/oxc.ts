import { parseSync } from 'oxc-parser';
import type { ParseResult, Program } from 'oxc-parser';
import type { Span } from '../../text/span.ts';

export type {
  Argument, ArrayExpression, ArrowFunctionExpression, BindingPattern, CallExpression, Declaration, Expression, Function,
  ModuleExportName, NewExpression, ObjectExpression, ObjectPattern, ObjectProperty, ParamPattern, Program, PropertyKey,
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
}

/**
 * Any parser that gives the TypeScript flavour of ESTree: oxc's, or typescript-eslint's, whose nodes carry `range`
 * where oxc's carry `start` and `end`. It does not throw.
 */
export type ParseModule = (file: string, text: string) => ParsedModule;

/** A module as oxc reads it. Spans count UTF-16 units. The language follows the file's extension. */
export const parseModule: ParseModule = (file, text) => {
  const result = parseSync(file, text, { sourceType: 'module', astType: 'ts' });
  const problem = firstProblem(result);
  const { program } = result;
  return { program: problem !== null && program.body.length === 0 ? null : program, problem };
};

function firstProblem(result: ParseResult): SyntaxProblem | null {
  const [error] = result.errors;
  if (error === undefined) return null;
  const [label] = error.labels;
  return { message: error.message, span: { start: label?.start ?? 0, end: label?.end ?? 0 } };
}
