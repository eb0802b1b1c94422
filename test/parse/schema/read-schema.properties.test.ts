import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { schemaOf } from './schema-of.ts';

const fixtures = ['every-column.ts', 'lending.ts', 'archive.ts', 'snake.ts'].map((name) =>
  readFileSync(resolve(import.meta.dirname, '../../fixtures/schema', name), 'utf8'));

const replacement = fc.constantFrom(
  '', '(', ')', '{', '}', '[', ']', ',', '...', '.', '=>', 'undefined', 'null', 'id', '0', "'x'", '`', 'sql``', 'book',
  '[]', '{}',
);

/** A fixture in which some words and signs are others. */
const torn = fc.record({
  text: fc.constantFrom(...fixtures),
  cuts: fc.array(fc.record({ at: fc.nat(), by: replacement }), { minLength: 1, maxLength: 6 }),
}).map(({ text, cuts }) => {
  const tokens = text.split(/\b|(?=[^\w\s])/);
  for (const { at, by } of cuts) tokens[at % tokens.length] = by;
  return tokens.join('');
});

it('a text, however torn, is read without a throw, and every place lies in it', () => {
  fc.assert(fc.property(torn, (text) => {
    const schema = schemaOf({ 'schema.ts': text });
    for (const { origin } of schema.unresolved) {
      expect(origin.file).toBe('schema.ts');
      expect(origin.span.start).toBeLessThanOrEqual(origin.span.end);
      expect(origin.span.end).toBeLessThanOrEqual(text.length);
    }
    for (const table of schema.catalog.tables.values()) {
      if (table.partial) expect(schema.unresolved.length).toBeGreaterThan(0);
    }
  }), { numRuns: 400 });
});

it('deep nesting ends in an unknown, not in a crash', () => {
  const deep = (times: number) => (open: string, close: string): string =>
    open.repeat(times) + '1' + close.repeat(times);
  for (const nest of [deep(1_900), deep(50_000)]) {
    for (const value of [nest('[', ']'), nest('(', ')'), nest('{ a: ', '}')]) {
      expect(() => schemaOf({ 'schema.ts': `export const a = ${value};` })).not.toThrow();
    }
  }
  for (const value of [`${'!'.repeat(9_000)}1`, `1${' + 1'.repeat(9_000)}`, `text()${'.notNull()'.repeat(9_000)}`]) {
    expect(() => schemaOf({ 'schema.ts': `export const a = ${value};` })).not.toThrow();
  }
});
