import { scanSync } from 'libpg-query';
import { utf8ToUtf16 } from '../../../src/text/utf8.ts';

export interface Boundary {
  readonly start: number;
  readonly end: number;
}

/** What Postgres's own scanner makes of a text: boundaries in UTF-16, or its error. `loadModule()` must have ended. */
export function scan(text: string): readonly Boundary[] | { readonly error: string } {
  if (text === '') return [];
  try {
    const offsetOf = utf8ToUtf16(text);
    // A lone surrogate makes the wrapper reserve too few bytes and lose the end of the text.
    const { tokens } = scanSync(text.replace(/\p{Surrogate}/gu, '\ufffd'));
    return tokens.map(({ start, end }) => ({ start: offsetOf(start), end: offsetOf(end) }));
  } catch (error) {
    // The wrapper gives the scanner's message to JSON.parse, whose complaint quotes only its first ten characters.
    return { error: String(error) };
  }
}
