import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memberOf, plainValue, readJson, readJsonWithComments, type JsonReading } from '../../src/text/json.ts';

function valueOf(reading: JsonReading): unknown {
  if (!reading.ok) throw new Error(reading.message);
  return plainValue(reading.node);
}

describe('readJson', () => {
  test('reads what JSON.parse reads', () => {
    fc.assert(fc.property(fc.json(), fc.constantFrom(0, 2), (json, indent) => {
      const text = JSON.stringify(JSON.parse(json), null, indent);
      expect(valueOf(readJson(text))).toEqual(JSON.parse(text));
    }));
  });

  test('refuses what JSON.parse refuses', () => {
    const parts = fc.array(fc.constantFrom(
      '{', '}', '[', ']', ',', ':', '"a"', '01', '-', '1e5', '.5', 'true', 'nul', ' ', '\n', '"\t"', '// x',
    ));
    fc.assert(fc.property(parts.map((all) => all.join('')), (text) => {
      expect(readJson(text).ok).toBe(parses(text));
    }), { numRuns: 2000 });
  });

  test('knows the place of every value', () => {
    const text = '{ "title": "Noli me tangere", "loans": [1, 22] }';
    const reading = readJson(text);
    const loans = reading.ok ? memberOf(reading.node, 'loans') : null;
    expect(text.slice(loans?.span.start, loans?.span.end)).toBe('[1, 22]');
    expect(
      loans?.kind === 'array' && loans.items.map(({ span }) => text.slice(span.start, span.end)),
    ).toEqual(['1', '22']);
  });

  test('says where it stopped', () => {
    expect(readJson('{"title": }')).toEqual(
      { ok: false, span: { start: 10, end: 11 }, message: 'a value is expected' },
    );
    expect(readJson('[1')).toMatchObject({ ok: false, span: { start: 2, end: 2 } });
  });

  test('refuses to nest without end', () => {
    expect(readJson('['.repeat(100_000)).ok).toBe(false);
  });

  test('comments and trailing commas only where they are asked for', () => {
    const text = '{\n  // where modules are\n  "paths": { "@/*": ["./src/*",], /* "#/*": [] */ },\n}';
    expect(readJson(text).ok).toBe(false);
    expect(valueOf(readJsonWithComments(text))).toEqual({ paths: { '@/*': ['./src/*'] } });
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
