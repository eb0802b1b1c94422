import type { Edit } from '../../../text/edit.ts';
import { bare, nameOfKey, spanOf, tailOf } from '../ast.ts';
import type { Module } from '../modules.ts';
import type { CallExpression, Program } from '../oxc.ts';
import type { WriteOnDelete } from './amend-schema.ts';
import { linksOf } from './chain.ts';
import { ownColumns, sameSpan } from './declared-table.ts';
import { appended, insertion, literal, type Writing } from './layout.ts';
import { pgCoreFunction } from './pg-core.ts';
import { findPlace, plainArguments } from './place.ts';
import { standsOnce } from './rename-declared.ts';

/**
 * `.references(() => author.id, { onDelete: 'cascade' })` and `foreignKey({ … }).onDelete('cascade')`. Null for a key that
 * several tables may share.
 */
export function writeOnDelete(wish: WriteOnDelete, program: Program, module: Module, writing: Writing): readonly Edit[] | null {
  return ofColumn(wish, program, writing) ?? ofTable(wish, program, module, writing);
}

function ofColumn(wish: WriteOnDelete, program: Program, writing: Writing): readonly Edit[] | null {
  const found = findPlace(program, wish.at.span, (node): node is CallExpression => {
    if (node.type !== 'CallExpression' || linksOf(node)[0]?.name !== 'references') return false;
    const callee = bare(node.callee);
    return callee.type === 'MemberExpression' && sameSpan(tailOf('', callee.property, node).span, wish.at.span);
  });
  const own = found === null ? null : ownColumns(found.ancestors);
  if (found === null || own === null || !found.ancestors.includes(own.object)) return null;
  return withActions(found.node, `onDelete: ${literal(wish.action, writing.quote)}`, writing);
}

function withActions(call: CallExpression, action: string, writing: Writing): readonly Edit[] | null {
  const [target, actions, ...others] = plainArguments(call) ?? [];
  if (target === undefined || others.length > 0) return null;
  if (actions === undefined) return appended(writing, spanOf(target), spanOf(call).end - 1, `{ ${action} }`);
  const object = bare(actions);
  if (object.type !== 'ObjectExpression') return null;
  const last = object.properties.at(-1);
  const isPlain = object.properties.every((one) =>
    one.type !== 'SpreadElement' && !one.computed && nameOfKey(one.key) !== 'onDelete');
  return last === undefined || !isPlain ? null : appended(writing, spanOf(last), spanOf(object).end - 1, action);
}

function ofTable(wish: WriteOnDelete, program: Program, module: Module, writing: Writing): readonly Edit[] | null {
  const found = findPlace(program, wish.at.span, (node): node is CallExpression =>
    node.type === 'CallExpression' && sameSpan(spanOf(node), wish.at.span));
  if (found === null || !standsOnce(found) || pgCoreFunction(found.node, module) !== 'foreignKey') return null;
  return [insertion(writing, spanOf(found.node).end, `.onDelete(${literal(wish.action, writing.quote)})`)];
}
