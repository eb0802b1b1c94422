import type { SqlFile, Statement } from '../facts/statement.ts';
import type { Origin } from '../text/span.ts';

/** How a text of SQL differs from another. */
export type SqlEdit =
  /** In comments, white space, the case of words and breakpoints: the server reads the same. */
  | { readonly kind: 'layout' }
  /** First in a statement: its place, and what stood and stands there; null where one has no such statement. */
  | { readonly kind: 'statement'; readonly at: Origin; readonly before: string | null; readonly after: string | null };

/** What was edited of a file. */
export function sqlEdit(before: SqlFile, after: SqlFile): SqlEdit {
  const [old, young] = [before, after].map((file) => file.statements.map((statement) => wordsIn(file, statement)));
  const length = Math.max(before.statements.length, after.statements.length);
  const place = Array.from({ length }).findIndex((_, index) => old?.[index] !== young?.[index]);
  if (place === -1) return { kind: 'layout' };
  const at = after.statements[place]?.origin ?? after.statements.at(-1)?.origin ?? { file: after.file, span: { start: 0, end: 0 } };
  return { kind: 'statement', at, before: textAt(before, place), after: textAt(after, place) };
}

function textAt({ text, statements }: SqlFile, place: number): string | null {
  const span = statements[place]?.origin.span;
  return span === undefined ? null : text.slice(span.start, span.end);
}

function wordsIn({ text, tokens }: SqlFile, { origin: { span } }: Statement): string {
  return tokens.filter(({ start, end }) => span.start <= start && end <= span.end)
    .map(({ start, end }) => text.slice(start, end)).map((word) => (/^\w+$/.test(word) ? word.toLowerCase() : word)).join(' ');
}
