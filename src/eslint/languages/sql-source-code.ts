import type { FileProblem, RulesConfig, SourceLocation, SourceRange } from '@eslint/core';
import { ConfigCommentParser, Directive, TextSourceCodeBase, VisitNodeStep } from '@eslint/plugin-kit';
import type { Directive as FoundDirective } from '../../facts/directive.ts';
import type { CommentNode, SqlFileNode, SqlNode } from './sql-tree.ts';

/** Type parameters that ESLint asks of a source code. */
interface SqlSourceCodeTypes {
  LangOptions: Record<string, unknown>;
  RootNode: SqlFileNode;
  SyntaxElementWithLoc: SqlNode;
  ConfigNode: CommentNode;
}

const comments = new ConfigCommentParser();
const inlineConfig = /^\s*eslint(?:-enable|-disable(?:(?:-next)?-line)?)?(?:\s|$)/u;

/** An SQL file as ESLint knows it. */
export class SqlSourceCode extends TextSourceCodeBase<SqlSourceCodeTypes> {
  /** ESLint took a byte-order mark from the text. */
  readonly hasBOM: boolean;
  readonly #parents: ReadonlyMap<SqlNode, SqlNode>;
  readonly #steps: readonly VisitNodeStep[];

  constructor(text: string, ast: SqlFileNode, hasBOM: boolean) {
    super({ text, ast, lineEndingPattern: /\r\n|[\r\n]/u });
    this.hasBOM = hasBOM;
    this.#parents = new Map(ast.body.map((statement) => [statement, ast]));
    this.#steps = stepsOf(ast);
  }

  override getRange(node: SqlNode): SourceRange {
    return node.range;
  }

  override getLoc(node: SqlNode): SourceLocation {
    return node.loc;
  }

  override getParent(node: SqlNode): SqlNode | undefined {
    return this.#parents.get(node);
  }

  override traverse(): VisitNodeStep[] {
    return [...this.#steps];
  }

  /** Some of ESLint's own rules ask any file for its comments, so where they are not scoped to files they meet ours. */
  getAllComments(): CommentNode[] {
    return [...this.ast.comments];
  }

  /** Comments that speak to ESLint. */
  getInlineConfigNodes(): CommentNode[] {
    return this.ast.comments.filter(({ value }) => inlineConfig.test(value));
  }

  /** The comments that take findings away. What is wrong with others is told by a rule of ours, in every host. */
  getDisableDirectives(): { problems: FileProblem[]; directives: Directive[] } {
    const directives = this.ast.comments.flatMap((node) => (node.directive === null ? [] : directiveFor(node, node.directive, this.text)));
    return { problems: [], directives };
  }

  /** The rules that comments of the file configure: `-- eslint sluice/down/missing: "off"`. */
  applyInlineConfig(): { problems: FileProblem[]; configs: { config: { rules: RulesConfig }; loc: SourceLocation }[] } {
    const problems: FileProblem[] = [];
    const configs: { config: { rules: RulesConfig }; loc: SourceLocation }[] = [];
    for (const { value: comment, loc } of this.getInlineConfigNodes()) {
      const { label, value = '' } = comments.parseDirective(comment) ?? {};
      if (label !== 'eslint') continue;
      const reading = comments.parseJSONLikeConfig(value);
      if (reading.ok) configs.push({ config: { rules: reading.config }, loc });
      else problems.push({ ruleId: null, message: reading.error.message, loc });
    }
    return { problems, configs };
  }
}

/** Into the file and each statement, and out again. */
function stepsOf(file: SqlFileNode): readonly VisitNodeStep[] {
  const enter = (target: SqlNode, parent?: SqlNode): VisitNodeStep => new VisitNodeStep({ target, phase: 1, args: [target, parent] });
  const exit = (target: SqlNode, parent?: SqlNode): VisitNodeStep => new VisitNodeStep({ target, phase: 2, args: [target, parent] });
  return [enter(file), ...file.body.flatMap((statement) => [enter(statement, file), exit(statement, file)]), exit(file)];
}

/** `value` is the list of rules as it is written, in which ESLint looks for the name that it proposes to take out. */
function directiveFor(node: CommentNode, { kind, rules, reason }: FoundDirective, text: string): Directive {
  const first = rules[0]?.origin.span;
  const last = rules.at(-1)?.origin.span;
  const value = first === undefined || last === undefined ? '' : text.slice(first.start, last.end);
  return new Directive({ type: kind, node, value, justification: reason ?? '' });
}
