import type { Origin, Span } from '../../text/span.ts';
import type { CallExpression, Expression, ModuleExportName, NewExpression, PropertyKey } from './oxc.ts';

interface Ranged {
  readonly start?: number;
  readonly end?: number;
  readonly range?: readonly [number, number];
}

/** Where a node stands. oxc writes `start` and `end`, typescript-eslint `range`. */
export function spanOf(node: Ranged): Span {
  if (node.range !== undefined) return { start: node.range[0], end: node.range[1] };
  return { start: node.start ?? 0, end: node.end ?? 0 };
}

export function originOf(file: string, node: Ranged): Origin {
  return { file, span: spanOf(node) };
}

/** From the dot before a property to the end of the call of it: `.unique()` of `text().unique()`. */
export function tailOf(file: string, property: Ranged, call: Ranged): Origin {
  return { file, span: { start: spanOf(property).start - 1, end: spanOf(call).end } };
}

/** A call without its long arguments, for a code frame: `pgTable('book'` of `pgTable('book', { … })`. */
export function headOf(file: string, call: CallExpression | NewExpression): Origin {
  const [first] = call.arguments;
  const isShort = first !== undefined && first.type !== 'ObjectExpression' && first.type !== 'ArrayExpression';
  const end = isShort ? first : call.callee;
  return { file, span: { start: spanOf(call).start, end: spanOf(end).end } };
}

/** The expression inside what has no meaning at run time: `as`, `satisfies`, `!`, type arguments, parentheses. */
export function bare(node: Expression): Expression {
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'TSInstantiationExpression':
    case 'ParenthesizedExpression':
    case 'ChainExpression':
      return bare(node.expression);
    default:
      return node;
  }
}

/** The name of a property that is not computed, or null. */
export function nameOfKey(key: PropertyKey): string | null {
  if (key.type === 'Identifier') return key.name;
  if (key.type === 'Literal') return String(key.value);
  return null;
}

export function nameOfExport(name: ModuleExportName): string {
  return name.type === 'Identifier' ? name.name : name.value;
}

/** Whether a chain stops at `undefined`: `a?.b.c`. */
export function isOptional(node: Expression): boolean {
  if (node.type === 'MemberExpression') return node.optional || isOptional(node.object);
  if (node.type === 'CallExpression') return node.optional || isOptional(node.callee);
  return false;
}
