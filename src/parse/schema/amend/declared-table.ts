import type { Origin, Span } from '../../../text/span.ts';
import { bare, headOf, nameOfKey, spanOf } from '../ast.ts';
import type { Module } from '../modules.ts';
import type { CallExpression, Node, ObjectExpression, ObjectProperty, Program } from '../oxc.ts';
import {
  type AnyFunction, callTaking, findPlace, isFunction, type Place, plainArguments, returned,
} from './place.ts';

/** The call that makes a table or another object, by its head; null if a function makes it, perhaps many times. */
export function callWithHead(program: Program, at: Origin): Place<CallExpression> | null {
  const found = findPlace(program, at.span, (node): node is CallExpression =>
    node.type === 'CallExpression' && sameSpan(headOf(at.file, node).span, at.span));
  return found === null || found.ancestors.some(isFunction) ? null : found;
}

export function sameSpan(left: Span, right: Span): boolean {
  return left.start === right.start && left.end === right.end;
}

/** The object with a table's columns: the second argument, itself or what a function of it gives back. */
export function columnsOf(call: CallExpression): ObjectExpression | null {
  const second = plainArguments(call)?.[1];
  if (second === undefined) return null;
  const node = bare(second);
  const object = isFunction(node) ? returned(node) : node;
  return object?.type === 'ObjectExpression' ? object : null;
}

/** A property at a place, and the object it stands in. */
export interface FoundProperty extends Place<ObjectProperty> {
  readonly object: ObjectExpression;
}

export function propertyAt(program: Program, span: Span): FoundProperty | null {
  const found = findPlace(program, span, (node): node is ObjectProperty =>
    node.type === 'Property' && node.kind === 'init' && sameSpan(spanOf(node), span));
  const object = found?.ancestors.at(-1);
  return found === null || object?.type !== 'ObjectExpression' ? null : { ...found, object };
}

/** The columns of one table that stand where a node does, and the function they are in, if any. */
export interface OwnColumns {
  readonly object: ObjectExpression;
  readonly takes: AnyFunction | null;
}

/** The table whose columns, written out in its call, hold a node; null for columns that several tables may share. */
export function ownColumns(ancestors: readonly Node[]): OwnColumns | null {
  for (const call of ancestors) {
    const object = call.type === 'CallExpression' ? columnsOf(call) : null;
    if (object === null || !ancestors.includes(object)) continue;
    const takes = ancestors.filter(isFunction);
    const isOnlyOf = takes.every((one) => callTaking(one, ancestors.slice(0, ancestors.indexOf(one)), 1) === call);
    return takes.length < 2 && isOnlyOf ? { object, takes: takes[0] ?? null } : null;
  }
  return null;
}

/** The key by which a table's code names the column that is declared at a place; null where that is not certain. */
export function keyOfColumn(program: Program, module: Module, call: CallExpression, at: Origin): string | null {
  const found = propertyAt(program, at.span);
  const columns = columnsOf(call);
  if (found === null || columns === null || found.node.computed) return null;
  const isOwn = columns === found.object || isSpreadInto(columns, found.object, module);
  return isOwn ? nameOfKey(found.node.key) : null;
}

/** `{ ...timestamps }` of a constant of the same file. */
function isSpreadInto(columns: ObjectExpression, object: ObjectExpression, module: Module): boolean {
  return columns.properties.some((property) => {
    if (property.type !== 'SpreadElement') return false;
    const spread = bare(property.argument);
    if (spread.type !== 'Identifier' || module.changed.has(spread.name)) return false;
    const local = module.locals.get(spread.name);
    return local?.kind === 'expression' && local.node !== null && bare(local.node) === object;
  });
}
