import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineMap } from '../../src/text/line-map.ts';

describe('lineMap', () => {
  it('counts lines and UTF-16 columns from 1, whatever ends a line', () => {
    const text = 'a\nbé\r\n🎉c\rd';
    const { positionAt } = lineMap(text);
    expect(positionAt(0)).toEqual({ line: 1, column: 1 });
    expect(positionAt(text.indexOf('é'))).toEqual({ line: 2, column: 2 });
    expect(positionAt(text.indexOf('\r\n') + 1)).toEqual({ line: 2, column: 4 });
    expect(positionAt(text.indexOf('c'))).toEqual({ line: 3, column: 3 });
    expect(positionAt(text.indexOf('d'))).toEqual({ line: 4, column: 1 });
    expect(positionAt(text.length)).toEqual({ line: 4, column: 2 });
  });

  it('has one line in an empty text, and an empty one behind a last newline', () => {
    expect(lineMap('').positionAt(0)).toEqual({ line: 1, column: 1 });
    expect(lineMap('a\n').positionAt(2)).toEqual({ line: 2, column: 1 });
  });

  it('does not count a byte-order mark', () => {
    const { positionAt, offsetAt } = lineMap('\uFEFFab\ncd');
    expect([0, 1, 2, 4].map(positionAt)).toEqual([
      { line: 1, column: 1 }, { line: 1, column: 1 }, { line: 1, column: 2 }, { line: 2, column: 1 },
    ]);
    expect(offsetAt(1, 1)).toBe(1);
  });

  it('takes places outside for the nearest inside', () => {
    const { positionAt, offsetAt } = lineMap('ab\ncd');
    expect(positionAt(-1)).toEqual({ line: 1, column: 1 });
    expect(positionAt(99)).toEqual({ line: 2, column: 3 });
    expect(offsetAt(1, 99)).toBe(2);
    expect(offsetAt(2, 99)).toBe(5);
    expect(offsetAt(9, 1)).toBe(3);
    expect(offsetAt(0, 0)).toBe(0);
  });

  it('finds every offset again', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'é', '🎉', '\n', '\r', ' ') });
    const property = fc.property(texts, (text) => {
      const { positionAt, offsetAt } = lineMap(text);
      for (let offset = 0; offset <= text.length; offset++) {
        const { line, column } = positionAt(offset);
        expect(offsetAt(line, column)).toBe(offset);
      }
    });
    fc.assert(property, { numRuns: 1_000 });
  });
});
