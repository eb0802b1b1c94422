import type { Span } from '../../text/span.ts';
import { bare, nameOfKey, spanOf } from './ast.ts';
import type { Argument, CallExpression, Expression, Function, ArrowFunctionExpression, Node, Statement } from './oxc.ts';

/** What a statement of a CommonJS file does to what the file exports. */
export type Given =
  /** `exports.book = …`, `Object.defineProperty(exports, 'book', …)` */
  | { readonly kind: 'name'; readonly name: string; readonly node: Expression; readonly span: Span }
  /** `module.exports = …` */
  | { readonly kind: 'whole'; readonly node: Expression; readonly span: Span }
  /** `Object.assign(exports, …)`: what is in it is exported beside the rest. */
  | { readonly kind: 'all of'; readonly node: Expression; readonly span: Span }
  /** `__exportStar(require('./book'), exports)` */
  | { readonly kind: 'star'; readonly specifier: string; readonly span: Span }
  /** Something is exported, and what cannot be told. */
  | { readonly kind: 'unread'; readonly span: Span };

/**
 * What a statement exports in the manner of CommonJS, as people write it and as TypeScript emits it; none for a statement that does
 * not speak of `exports`. Of one that does so in another manner it is said that it was not read.
 */
export function givenBy(statement: Statement): readonly Given[] {
  const span = spanOf(statement);
  if (statement.type !== 'ExpressionStatement') return mentionsExports(statement) ? [{ kind: 'unread', span }] : [];
  const node = bare(statement.expression);
  const given = node.type === 'AssignmentExpression' ? assigned(node, span) : node.type === 'CallExpression' ? called(node, span) : null;
  return given ?? (mentionsExports(statement) ? [{ kind: 'unread', span }] : []);
}

/** `exports` or `module.exports`; of what is on the left of an assignment, or handed to a function. */
export function isExports(node: Node): boolean {
  if (node.type === 'Identifier') return node.name === 'exports';
  return node.type === 'MemberExpression' && node.object.type === 'Identifier' && node.object.name === 'module'
    && keyOf(node) === 'exports';
}

type Assignment = Extract<Expression, { type: 'AssignmentExpression' }>;

/** `exports.book = exports.volume = …` gives both; `exports = module.exports = …` gives all. */
function assigned(node: Assignment, span: Span): readonly Given[] | null {
  const targets: Node[] = [];
  let value: Expression = node;
  while (value.type === 'AssignmentExpression' && value.operator === '=') {
    targets.push(value.left);
    value = bare(value.right);
  }
  if (!targets.some((target) => isExports(target) || isMemberOfExports(target))) return null;
  return targets.flatMap((target): readonly Given[] => {
    if (isExports(target)) return target.type === 'Identifier' ? [] : [{ kind: 'whole', node: value, span }];
    if (target.type !== 'MemberExpression' || !isExports(target.object)) return [];
    const name = keyOf(target);
    return [name === null ? { kind: 'unread', span } : { kind: 'name', name, node: value, span }];
  });
}

function isMemberOfExports(node: Node): boolean {
  return node.type === 'MemberExpression' && isExports(node.object);
}

/** The name behind the dot, or in brackets as a text. */
function keyOf(node: Extract<Expression, { type: 'MemberExpression' }>): string | null {
  if (node.computed) return node.property.type === 'Literal' && typeof node.property.value === 'string' ? node.property.value : null;
  return node.property.type === 'Identifier' ? node.property.name : null;
}

function called(node: CallExpression, span: Span): readonly Given[] | null {
  const callee = bare(node.callee);
  const [first, ...rest] = node.arguments;
  if (first === undefined) return null;
  switch (nameOf(callee)) {
    case '__exportStar': {
      const specifier = required(first);
      return rest[0] !== undefined && isExports(rest[0]) && specifier !== null ? [{ kind: 'star', specifier, span }] : null;
    }
    case 'assign':
      return isExports(first) ? rest.map((each): Given => allOf(each, span)) : null;
    case 'defineProperty':
      return isExports(first) ? defined(rest, span) : null;
    default:
      return null;
  }
}

function nameOf(callee: Expression | undefined): string | null {
  if (callee === undefined) return null;
  if (callee.type === 'SequenceExpression') return nameOf(callee.expressions.at(-1));
  return callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' ? keyOf(callee) : null;
}

function allOf(argument: Argument, span: Span): Given {
  return argument.type === 'SpreadElement' ? { kind: 'unread', span } : { kind: 'all of', node: argument, span };
}

/** `Object.defineProperty(exports, 'book', { enumerable: true, get: function () { return book_1.book; } })`, as TypeScript emits it. */
function defined([key, descriptor]: readonly Argument[], span: Span): readonly Given[] | null {
  if (key?.type !== 'Literal' || typeof key.value !== 'string') return null;
  if (key.value === '__esModule') return [];
  const given = descriptor?.type !== 'ObjectExpression' ? [] : descriptor.properties.flatMap((property) => {
    const name = property.type === 'SpreadElement' ? null : nameOfKey(property.key);
    if (property.type === 'SpreadElement' || (name !== 'get' && name !== 'value')) return [];
    return name === 'value' ? [property.value] : returned(property.value);
  });
  const [node] = given;
  return node === undefined ? null : [{ kind: 'name', name: key.value, node, span }];
}

function returned(getter: Expression): readonly Expression[] {
  if (getter.type !== 'FunctionExpression' && getter.type !== 'ArrowFunctionExpression') return [];
  const { body }: Function | ArrowFunctionExpression = getter;
  if (body === null) return [];
  if (body.type !== 'BlockStatement') return [body];
  const [only] = body.body;
  return only?.type === 'ReturnStatement' && only.argument !== null ? [only.argument] : [];
}

/** `./book` of `require('./book')`. */
function required(node: Node): string | null {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'require') return null;
  const [first] = node.arguments;
  return first?.type === 'Literal' && typeof first.value === 'string' ? first.value : null;
}

const running: ReadonlySet<Statement['type']> = new Set([
  'ExpressionStatement', 'BlockStatement', 'IfStatement', 'ForStatement', 'ForInStatement', 'ForOfStatement', 'WhileStatement', 'DoWhileStatement',
  'SwitchStatement', 'TryStatement', 'LabeledStatement',
]);

/** Anywhere in a statement that does something; names of properties apart. */
function mentionsExports(statement: Statement): boolean {
  if (!running.has(statement.type)) return false;
  const open: unknown[] = [statement];
  while (open.length > 0) {
    const one = open.pop();
    if (Array.isArray(one)) open.push(...one as readonly unknown[]);
    else if (isNode(one)) {
      if (isExports(one)) return true;
      const isNamed = 'computed' in one && !one.computed;
      open.push(...Object.entries(one).filter(([key]) => key !== 'parent' && !(isNamed && (key === 'property' || key === 'key'))).map(([, part]) => part as unknown));
    }
  }
  return false;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}
