import type { FileProblem, RulesConfig, SourceLocation, SourceRange } from '@eslint/core';
import { ConfigCommentParser, Directive, TextSourceCodeBase, VisitNodeStep } from '@eslint/plugin-kit';
import { rulePrefix, type Directive as FoundDirective } from '../../facts/directive.ts';
import type { Span } from '../../text/span.ts';
import type { CommentNode, SqlFileNode, SqlNode } from './sql-tree.ts';

/** Type parameters that ESLint asks of a source code. */
interface SqlSourceCodeTypes {
  LangOptions: Record<string, unknown>;
  RootNode: SqlFileNode;
  SyntaxElementWithLoc: SqlNode;
  ConfigNode: CommentNode;
}

/** Is there a rule of that id, ours or a project's own? */
export type IsRule = (id: string) => boolean;

const comments = new ConfigCommentParser();
const inlineConfig = /^\s*eslint(?:-enable|-disable(?:(?:-next)?-line)?)?(?:\s|$)/u;

/** An SQL file as ESLint knows it. */
export class SqlSourceCode extends TextSourceCodeBase<SqlSourceCodeTypes> {
  /** ESLint took a byte-order mark from the text. */
  readonly hasBOM: boolean;
  readonly #isRule: IsRule;
  readonly #parents: ReadonlyMap<SqlNode, SqlNode>;
  readonly #steps: readonly VisitNodeStep[];

  constructor(text: string, ast: SqlFileNode, { hasBOM, isRule }: { readonly hasBOM: boolean; readonly isRule: IsRule }) {
    super({ text, ast, lineEndingPattern: /\r\n|[\r\n]/u });
    this.hasBOM = hasBOM;
    this.#isRule = isRule;
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
    const directives = this.ast.comments.flatMap((node) => (node.directive === null ? [] : directivesFor(node, node.directive, { text: this.text, isRule: this.#isRule })));
    return { problems: [], directives };
  }

  /**
   * The rules of others that comments of the file configure, `-- eslint custom/titles: "off"`. Those of ours they do not:
   * a comment that takes findings away gives a reason, and does so in every host. A rule of ours tells of it.
   */
  applyInlineConfig(): { problems: FileProblem[]; configs: { config: { rules: RulesConfig }; loc: SourceLocation }[] } {
    const configs = this.getInlineConfigNodes().flatMap(({ value, loc }) => {
      const directive = comments.parseDirective(value);
      const reading = directive?.label === 'eslint' ? comments.parseJSONLikeConfig(directive.value) : null;
      if (reading?.ok !== true) return [];
      const rules = Object.entries(reading.config).filter(([id]) => !id.startsWith(rulePrefix));
      return [{ config: { rules: Object.fromEntries(rules) }, loc }];
    });
    return { problems: [], configs };
  }
}

/** Into the file and each statement, and out again. */
function stepsOf(file: SqlFileNode): readonly VisitNodeStep[] {
  const enter = (target: SqlNode, parent?: SqlNode): VisitNodeStep => new VisitNodeStep({ target, phase: 1, args: [target, parent] });
  const exit = (target: SqlNode, parent?: SqlNode): VisitNodeStep => new VisitNodeStep({ target, phase: 2, args: [target, parent] });
  return [enter(file), ...file.body.flatMap((statement) => [enter(statement, file), exit(statement, file)]), exit(file)];
}

/**
 * What ESLint is told of a comment: each run of names that it can know, as it is written, for ESLint looks in the text for
 * a name that it proposes to take out. Names that no rule has are told of by a rule of ours.
 */
function directivesFor(
  node: CommentNode, { kind, rules, reason }: FoundDirective, { text, isRule }: { readonly text: string; readonly isRule: IsRule },
): readonly Directive[] {
  if (kind === 'configure') return [];
  const directive = (value: string): Directive => new Directive({ type: kind, node, value, justification: reason ?? '' });
  if (rules.length === 0) return [directive('')];
  return runsOf(rules, isRule).map(({ start, end }) => directive(text.slice(start, end)));
}

function runsOf(rules: FoundDirective['rules'], isRule: IsRule): readonly Span[] {
  const runs: Span[] = [];
  for (const [index, { id, origin: { span } }] of rules.entries()) {
    if (isUnknown(id, isRule)) continue;
    const last = runs.at(-1);
    const before = rules[index - 1];
    if (last === undefined || before === undefined || isUnknown(before.id, isRule)) runs.push(span);
    else runs[runs.length - 1] = { start: last.start, end: span.end };
  }
  return runs;
}

/** As suppression/unknown-rule has it. */
function isUnknown(id: string, isRule: IsRule): boolean {
  return id.startsWith(rulePrefix) ? !isRule(id.slice(rulePrefix.length)) : isRule(id);
}
