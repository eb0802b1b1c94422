import type { Expression } from './catalog.ts';

/** An expression as it is written, where nobody parses it: its text is all that is known. */
export function unspelled(text: string): Expression {
  return { text, spelling: null, columns: null };
}
