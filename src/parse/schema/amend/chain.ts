import { bare, spanOf } from '../ast.ts';
import type { CallExpression, Expression, Node } from '../oxc.ts';

/** One link of a chain of calls: `.notNull()` of `text('title').notNull()`. */
export interface Link {
  readonly name: string;
  readonly call: CallExpression;
  /** What it is called on. */
  readonly on: Expression;
}

/** The links of a chain, the last first. What they begin with, `text('title')`, is none. */
export function linksOf(node: Expression): readonly Link[] {
  const call = bare(node);
  if (call.type !== 'CallExpression') return [];
  const callee = bare(call.callee);
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return [];
  return [{ name: callee.property.name, call, on: callee.object }, ...linksOf(callee.object)];
}

/** Whether an expression is a call, or a chain that begins with it. */
export function beginsWith(node: Expression, call: CallExpression): boolean {
  const own = bare(node);
  return own === call || linksOf(own).some(({ on }) => bare(on) === call);
}

/** The outermost call of the chain that begins with a call, among the nodes around it. */
export function wholeChain(call: CallExpression, ancestors: readonly Node[]): CallExpression {
  const chain = ancestors.find((node): node is CallExpression => node.type === 'CallExpression' && beginsWith(node, call));
  return chain ?? call;
}

/** White space between what a link is called on and its dot: a line break in a chain that has its links below each other. */
export function gapBefore({ on }: Link, text: string): string {
  return /^\s*/.exec(text.slice(spanOf(on).end))?.[0] ?? '';
}
