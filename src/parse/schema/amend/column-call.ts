import { bare } from '../ast.ts';
import { type Module, namesIn } from '../modules.ts';
import type { BindingPattern, CallExpression, Expression, Node } from '../oxc.ts';
import { ownColumns, type FoundProperty } from './declared-table.ts';
import { isNamespace, pgCore } from './pg-core.ts';

/** `text('title')` of `text('title').notNull()`, `t.text('title')` of `t.text('title').notNull()`. */
export function innermostCall(value: Expression): CallExpression | null {
  const node = bare(value);
  if (node.type !== 'CallExpression') return null;
  const callee = bare(node.callee);
  if (callee.type !== 'MemberExpression') return node;
  return bare(callee.object).type === 'CallExpression' ? innermostCall(callee.object) : node;
}

/** A call of a column function of drizzle-orm/pg-core. */
export interface ColumnCall {
  readonly call: CallExpression;
  /** Its name in drizzle-orm, whatever it is called here. */
  readonly name: string;
  /** What says the name: an import (`timestamp`), a member (`t.timestamp`), or a part of what a function is given. */
  readonly by: 'import' | 'member' | 'part';
  /** The identifier that stands for the function. */
  readonly identifier: Node;
}

/** The call that makes the column of a property; null where something of the project makes it. */
export function columnCall({ node, ancestors }: FoundProperty, module: Module): ColumnCall | null {
  const call = node.computed ? null : innermostCall(node.value);
  if (call === null) return null;
  const given = ownColumns([...ancestors, node])?.takes?.params ?? [];
  const callee = bare(call.callee);
  if (callee.type === 'Identifier') {
    const imported = module.imports.get(callee.name);
    if (given.some((one) => bindsAs(one, callee.name))) return { call, name: callee.name, by: 'part', identifier: callee };
    if (imported?.specifier !== pgCore || imported.name === '*') return null;
    return { call, name: imported.name, by: 'import', identifier: callee };
  }
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return null;
  const object = bare(callee.object);
  const isGiven = object.type === 'Identifier' && given.some((one) => one.type === 'Identifier' && one.name === object.name);
  if (!isGiven && !isNamespace(object, module)) return null;
  return { call, name: callee.property.name, by: 'member', identifier: callee.property };
}

/** `({ timestamp }) => …`: under its own name. */
function bindsAs(parameter: Node, name: string): boolean {
  if (parameter.type !== 'ObjectPattern') return false;
  return parameter.properties.some((one) => one.type !== 'RestElement' && one.shorthand && namesIn(one.value as BindingPattern).includes(name));
}
