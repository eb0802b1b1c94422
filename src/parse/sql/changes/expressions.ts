import type { Node } from 'libpg-query';
import type { Expression } from '../../../facts/catalog.ts';
import { readExpression } from '../expression.ts';
import { findWord, inParentheses, textOf, type Range, type Scope } from '../scope.ts';

/** The expression of a node that stands on the tokens of a range. */
export function expressionIn(scope: Scope, node: Node, range: Range): Expression {
  return readExpression(node, textOf(scope, range));
}

/** An expression in the first parentheses behind a word of the range, as in CHECK ( … ) and USING ( … ). */
export function expressionInParentheses(
  scope: Scope, node: Node | undefined, range: Range, ...words: readonly string[]
): Expression | null {
  if (node === undefined) return null;
  const word = findWord(scope, range, ...words);
  return expressionIn(scope, node, inParentheses(scope, Math.max(word, range.from), range.to));
}

/** An expression that runs from behind a word to the end of the range, as in DEFAULT … and WHERE …. */
export function expressionBehind(
  scope: Scope, node: Node | undefined, range: Range, word: string
): Expression | null {
  if (node === undefined) return null;
  const found = findWord(scope, range, word);
  return expressionIn(scope, node, { from: found < 0 ? range.from : found + 1, to: range.to });
}
