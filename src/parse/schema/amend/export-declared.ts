import type { Edit } from '../../../text/edit.ts';
import type { Origin } from '../../../text/span.ts';
import { spanOf } from '../ast.ts';
import type { Module } from '../modules.ts';
import type { CallExpression, Program } from '../oxc.ts';
import { beginsWith } from './chain.ts';
import { callWithHead, sameSpan } from './declared-table.ts';
import { insertion, type Writing } from './layout.ts';
import { findPlace, isFunction, type Place } from './place.ts';

/** `export const book = pgTable(…)`. Null where it is no constant of the file by itself, or its name is given already, or the file is CommonJS. */
export function exportDeclared(at: Origin, program: Program, module: Module, writing: Writing): readonly Edit[] | null {
  const found = callWithHead(program, at) ?? policyAt(program, at);
  const statement = found?.ancestors[1];
  if (module.manner === 'commonJs' || found === null || statement?.type !== 'VariableDeclaration' || statement.kind !== 'const') return null;
  const [declared, ...others] = statement.declarations;
  if (declared === undefined || others.length > 0 || declared.id.type !== 'Identifier' || declared.init === null) return null;
  const isTaken = module.exports.has(declared.id.name) || !beginsWith(declared.init, found.node);
  return isTaken ? null : [insertion(writing, spanOf(statement).start, 'export ')];
}

/** Its place is the call with all its options. */
function policyAt(program: Program, { span }: Origin): Place<CallExpression> | null {
  const found = findPlace(program, span, (node): node is CallExpression => node.type === 'CallExpression' && sameSpan(spanOf(node), span));
  return found === null || found.ancestors.some(isFunction) ? null : found;
}
