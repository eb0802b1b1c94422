import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, overlap, spanAfter } from '../../src/text/apply-edits.ts';
import type { Edit } from '../../src/text/edit.ts';

function edit(start: number, end: number, text: string): Edit {
  return { file: 'library.sql', span: { start, end }, text };
}

/** Edits of one text that keep a unit's distance. */
const editsOf = (text: string): fc.Arbitrary<readonly Edit[]> =>
  fc.array(fc.tuple(fc.nat(text.length), fc.nat(4), fc.string({ maxLength: 5 })), { maxLength: 6 }).map((all) => {
    const chosen: Edit[] = [];
    for (const [start, length, replacement] of all) {
      const next = edit(start, Math.min(start + length, text.length), replacement);
      if (!chosen.some((one) => overlap(one, next))) chosen.push(next);
    }
    return chosen;
  });

describe('edits', () => {
  it('are applied wherever they stand in the list', () => {
    expect(applyEdits('author, book, loan', [edit(14, 18, 'loans'), edit(0, 6, 'writer'), edit(7, 7, ' reader,')]))
      .toBe('writer, reader, book, loans');
  });

  it('are refused where they overlap', () => {
    expect(() => applyEdits('author', [edit(0, 4, 'x'), edit(3, 6, 'y')])).toThrow(RangeError);
  });

  it('overlap where they touch, in one file', () => {
    expect(overlap(edit(0, 3, ''), edit(3, 5, ''))).toBe(true);
    expect(overlap(edit(3, 3, 'a'), edit(3, 3, 'b'))).toBe(true);
    expect(overlap(edit(0, 3, ''), edit(4, 5, ''))).toBe(false);
    expect(overlap(edit(0, 3, ''), { ...edit(0, 3, ''), file: 'readers.sql' })).toBe(false);
  });
});

describe('a stretch of the text', () => {
  it('moves with what is written before it, grows with what is written into it, and is lost where it is cut', () => {
    expect(spanAfter({ start: 8, end: 12 }, [edit(0, 6, 'writers')])).toEqual({ start: 9, end: 13 });
    expect(spanAfter({ start: 8, end: 12 }, [edit(10, 10, 'XX')])).toEqual({ start: 8, end: 14 });
    expect(spanAfter({ start: 8, end: 12 }, [edit(8, 8, 'a '), edit(12, 12, ' b')])).toEqual({ start: 10, end: 14 });
    expect(spanAfter({ start: 8, end: 12 }, [edit(6, 9, '')])).toBeNull();
  });

  it('says the same wherever it has moved to', () => {
    const sample = fc.string({ minLength: 1, maxLength: 30 }).chain((text) => fc.record({
      text: fc.constant(text), edits: editsOf(text), start: fc.nat(text.length - 1), length: fc.integer({ min: 1, max: 5 }),
    }));
    fc.assert(fc.property(sample, ({ text, edits, start, length }) => {
      const span = { start, end: Math.min(start + length, text.length) };
      const moved = spanAfter(span, edits);
      const inside = edits.filter((one) => one.span.start < span.end && one.span.end > span.start);
      fc.pre(moved !== null);
      const said = applyEdits(text.slice(span.start, span.end), inside.map((one) =>
        ({ ...one, span: { start: one.span.start - span.start, end: one.span.end - span.start } })));
      expect(applyEdits(text, edits).slice(moved.start, moved.end)).toBe(said);
    }));
  });
});
