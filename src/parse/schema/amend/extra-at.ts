import type { Span } from '../../../text/span.ts';
import { bare, spanOf } from '../ast.ts';
import type { Module } from '../modules.ts';
import type { CallExpression, Node, Program } from '../oxc.ts';
import { sameSpan } from './declared-table.ts';
import { pgCoreFunction } from './pg-core.ts';
import { type AnyFunction, callTaking, findPlace, isFunction } from './place.ts';

/** An index or unique constraint in the third argument of a table. */
export interface ExtraAt {
  /** From the call that makes it to the last method called on it: `index('book_idx').on(t.title).concurrently()`. */
  readonly calls: readonly CallExpression[];
  /** What stands around the whole, innermost last. */
  readonly ancestors: readonly Node[];
  /** The third argument, and the call that makes the table. */
  readonly takes: AnyFunction;
  readonly table: CallExpression;
}

const makers = new Set(['index', 'uniqueIndex', 'unique']);

/** What a call at a place makes, or null: it stands elsewhere, or a function makes it for several tables. */
export function extraAt(span: Span, program: Program, module: Module): ExtraAt | null {
  const found = findPlace(program, span, (node): node is CallExpression =>
    node.type === 'CallExpression' && sameSpan(spanOf(node), span));
  if (found === null || !makers.has(pgCoreFunction(found.node, module) ?? '')) return null;
  const [takes, ...others] = found.ancestors.filter(isFunction);
  if (takes === undefined || others.length > 0) return null;
  const table = callTaking(takes, found.ancestors.slice(0, found.ancestors.indexOf(takes)), 2);
  return table === null ? null : { ...chainOf(found.node, found.ancestors), takes, table };
}

/** The methods that are called on it, one upon the other. */
function chainOf(made: CallExpression, ancestors: readonly Node[]): Pick<ExtraAt, 'calls' | 'ancestors'> {
  const [member, call] = [ancestors.at(-1), ancestors.at(-2)];
  if (member?.type !== 'MemberExpression' || bare(member.object) !== made) return { calls: [made], ancestors };
  if (call?.type !== 'CallExpression' || call.callee !== member) return { calls: [made], ancestors };
  const { calls, ancestors: around } = chainOf(call, ancestors.slice(0, -2));
  return { calls: [made, ...calls], ancestors: around };
}
