import type { Edit } from '../../../text/edit.ts';
import type { Span } from '../../../text/span.ts';
import type { Program } from '../oxc.ts';

/** A file that is changed, and how it is written. */
export interface Writing {
  readonly file: string;
  readonly text: string;
  /** The mark that its texts stand in. */
  readonly quote: '"' | "'";
  readonly lineEnd: '\n' | '\r\n';
  /** One step of indentation. */
  readonly step: string;
}

export function writingOf(file: string, text: string, program: Program): Writing {
  const first = program.body.find((statement) => statement.type === 'ImportDeclaration');
  return {
    file, text,
    quote: first !== undefined && text[first.source.start] === '"' ? '"' : "'",
    lineEnd: text.includes('\r\n') ? '\r\n' : '\n',
    step: stepOf(text),
  };
}

/** Comments of several lines begin theirs with one space, which is no step. */
function stepOf(text: string): string {
  const [, indent = '  '] = /^(\t| {2,})(?=[^\s*])/m.exec(text) ?? [];
  return indent;
}

export function insertion({ file }: Writing, at: number, text: string): Edit {
  return { file, span: { start: at, end: at }, text };
}

/** A text as TypeScript, in one of its three marks. */
export function literal(value: string, quote: '"' | "'" | '`'): string {
  const escaped = JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"');
  const marked = escaped.replaceAll(quote, `\\${quote}`);
  return `${quote}${quote === '`' ? marked.replaceAll('${', '\\${') : marked}${quote}`;
}

/** The white space that the line of a place begins with. */
export function indentAt({ text }: Writing, at: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, at)))?.[0] ?? '';
}

/** Is there nothing before it on its line? */
export function beginsLine({ text }: Writing, { start }: Span): boolean {
  return /^\s*$/.test(text.slice(lineStart(text, start), start));
}

export function isOnOneLine({ text }: Writing, { start, end }: Span): boolean {
  return !text.slice(start, end).includes('\n');
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** The comma behind the last item of a list, or null. `end`: where the list closes. */
export function commaBehind({ text }: Writing, last: Span, end: number): number | null {
  const [before = ''] = /^(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/.exec(text.slice(last.end, end)) ?? [];
  const at = last.end + before.length;
  return at < end && text[at] === ',' ? at : null;
}

/**
 * One more item behind the last of a list, laid out as that one: on a line of its own or beside it, with a comma at the
 * end or without. A comment at the end of the last item's line stays with it.
 */
export function appended(writing: Writing, last: Span, end: number, item: string): readonly Edit[] {
  if (!beginsLine(writing, last)) return [insertion(writing, last.end, `, ${item}`)];
  const line = `${writing.lineEnd}${indentAt(writing, last.start)}${item}`;
  const comma = commaBehind(writing, last, end);
  if (comma !== null) return [insertion(writing, behindComment(writing, comma + 1), `${line},`)];
  const behind = behindComment(writing, last.end);
  if (behind === last.end) return [insertion(writing, behind, `,${line}`)];
  return [insertion(writing, last.end, ','), insertion(writing, behind, line)];
}

/** Behind a comment that ends the line, or the place itself. */
function behindComment({ text }: Writing, at: number): number {
  const [comment = ''] = /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/(?=[ \t]*\r?\n))/.exec(text.slice(at)) ?? [];
  return at + comment.length;
}
