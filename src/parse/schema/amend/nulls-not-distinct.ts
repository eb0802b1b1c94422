import type { Edit } from '../../../text/edit.ts';
import type { Origin } from '../../../text/span.ts';
import { spanOf } from '../ast.ts';
import type { Module } from '../modules.ts';
import type { CallExpression, Program } from '../oxc.ts';
import { linksOf, wholeChain } from './chain.ts';
import { sameSpan } from './declared-table.ts';
import { insertion, type Writing } from './layout.ts';
import { pgCoreFunction } from './pg-core.ts';
import { findPlace } from './place.ts';
import { standsOnce } from './rename-declared.ts';

/** `unique().on(t.shelf, t.number).nullsNotDistinct()`. Null for what several tables may share. */
export function nullsNotDistinct(at: Origin, program: Program, module: Module, writing: Writing): readonly Edit[] | null {
  const found = findPlace(program, at.span, (node): node is CallExpression =>
    node.type === 'CallExpression' && sameSpan(spanOf(node), at.span));
  if (found === null || !standsOnce(found) || pgCoreFunction(found.node, module) !== 'unique') return null;
  const chain = wholeChain(found.node, found.ancestors);
  return linksOf(chain).some(({ name }) => name === 'on') ? [insertion(writing, spanOf(chain).end, '.nullsNotDistinct()')] : null;
}
