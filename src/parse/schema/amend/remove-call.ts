import type { Edit } from '../../../text/edit.ts';
import { bare, spanOf, tailOf } from '../ast.ts';
import type { Module } from '../modules.ts';
import type { CallExpression, Program } from '../oxc.ts';
import type { Span } from '../../../text/span.ts';
import type { RemoveCall } from './amend-schema.ts';
import { ownColumns, sameSpan } from './declared-table.ts';
import { extraAt } from './extra-at.ts';
import type { Writing } from './layout.ts';
import { findPlace } from './place.ts';

/** `.concurrently()` of an index goes. Null where a comment would go with it. */
export function removeCall(wish: RemoveCall, program: Program, module: Module, writing: Writing): readonly Edit[] | null {
  return withoutCall(extraAt(wish.at.span, program, module)?.calls.find((one) => methodOf(one) === wish.method), writing);
}

/** `.unique()` of a column goes. `span`: from its dot to its end. */
export function removeInlineUnique(span: Span, program: Program, writing: Writing): readonly Edit[] | null {
  const found = findPlace(program, span, (node): node is CallExpression => {
    if (node.type !== 'CallExpression' || methodOf(node) !== 'unique') return false;
    const callee = bare(node.callee);
    return callee.type === 'MemberExpression' && sameSpan(tailOf('', callee.property, node).span, span);
  });
  const inside = found?.ancestors.findLast((node) => node.type === 'ObjectExpression');
  return found !== null && inside !== undefined && ownColumns(found.ancestors)?.object === inside ? withoutCall(found.node, writing) : null;
}

function methodOf(call: CallExpression): string | null {
  const callee = bare(call.callee);
  return callee.type === 'MemberExpression' && !callee.computed && callee.property.type === 'Identifier' ? callee.property.name : null;
}

function withoutCall(call: CallExpression | undefined, { file, text }: Writing): readonly Edit[] | null {
  const callee = call === undefined ? null : bare(call.callee);
  if (call === undefined || callee?.type !== 'MemberExpression') return null;
  const span = { start: spanOf(callee.object).end, end: spanOf(call).end };
  return /\/[/*]/.test(text.slice(span.start, span.end)) ? null : [{ file, span, text: '' }];
}
