import type { ApplicationDefault } from '../../../facts/catalog.ts';
import { returned } from '../amend/place.ts';
import { bare } from '../ast.ts';
import type { Module } from '../modules.ts';
import type { CallExpression, Expression } from '../oxc.ts';
import type { Value } from '../values.ts';

/** What the function of `$defaultFn` makes, where it does nothing else. */
export function applicationDefault(value: Value): ApplicationDefault {
  if (value.kind !== 'function' || value.node.params.length > 0) return 'other';
  const made = returned(value.node);
  if (made === null) return 'other';
  if (isNow(made)) return 'now';
  if (isConstant(made)) return 'constant';
  return made.type === 'CallExpression' && isUuid(made, value.scope.module) ? 'uuid' : 'other';
}

/** `new Date()`, its ISO text, and the clock of Postgres in SQL. */
function isNow(node: Expression): boolean {
  if (node.type === 'NewExpression') {
    return node.arguments.length === 0 && node.callee.type === 'Identifier' && node.callee.name === 'Date';
  }
  if (node.type === 'TaggedTemplateExpression') {
    const [text] = node.quasi.quasis;
    return node.quasi.expressions.length === 0 && /^\s*(?:now\(\)|current_timestamp)\s*$/i.test(text?.value.raw ?? '');
  }
  return node.type === 'CallExpression' && methodOf(node) === 'toISOString' && isNow(objectOf(node));
}

function methodOf({ callee }: CallExpression): string | null {
  const node = bare(callee);
  return node.type === 'MemberExpression' && !node.computed && node.property.type === 'Identifier' ? node.property.name : null;
}

function objectOf(call: CallExpression): Expression {
  const node = bare(call.callee);
  return node.type === 'MemberExpression' ? bare(node.object) : node;
}

/** Written out, and the same for every row. */
export function isConstant(node: Expression): boolean {
  switch (node.type) {
    case 'Literal':
      return ['string', 'number', 'boolean', 'bigint'].includes(typeof node.value);
    case 'UnaryExpression':
      return node.operator === '-' && isConstant(bare(node.argument));
    case 'ArrayExpression':
      return node.elements.length === 0;
    case 'ObjectExpression':
      return node.properties.length === 0;
    default:
      return false;
  }
}

/** `crypto.randomUUID()`, by whatever name, and version 4 of the package `uuid`: what `gen_random_uuid()` makes. */
function isUuid(call: CallExpression, { imports }: Module): boolean {
  if (call.arguments.length > 0) return false;
  if (methodOf(call) === 'randomUUID') return true;
  const callee = bare(call.callee);
  const imported = callee.type === 'Identifier' ? imports.get(callee.name) : undefined;
  if (imported === undefined) return false;
  return imported.specifier === 'uuid' ? imported.name === 'v4'
    : /^(?:node:)?crypto$/.test(imported.specifier) && imported.name === 'randomUUID';
}
