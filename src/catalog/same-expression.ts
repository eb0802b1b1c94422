import type { Expression } from '../facts/catalog.ts';

/** Whether two expressions say the same: by spelling if both have one, else by text, white space apart. */
export function sameExpression(left: Expression | null, right: Expression | null): boolean {
  if (left === null || right === null) return left === right;
  if (left.spelling !== null && right.spelling !== null) return left.spelling === right.spelling;
  return bare(left.text) === bare(right.text);
}

function bare(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
