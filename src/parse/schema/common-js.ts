import type { Span } from '../../text/span.ts';
import { bare, nameOfKey, spanOf } from './ast.ts';
import type { Argument, BindingPattern, CallExpression, Expression, Function, ArrowFunctionExpression, Node, Statement } from './oxc.ts';

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

/** Variables that stand for `exports`: `const schema = exports`. */
export type Aliases = ReadonlySet<string>;

/**
 * What a statement exports in the manner of CommonJS, as people write it and as TypeScript emits it; none for a statement that does
 * not speak of `exports`. Of one that does so in another manner it is said that it was not read.
 */
export function givenBy(statement: Statement, aliases: Aliases): readonly Given[] {
  const span = spanOf(statement);
  const given = statement.type === 'ExpressionStatement' ? givenByExpression(statement.expression, span, aliases) : null;
  return given ?? (mentionsExports(statement, aliases) ? [{ kind: 'unread', span }] : []);
}

/** A variable, and what its declaration exports beside. */
export interface GivenVariable {
  readonly given: readonly Given[];
  /** What the variable holds. */
  readonly node: Expression | null;
  /** `exports`: the variable is one more name of it. */
  readonly standsFor: 'exports' | 'value';
}

/**
 * `const author = exports.author = …`, `const schema = exports`, `const schema = module.exports = {}`. What is exported is read once:
 * of the two names one is told by the other.
 */
export function givenByVariable(id: BindingPattern, init: Expression | null, aliases: Aliases): GivenVariable {
  if (init === null) return { given: [], node: null, standsFor: 'value' };
  const span = spanOf(init);
  const { targets, value } = chainOf(bare(init));
  const whole = targets.find((target) => target.type === 'MemberExpression' && isExports(target, aliases));
  const isObject = value.type === 'ObjectExpression';
  const exported: Expression = id.type === 'Identifier' && !(whole !== undefined && isObject) ? { ...id, typeAnnotation: null } : value;
  const given = givenTo(targets, exported, span, aliases) ?? (targets.length === 0 ? givenByExpression(value, span, aliases) : null)
    ?? (givesExports(init, aliases) ? [{ kind: 'unread', span } satisfies Given] : []);
  return {
    given,
    node: whole?.type === 'MemberExpression' && isObject ? whole : value,
    standsFor: whole !== undefined || isExports(value, aliases) ? 'exports' : 'value',
  };
}

function givenByExpression(expression: Expression, span: Span, aliases: Aliases): readonly Given[] | null {
  const node = bare(expression);
  switch (node.type) {
    case 'AssignmentExpression': {
      const { targets, value } = chainOf(node);
      return givenTo(targets, value, span, aliases);
    }
    case 'CallExpression':
      return called(node, span, aliases);
    default:
      return null;
  }
}

/** `exports` or `module.exports`; of what is on the left of an assignment, or handed to a function. */
function isExports(node: Node, aliases: Aliases): boolean {
  if (node.type === 'Identifier') return node.name === 'exports' || aliases.has(node.name);
  return node.type === 'MemberExpression' && node.object.type === 'Identifier' && node.object.name === 'module'
    && keyOf(node) === 'exports';
}

interface Chain {
  readonly targets: readonly Node[];
  readonly value: Expression;
}

/** `a = b = 1`: 1 to `a` and `b`. */
function chainOf(node: Expression): Chain {
  const targets: Node[] = [];
  let value = node;
  while (value.type === 'AssignmentExpression' && value.operator === '=') {
    targets.push(value.left);
    value = bare(value.right);
  }
  return { targets, value };
}

/** `exports.book = exports.volume = …` gives both; `exports = module.exports = …` gives all. */
function givenTo(targets: readonly Node[], value: Expression, span: Span, aliases: Aliases): readonly Given[] | null {
  if (!targets.some((target) => isExports(target, aliases) || isMemberOfExports(target, aliases))) return null;
  return targets.flatMap((target): readonly Given[] => {
    if (target.type === 'Identifier') return aliases.has(target.name) ? [{ kind: 'unread', span }] : [];
    if (isExports(target, aliases)) return [{ kind: 'whole', node: value, span }];
    if (target.type !== 'MemberExpression' || !isExports(target.object, aliases)) return [];
    const name = keyOf(target);
    return [name === null ? { kind: 'unread', span } : { kind: 'name', name, node: value, span }];
  });
}

function isMemberOfExports(node: Node, aliases: Aliases): boolean {
  return node.type === 'MemberExpression' && isExports(node.object, aliases);
}

/** The name behind the dot, or in brackets as a text. */
function keyOf(node: Extract<Expression, { type: 'MemberExpression' }>): string | null {
  if (node.computed) return node.property.type === 'Literal' && typeof node.property.value === 'string' ? node.property.value : null;
  return node.property.type === 'Identifier' ? node.property.name : null;
}

function called(node: CallExpression, span: Span, aliases: Aliases): readonly Given[] | null {
  const callee = bare(node.callee);
  const [first, ...rest] = node.arguments;
  if (first === undefined) return null;
  switch (nameOf(callee)) {
    case '__exportStar': {
      const specifier = required(first);
      return rest[0] !== undefined && isExports(rest[0], aliases) && specifier !== null ? [{ kind: 'star', specifier, span }] : null;
    }
    case 'assign':
      return isExports(first, aliases) ? rest.map((each): Given => allOf(each, span)) : null;
    case 'defineProperty':
      return isExports(first, aliases) ? defined(rest, span) : null;
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
function mentionsExports(statement: Statement, aliases: Aliases): boolean {
  return running.has(statement.type) && holds(statement, (one) => isExports(one, aliases), () => true);
}

/** Does what a variable begins with give to `exports` on the way? Functions do so when they are called, which is a statement. */
function givesExports(init: Expression, aliases: Aliases): boolean {
  const gives = (one: Node): boolean => {
    if (one.type === 'AssignmentExpression') return isExports(one.left, aliases) || isMemberOfExports(one.left, aliases);
    return one.type === 'CallExpression' && one.arguments.some((each) => isExports(each, aliases));
  };
  return holds(init, gives, ({ type }) => type !== 'FunctionExpression' && type !== 'ArrowFunctionExpression' && type !== 'ClassExpression');
}

/** Is there a node of which that is true, among those that are gone into? */
function holds(root: Node, isIt: (node: Node) => boolean, isGoneInto: (node: Node) => boolean): boolean {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const one = open.pop();
    if (Array.isArray(one)) open.push(...one as readonly unknown[]);
    else if (isNode(one)) {
      if (isIt(one)) return true;
      if (isGoneInto(one)) open.push(...partsOf(one));
    }
  }
  return false;
}

function partsOf(node: Node): readonly unknown[] {
  const isNamed = 'computed' in node && !node.computed;
  return Object.entries(node).filter(([key]) => key !== 'parent' && !(isNamed && (key === 'property' || key === 'key'))).map(([, part]) => part as unknown);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}
