import type { Edit } from './edit.ts';
import type { Span } from './span.ts';

/**
 * A text after edits of it, in whatever order they are given. @throws RangeError if two overlap: who applies edits of
 * several sources chooses first (`overlap`).
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = inOrder(edits);
  let [result, at] = ['', 0];
  for (const { span, text: replacement } of ordered) {
    if (span.start < at) throw new RangeError(`an edit at ${span.start} overlaps one before it`);
    result += text.slice(at, span.start) + replacement;
    at = span.end;
  }
  return result + text.slice(at);
}

/** Two that touch are kept apart as well: of two texts for one place nobody knows which comes first. */
export function overlap(left: Edit, right: Edit): boolean {
  return left.file === right.file && left.span.start <= right.span.end && right.span.start <= left.span.end;
}

/**
 * Where a stretch of a text is once edits of it are applied, or null if one of them reaches into it from outside or cuts
 * it. What is inserted at its edge stays outside.
 */
export function spanAfter(span: Span, edits: readonly Edit[]): Span | null {
  let [start, end] = [span.start, span.end];
  for (const edit of inOrder(edits)) {
    const growth = edit.text.length - (edit.span.end - edit.span.start);
    if (edit.span.end <= span.start) start += growth;
    if (edit.span.start >= span.end) continue;
    if (edit.span.end > span.start && (edit.span.start < span.start || edit.span.end > span.end)) return null;
    end += growth;
  }
  return { start, end };
}

function inOrder(edits: readonly Edit[]): readonly Edit[] {
  return [...edits].sort((left, right) => left.span.start - right.span.start || left.span.end - right.span.end);
}
