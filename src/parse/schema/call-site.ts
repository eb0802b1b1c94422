import type { Origin } from '../../text/span.ts';
import { bare, headOf, originOf, tailOf } from './ast.ts';
import type { CallExpression } from './oxc.ts';

/** Where a call stands: as a whole, its head (callee and first argument), and what follows the object of a method. */
export interface CallSite {
  readonly whole: Origin;
  readonly head: Origin;
  readonly tail: Origin;
}

export function siteOf(file: string, node: CallExpression): CallSite {
  const whole = originOf(file, node);
  const callee = bare(node.callee);
  const tail = callee.type === 'MemberExpression' ? tailOf(file, callee.property, node) : whole;
  return { whole, head: headOf(file, node), tail };
}
