import fc from 'fast-check';
import { loadModule } from 'libpg-query';
import { beforeAll, describe, expect, it } from 'vitest';
import { lex } from '../../src/parse/sql/lexer.ts';
import { scan } from '../parse/sql/scanner.ts';

const oneOf = (...pieces: string[]): fc.Arbitrary<string> => fc.constantFrom(...pieces);

const signs = fc.string({ unit: oneOf(...Array.from('~!@#^&|`?+-*/%<>=:.,;()[]')), minLength: 1, maxLength: 6 });
const words = oneOf('select', 'a', 'e', 'E', 'b', 'X', 'n', 'N', 'u', 'U&', 'été', '🎉', '_a$1', 'x1', '\u00a0');
const inside = oneOf('a', "''", '""', 'é', '🎉', ' ', '\n', '$', '--', '/*', '*/', ';');
const quoted = fc.string({ unit: inside, maxLength: 4 });
const content = quoted.map((text) => text.replaceAll('""', '"'));
const strings = fc.oneof(
  content.map((text) => `'${text}'`),
  fc.tuple(oneOf("E'", "b'", "x'", "N'", "U&'"), content).map(([open, text]) => `${open}${text}'`),
  fc.string({ unit: oneOf('a', "\\'", '\\\\', "''", '\\n', 'é'), maxLength: 4 }).map((text) => `e'${text}'`),
);
const identifiers = quoted.map((text) => `"a${text.replaceAll("''", "'")}"`);
const dollars = fc
  .tuple(oneOf('$$', '$a$', '$é1$'), content)
  .map(([tag, text]) => `${tag}${text.replaceAll('$', '')}${tag}`);
const numbers = oneOf('1', '12.5', '.5', '5.', '1e5', '1.5E-3', '0x1F', '0b1', '0o7', '1_000', '1..2', '$1', '$22');
const comments = oneOf('-- c\n', '--\r', '/* c */', '/* /* d */ */', '/**/', '/*+*/');
const spaces = oneOf(' ', '\n', '\t', '\r\n', ' \n ', '\f');

const piece = fc.oneof(signs, words, strings, identifiers, dollars, numbers, comments, spaces);
const soup = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
const spaced = fc.array(fc.oneof(signs, words, strings, identifiers, dollars, numbers, comments), { maxLength: 12 })
  .map((pieces) => pieces.join(' '));
const characters = fc.string({
  unit: oneOf(...Array.from(`'"$\\-/*+@<>=:.;eEuU&xnb01_a \n\ré🎉`), '\ud800'),
  maxLength: 24,
});

describe('lex', () => {
  beforeAll(loadModule);

  it('cuts every soup of tokens as the scanner of Postgres does, or both see an error', () => {
    let compared = 0;
    const property = fc.property(fc.oneof(soup, spaced, characters), (text) => {
      const scanned = scan(text);
      const tokens = lex(text);
      const open = tokens.some((token) => token.unterminated);
      if ('error' in scanned) return !scanned.error.includes('unterminat') || open;
      compared++;
      expect(open).toBe(false);
      expect(tokens.map(({ start, end }) => ({ start, end }))).toEqual(scanned);
      return true;
    });
    fc.assert(property, { numRuns: 20_000 });
    expect(compared).toBeGreaterThan(8_000);
  });

  it('covers any text: tokens in order, apart from white space, none empty', () => {
    const property = fc.property(fc.oneof(characters, fc.string({ unit: 'binary' }), soup), (text) => {
      let end = 0;
      for (const token of lex(text)) {
        expect(text.slice(end, token.start)).toMatch(/^[ \t-\r]*$/);
        expect(token.end).toBeGreaterThan(token.start);
        end = token.end;
      }
      expect(text.slice(end)).toMatch(/^[ \t-\r]*$/);
    });
    fc.assert(property, { numRuns: 5_000 });
  });
});
