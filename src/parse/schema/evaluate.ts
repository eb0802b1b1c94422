import type { Origin } from '../../text/span.ts';
import { bare, isOptional, originOf } from './ast.ts';
import { evaluateCall, evaluateNew } from './call-expression.ts';
import type { Interpreter } from './interpreter.ts';
import { memberOf } from './members.ts';
import { evaluateObject } from './object-expression.ts';
import { binary, unary } from './operators.ts';
import type { ArrayExpression, Expression, TaggedTemplateExpression, TemplateLiteral } from './oxc.ts';
import { truth } from './truth.ts';
import {
  absent, derived, isAbsent, type List, list, literal, type Scope, unknown, type Unknown, unknownObject, type Value,
} from './values.ts';

/** Deeper nesting is refused, so that the stack holds. */
const deepest = 1_000;

export function evaluate(run: Interpreter, expression: Expression | null, scope: Scope): Value {
  if (expression === null) return absent;
  const { memory } = run;
  const at = originOf(scope.module.file, expression);
  if (memory.fuel-- <= 0) return unknown('the schema takes too many steps to read', at);
  if (memory.nesting >= deepest) return unknown('expressions are nested too deeply', at);
  memory.nesting++;
  try {
    return sameOrDerived(bare(expression), evaluateNode(run, bare(expression), scope));
  } finally {
    memory.nesting--;
  }
}

/** What is made of an environment variable is set even where the variable is not. */
function sameOrDerived(node: Expression, value: Value): Value {
  if (value.kind !== 'unknown' || !value.isEnvironment || passesOn.has(node.type)) return value;
  return derived(value);
}

const passesOn: ReadonlySet<string> = new Set(['Identifier', 'MemberExpression', 'LogicalExpression']);

function evaluateNode(run: Interpreter, node: Expression, scope: Scope): Value {
  const at = originOf(scope.module.file, node);
  switch (node.type) {
    case 'Literal':
      return 'regex' in node ? unknown('a regular expression', at) : literal(node.value);
    case 'TemplateLiteral':
      return template(run, node, scope);
    case 'Identifier':
      return run.lookUp(node.name, scope, at);
    case 'ArrayExpression':
      return array(run, node, scope);
    case 'ObjectExpression':
      return evaluateObject(run, node, scope);
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return { kind: 'function', node, scope };
    case 'MemberExpression':
      return member(run, node, scope, at);
    case 'ConditionalExpression':
      return choose(run, run.evaluate(node.test, scope), node.consequent, node.alternate, scope, at);
    case 'LogicalExpression':
      return logical(run, node, scope, at);
    case 'BinaryExpression':
      if (node.left.type === 'PrivateIdentifier') return unknown('a private name', at);
      return binary(node.operator, run.evaluate(node.left, scope), run.evaluate(node.right, scope), at);
    case 'UnaryExpression':
      return unary(node.operator, run.evaluate(node.argument, scope), at);
    case 'CallExpression':
      return evaluateCall(run, node, scope);
    case 'NewExpression':
      return evaluateNew(run, node, scope, at);
    case 'TaggedTemplateExpression':
      return tagged(run, node, scope, at);
    case 'SequenceExpression':
      return run.evaluate(node.expressions.at(-1) ?? null, scope);
    case 'AwaitExpression':
      return unknownObject('a value is awaited', at);
    default:
      return unknown(`${node.type} is not read`, at);
  }
}

function template(run: Interpreter, node: TemplateLiteral, scope: Scope): Value {
  let text = '';
  for (const [index, quasi] of node.quasis.entries()) {
    text += quasi.value.cooked ?? quasi.value.raw;
    const part = node.expressions[index];
    if (part === undefined) continue;
    const value = run.evaluate(part, scope);
    if (value.kind === 'unknown') return value;
    if (value.kind !== 'literal') return unknown(`a ${value.kind} stands in a text`, originOf(scope.module.file, part));
    text += String(value.value);
  }
  return literal(text);
}

