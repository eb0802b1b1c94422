import type { Origin } from '../../text/span.ts';
import { bare, headOf, nameOfKey, originOf, tailOf } from './ast.ts';
import { callHost } from './built-ins.ts';
import { callDrizzle } from './drizzle/call.ts';
import { callMethod } from './call-method.ts';
import type { Interpreter } from './interpreter.ts';
import { memberOf } from './members.ts';
import { binary, unary } from './operators.ts';
import type {
  Argument, ArrayExpression, CallExpression, Expression, NewExpression, ObjectExpression, ObjectProperty,
  TaggedTemplateExpression, TemplateLiteral, TSEnumDeclaration,
} from './oxc.ts';
import { truth } from './truth.ts';
import {
  absent, type Dictionary, dictionary, holdsColumns, isAbsent, list, literal, type Scope, unknown, type Unknown,
  unknownObject, type Value,
} from './values.ts';

/** Where a call stands: as a whole, its head (callee and first argument), and what follows the object of a method. */
export interface CallSite {
  readonly whole: Origin;
  readonly head: Origin;
  readonly tail: Origin;
}

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
    return evaluateNode(run, bare(expression), scope);
  } finally {
    memory.nesting--;
  }
}

function evaluateNode(run: Interpreter, node: Expression, scope: Scope): Value {
  const at = originOf(scope.module.file, node);
  switch (node.type) {
    case 'Literal':
      return 'regex' in node ? unknown('a regular expression', at) : literal(node.value as Exclude<typeof node.value, RegExp>);
    case 'TemplateLiteral':
      return template(run, node, scope);
    case 'Identifier':
      return run.lookUp(node.name, scope, at);
    case 'ArrayExpression':
      return array(run, node, scope);
    case 'ObjectExpression':
      return object(run, node, scope);
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
      return call(run, node, scope);
    case 'NewExpression':
      return construct(run, node, scope, at);
    case 'TaggedTemplateExpression':
      return tagged(run, node, scope, at);
    case 'AwaitExpression':
      return unknown('a value is awaited', at);
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
    else if (element.type === 'SpreadElement') spreadList(run.evaluate(element.argument, scope), items, unread);
    else items.push(run.evaluate(element, scope));
  }
  return list(items, unread);

  function spreadList(value: Value, into: Value[], missing: Unknown[]): void {
    if (value.kind === 'list') {
      into.push(...value.items);
      missing.push(...value.unread);
      return;
    }
    const at = originOf(scope.module.file, node);
    missing.push(value.kind === 'unknown' ? value : unknown(`a ${value.kind} is spread into a list`, at));
  }
}

interface ObjectParts {
  readonly entries: Map<string, Value>;
  readonly unread: Unknown[];
  readonly doubtful: Set<string>;
}

function setEntry(parts: ObjectParts, key: string, value: Value): void {
  parts.entries.set(key, value);
  parts.doubtful.delete(key);
}

/** More keys may come in here, over those that are there. */
function addUnread(parts: ObjectParts, ...unread: readonly Unknown[]): void {
  if (unread.length === 0) return;
  parts.unread.push(...unread);
  for (const key of parts.entries.keys()) parts.doubtful.add(key);
}

function object(run: Interpreter, node: ObjectExpression, scope: Scope): Dictionary {
  const parts: ObjectParts = { entries: new Map(), unread: [], doubtful: new Set() };
  for (const property of node.properties) {
    if (property.type === 'SpreadElement') {
      spread(run, parts, run.evaluate(property.argument, scope), originOf(scope.module.file, property));
    } else {
      addProperty(run, parts, property, scope);
    }
  }
  return { ...dictionary(parts.entries, parts.unread), doubtful: parts.doubtful };
}

function addProperty(run: Interpreter, parts: ObjectParts, property: ObjectProperty, scope: Scope): void {
  const at = originOf(scope.module.file, property);
  const key = keyOf(run, property, scope);
  if (typeof key !== 'string') {
    addUnread(parts, key);
    return;
  }
  if (property.kind !== 'init') {
    setEntry(parts, key, unknown('a getter or setter is not read', at));
    return;
  }
  const value = run.evaluate(property.value, scope);
  setEntry(parts, key, value.kind === 'column' ? { ...value, origin: at } : value);
}

function keyOf(run: Interpreter, property: ObjectProperty, scope: Scope): string | Unknown {
  const at = originOf(scope.module.file, property);
  if (!property.computed) return nameOfKey(property.key) ?? unknown('a key is not read', at);
  if (property.key.type === 'PrivateIdentifier') return unknown('a private name', at);
  const key = run.evaluate(property.key as Expression, scope);
  if (key.kind === 'unknown') return key;
  return key.kind === 'literal' ? String(key.value) : unknown(`a ${key.kind} is used as a key`, at);
}

function spread(run: Interpreter, parts: ObjectParts, value: Value, at: Origin): void {
  switch (value.kind) {
    case 'dictionary':
      for (const [key, entry] of value.entries) setEntry(parts, key, entry);
      addUnread(parts, ...value.unread);
      return;
    case 'namespace':
      for (const [key, entry] of run.exportsOf(value.module)) setEntry(parts, key, entry);
      return;
    case 'literal':
      return;
    case 'unknown':
      return spreadUnknown(parts, value, at);
    default:
      addUnread(parts, unknown(`a ${value.kind} is spread into an object`, at));
  }
}

