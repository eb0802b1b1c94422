import type { Origin } from '../text/span.ts';

/** Does TypeScript declare it, so that a change of the schema can cure it? What only SQL makes has its place there. */
export function isDeclared(at: Origin | null): at is Origin {
  return at !== null && /\.[cm]?[jt]sx?$/.test(at.file);
}
