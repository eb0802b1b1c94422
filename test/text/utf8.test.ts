import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codePointsToUtf16, truncateToBytes, utf8Length, utf8ToUtf16 } from '../../src/text/utf8.ts';

const characters = ['a', 'é', '名', '🎉', '\ud800', '\udc00', '\u0000', '\u007f', '\u0080'];
const texts = fc.string({ unit: fc.constantFrom(...characters) });

describe('utf8ToUtf16', () => {
  it('finds the character a byte belongs to', () => {
    const offsetOf = utf8ToUtf16('aé名🎉b');
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map(offsetOf)).toEqual([0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 5, 6]);
  });

  it.each(['abc', 'éé🎉'])('clamps to the text: %s', (text) => {
    expect(utf8ToUtf16(text)(-1)).toBe(0);
    expect(utf8ToUtf16(text)(99)).toBe(text.length);
  });

  it('agrees with the bytes before every character', () => {
    const property = fc.property(texts, (text) => {
      const offsetOf = utf8ToUtf16(text);
      for (const { index } of text.matchAll(/./gsu)) {
        expect(offsetOf(Buffer.byteLength(text.slice(0, index)))).toBe(index);
      }
    });
    fc.assert(property, { numRuns: 1_000 });
  });
});

describe('codePointsToUtf16', () => {
  it('agrees with the code points before every character', () => {
    const property = fc.property(texts, (text) => {
      const offsetOf = codePointsToUtf16(text);
      let count = 0;
      for (const { index } of text.matchAll(/./gsu)) expect(offsetOf(count++)).toBe(index);
      expect([offsetOf(count), offsetOf(count + 5), offsetOf(-1)]).toEqual([text.length, text.length, 0]);
    });
    fc.assert(property, { numRuns: 1_000 });
  });
});

describe('utf8Length', () => {
  it('counts as Node encodes', () => {
    fc.assert(fc.property(texts, (text) => utf8Length(text) === Buffer.byteLength(text)), { numRuns: 1_000 });
  });
});

describe('truncateToBytes', () => {
  it.each([
    ['a'.repeat(63), 'a'.repeat(63)],
    ['a'.repeat(64), 'a'.repeat(63)],
    ['a'.repeat(62) + 'é', 'a'.repeat(62)],
    ['é'.repeat(32), 'é'.repeat(31)],
    ['名'.repeat(22), '名'.repeat(21)],
    ['abc' + '🎉'.repeat(15) + 'é', 'abc' + '🎉'.repeat(15)],
    ['abcd' + '🎉'.repeat(15), 'abcd' + '🎉'.repeat(14)],
  ])('cuts between characters: %s', (name, kept) => {
    expect(truncateToBytes(name, 63)).toBe(kept);
  });

  it('keeps the longest start that fits', () => {
    const property = fc.property(texts, fc.nat(20), (text, limit) => {
      const kept = truncateToBytes(text, limit);
      const next = Array.from(text.slice(kept.length))[0] ?? '';
      expect(text.startsWith(kept)).toBe(true);
      expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(limit);
      expect(next === '' || Buffer.byteLength(kept + next) > limit).toBe(true);
    });
    fc.assert(property, { numRuns: 1_000 });
  });
});
