import * as drizzle from 'drizzle-orm/casing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyCasing, toCamelCase, toSnakeCase } from '../../../src/parse/schema/casing.ts';

describe('casing', () => {
  it.each([
    ['postalCode', 'postal_code'], ['isbn13', 'isbn13'], ['HTMLBody', 'html_body'], ['bodyHTML', 'body_html'],
    ["reader'sCard", 'readers_card'], ['titleÜber', 'title_ber'],
  ])('makes %s %s', (key, name) => {
    expect(toSnakeCase(key)).toBe(name);
  });

  it('is that of drizzle-orm for every key', () => {
    const key = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[a-zA-Z0-9_'$]*$/));
    fc.assert(fc.property(key, (text) => {
      expect(toSnakeCase(text)).toBe(drizzle.toSnakeCase(text));
      expect(toCamelCase(text)).toBe(drizzle.toCamelCase(text));
      expect(applyCasing(text, null)).toBe(text);
    }));
  });
});