/** Of a condition that cannot be told, the keys are known where both branches are objects; their values are not. */
function spreadUnknown(parts: ObjectParts, value: Unknown, at: Origin): void {
  const branches = value.candidates.filter((one) => one.kind === 'dictionary');
  const isWhole = branches.length > 0 && value.candidates.every(isSpreadable);
  if (!isWhole) {
    addUnread(parts, value);
    return;
  }
  for (const branch of branches) {
    for (const key of branch.entries.keys()) setEntry(parts, key, either(parts.entries.get(key), branches, key, value));
    addUnread(parts, ...branch.unread);
  }

  function either(before: Value | undefined, all: readonly Dictionary[], key: string, why: Unknown): Value {
    const values = all.flatMap((one) => one.entries.get(key) ?? []);
    if (before !== undefined && before.kind !== 'unknown') values.push(before);
    return unknown(why.reason, at, values);
  }
}

function isSpreadable(value: Value): boolean {
  return value.kind === 'literal' || (value.kind === 'dictionary' && value.unread.length === 0);
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

/** Whether a chain stops at `undefined`: `a?.b.c`. */
function isOptional(node: Expression): boolean {
  if (node.type === 'MemberExpression') return node.optional || isOptional(node.object);
  if (node.type === 'CallExpression') return node.optional || isOptional(node.callee);
  return false;
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
    return unknown(reasonOf(left), at, node.operator === '&&' ? [literal(false), right] : [left, right]);
  }
  const takesRight = node.operator === '||' ? is === 'no' : is === 'yes';
  return takesRight ? run.evaluate(node.right, scope) : left;
}

function isNullish(value: Value): 'yes' | 'no' | 'unknown' {
  if (value.kind === 'unknown') return 'unknown';
  return value.kind === 'literal' && (value.value === null || value.value === undefined) ? 'yes' : 'no';
}

function reasonOf(value: Value): string {
  return value.kind === 'unknown' ? value.reason : `a ${value.kind} decides`;
}

function call(run: Interpreter, node: CallExpression, scope: Scope): Value {
  const callee = run.evaluate(node.callee, scope);
  if (isAbsent(callee) && isOptional(node)) return absent;
  const site = siteOf(node, scope);
  const given = argumentsOf(run, node.arguments, scope);
  return callValue(run, callee, given, site);
}

/** What calling a value gives. Of a function we cannot read that is handed columns, the result may be a table. */
function callValue(run: Interpreter, callee: Value, given: readonly Value[], site: CallSite): Value {
  switch (callee.kind) {
    case 'function':
      return run.apply(callee, given, site.whole);
    case 'method':
      return callMethod(run, callee, given, site);
    case 'host':
      return callHost(run, callee.name, given, site);
    case 'drizzle':
    case 'tableCreator':
    case 'enum':
    case 'customType':
      return callDrizzle(run, callee, given, site);
    case 'unknown':
      return callee.mayBeObject || given.some(holdsColumns) ? unknownObject(callee.reason, site.head)
        : unknown(callee.reason, site.head);
    default:
      return unknown(`a ${callee.kind} is called`, site.head);
  }
}

function siteOf(node: CallExpression, scope: Scope): CallSite {
  const { file } = scope.module;
  const whole = originOf(file, node);
  const callee = bare(node.callee);
  const tail = callee.type === 'MemberExpression' ? tailOf(file, callee.object, node) : whole;
  return { whole, head: headOf(file, node), tail };
}

function argumentsOf(run: Interpreter, nodes: readonly Argument[], scope: Scope): readonly Value[] {
  return nodes.flatMap((node): readonly Value[] => {
    if (node.type !== 'SpreadElement') return [run.evaluate(node, scope)];
    const value = run.evaluate(node.argument, scope);
    if (value.kind === 'list') return [...value.items, ...value.unread];
    if (value.kind === 'unknown') return [value];
    return [unknown(`a ${value.kind} is spread into a call`, originOf(scope.module.file, node))];
  });
}

/** `new Date('2020-01-01')`; any other object is not read. */
function construct(run: Interpreter, node: NewExpression, scope: Scope, at: Origin): Value {
  const callee = run.evaluate(node.callee, scope);
  const given = argumentsOf(run, node.arguments, scope);
  const [first] = given;
  if (callee.kind !== 'host' || callee.name !== 'Date') return unknown('an object is constructed', at);
  if (given.length !== 1 || first === undefined) return unknown('the time of the run is taken', at);
  if (first.kind === 'unknown') return first;
  if (first.kind !== 'literal') return unknown('a date is made of something that is not read', at);
  const value = new Date(first.value as string | number);
  return Number.isNaN(value.getTime()) ? unknown('a date is not valid', at) : { kind: 'instant', value };
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

/** The members of a TypeScript enum, as the object it becomes. Reverse mappings of numbers are left out. */
export function enumMembers(run: Interpreter, node: TSEnumDeclaration, scope: Scope): Value {
  const entries = new Map<string, Value>();
  const inner: Scope = { module: scope.module, variables: entries, outer: scope };
  let next: number | null = 0;
  for (const each of node.body.members) {
    const at = originOf(scope.module.file, each);
    const key = each.id.type === 'TemplateLiteral' ? null : nameOfKey(each.id);
    if (key === null) return dictionary(entries, [unknown('a name of an enum is not read', at)]);
    const value: Value = each.initializer !== null ? run.evaluate(each.initializer, inner)
      : next === null ? unknown('a value of an enum is not given', at) : literal(next);
    next = value.kind === 'literal' && typeof value.value === 'number' ? value.value + 1 : null;
    entries.set(key, value);
  }
  return dictionary(entries);
}
