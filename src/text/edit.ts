import type { Span } from './span.ts';

/** What shall stand in place of a stretch of a file. An empty span inserts. */
export interface Edit {
  readonly file: string;
  readonly span: Span;
  readonly text: string;
}
