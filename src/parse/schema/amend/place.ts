import type { Span } from '../../../text/span.ts';
import { bare, spanOf } from '../ast.ts';
import type { ArrowFunctionExpression, CallExpression, Expression, Function, Node, Program } from '../oxc.ts';

/** A node and what it stands in, outermost first. */
export interface Place<Found extends Node> {
  readonly node: Found;
  readonly ancestors: readonly Node[];
}

/** The outermost node that holds a stretch of the text and is what is looked for. */
export function findPlace<Found extends Node>(
  program: Program, span: Span, isIt: (node: Node) => node is Found,
): Place<Found> | null {
  return search(program, []);

  function search(node: Node, ancestors: readonly Node[]): Place<Found> | null {
    const own = spanOf(node);
    if (own.start > span.start || own.end < span.end) return null;
    if (isIt(node)) return { node, ancestors };
    for (const child of childrenOf(node)) {
      const found = search(child, [...ancestors, node]);
      if (found !== null) return found;
    }
    return null;
  }
}

/** Every node under one, itself first, in the order of the text. */
export function* nodesUnder(node: Node): Generator<Node> {
  yield node;
  for (const child of childrenOf(node)) yield* nodesUnder(child);
}

type Identifier = Extract<Node, { type: 'Identifier' }>;

/** Every identifier under a node that is looked up by its name: keys and members are not. */
export function* identifiersUnder(node: Node): Generator<Identifier> {
  if (node.type === 'Identifier') yield node;
  const skipped = keyIn(node);
  for (const child of childrenOf(node)) if (child !== skipped) yield* identifiersUnder(child);
}

/** The name in a node that stands for itself. */
function keyIn(node: Node): Node | null {
  switch (node.type) {
    case 'MemberExpression':
      return node.computed ? null : node.property;
    case 'Property':
    case 'PropertyDefinition':
    case 'MethodDefinition':
    case 'TSPropertySignature':
      return node.computed ? null : node.key;
    default:
      return null;
  }
}

function childrenOf(node: Node): readonly Node[] {
  const { parent: _, ...parts } = node;
  return Object.values(parts).flat().filter(isNode);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

export type AnyFunction = ArrowFunctionExpression | Function;

export function isFunction(node: Node): node is AnyFunction {
  return node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression' || node.type === 'FunctionDeclaration';
}

/** What a function gives back, if it does nothing else. */
export function returned(node: AnyFunction): Expression | null {
  if (node.async || node.generator || node.body === null) return null;
  if (node.body.type !== 'BlockStatement') return bare(node.body);
  const [only, ...others] = node.body.body;
  if (only?.type !== 'ReturnStatement' || others.length > 0 || only.argument === null) return null;
  return bare(only.argument);
}

/** The arguments of a call, or null where one is spread, so that nobody knows their places. */
export function plainArguments(call: CallExpression): readonly Expression[] | null {
  const plain = call.arguments.filter((argument) => argument.type !== 'SpreadElement');
  return plain.length === call.arguments.length ? plain : null;
}

/** The call whose argument at `index` a function is, itself or in parentheses. */
export function callTaking(node: AnyFunction, ancestors: readonly Node[], index: number): CallExpression | null {
  const call = ancestors.findLast((one) => one.type === 'CallExpression');
  const argument = call === undefined ? undefined : plainArguments(call)?.[index];
  return call !== undefined && argument !== undefined && bare(argument) === node ? call : null;
}