function array(run: Interpreter, node: ArrayExpression, scope: Scope): Value {
  const items: Value[] = [];
  const unread: Unknown[] = [];
  for (const element of node.elements) {
    if (element === null) items.push(absent);
    else if (element.type !== 'SpreadElement') items.push(run.evaluate(element, scope));
    else {
      const spread = spreadList(run.evaluate(element.argument, scope), originOf(scope.module.file, element));
      items.push(...spread.items);
      unread.push(...spread.unread);
    }
  }
  return list(items, unread);
}

function spreadList(value: Value, at: Origin): List {
  if (value.kind === 'list') return value;
  return list([], [value.kind === 'unknown' ? value : unknown(`a ${value.kind} is spread into a list`, at)]);
}

function member(
  run: Interpreter, node: Extract<Expression, { type: 'MemberExpression' }>, scope: Scope, at: Origin,
): Value {
  const of = run.evaluate(node.object, scope);
  if (isAbsent(of) && isOptional(node)) return absent;
  if (!node.computed) {
    if (node.property.type === 'PrivateIdentifier') return unknown('a private name', at);
    return memberOf(run, of, node.property.name, at);
  }
  const key = run.evaluate(node.property, scope);
  if (key.kind === 'unknown') return key;
  if (key.kind !== 'literal') return unknown(`a ${key.kind} is used as a key`, at);
  return memberOf(run, of, String(key.value), at);
}

function choose(
  run: Interpreter, test: Value, yes: Expression, no: Expression, scope: Scope, at: Origin,
): Value {
  switch (truth(test)) {
    case 'yes':
      return run.evaluate(yes, scope);
    case 'no':
      return run.evaluate(no, scope);
    case 'unknown':
      return unknown(`a condition cannot be told: ${reasonOf(test)}`, at, [
        run.evaluate(yes, scope), run.evaluate(no, scope),
      ]);
  }
}

function logical(
  run: Interpreter, node: Extract<Expression, { type: 'LogicalExpression' }>, scope: Scope, at: Origin,
): Value {
  const left = run.evaluate(node.left, scope);
  const is = node.operator === '??' ? isNullish(left) : truth(left);
  if (is === 'unknown') {
    const right = run.evaluate(node.right, scope);
    if (isDefaulted(run, node.operator, left)) return environmentDefault(run, left, right);
    return unknown(reasonOf(left), at, node.operator === '&&' ? [literal(false), right] : [left, right]);
  }
  const takesRight = node.operator === '||' ? is === 'no' : is === 'yes';
  return takesRight ? run.evaluate(node.right, scope) : left;
}

/** `process.env.NAME || …`, `process.env.NAME ?? …` */
function isDefaulted(run: Interpreter, operator: string, left: Value): left is Unknown {
  return run.environment === 'unset' && operator !== '&&' && left.kind === 'unknown' && left.isEnvironment;
}

function environmentDefault(run: Interpreter, variable: Unknown, value: Value): Value {
  if (value.kind === 'literal') run.memory.defaults.push(variable);
  return value.kind === 'literal' || (value.kind === 'unknown' && value.isEnvironment)
    ? value : { ...derived(variable), candidates: [value] };
}

function isNullish(value: Value): 'yes' | 'no' | 'unknown' {
  if (value.kind === 'unknown') return 'unknown';
  return value.kind === 'literal' && (value.value === null || value.value === undefined) ? 'yes' : 'no';
}

function reasonOf(value: Value): string {
  return value.kind === 'unknown' ? value.reason : `a ${value.kind} decides`;
}

function tagged(run: Interpreter, node: TaggedTemplateExpression, scope: Scope, at: Origin): Value {
  const tag = run.evaluate(node.tag, scope);
  if (tag.kind === 'unknown') return tag;
  if (tag.kind !== 'drizzle' || tag.name !== 'sql') return unknown('a template has a tag that is not read', at);
  const texts = node.quasi.quasis.map((quasi) => quasi.value.cooked ?? quasi.value.raw);
  const values = node.quasi.expressions.map((part) => run.evaluate(part, scope));
  const chunks = texts.flatMap((text, index): (string | Value)[] => {
    const value = values[index];
    return value === undefined ? [text] : [text, value];
  });
  return { kind: 'sql', chunks, inlined: false };
}
