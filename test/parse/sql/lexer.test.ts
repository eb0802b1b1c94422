import { loadModule } from 'libpg-query';
import { beforeAll, describe, expect, it } from 'vitest';
import { isComment, lex } from '../../../src/parse/sql/lexer.ts';
import { scan } from './scanner.ts';
import { trickySql, validSql } from './tricky-sql.ts';

function kinds(text: string): string[] {
  return lex(text).map((token) => `${token.kind} ${text.slice(token.start, token.end)}`);
}

function boundaries(text: string): object[] {
  return lex(text).map(({ start, end }) => ({ start, end }));
}

describe('lex', () => {
  beforeAll(loadModule);

  it.each([...trickySql, ...validSql])('cuts as the scanner of Postgres does: %j', (text) => {
    const scanned = scan(text.replaceAll('\u0001', ''));
    expect(scanned).toBeInstanceOf(Array);
    expect(boundaries(text.replaceAll('\u0001', ''))).toEqual(scanned);
    expect(lex(text).some((token) => token.unterminated)).toBe(false);
  });

  it.each(trickySql)('cuts as the scanner of Postgres does between other statements: %j', (piece) => {
    const text = `select 'é' ;\n${piece}\n; select 🎉 from "ñ"`;
    expect(boundaries(text)).toEqual(scan(text));
  });

  it('names the kinds', () => {
    expect(kinds(`select "b" 'c' E'd' $$e$$ 1.5 $1 <> ; -- f\n/* g */ U&"h" N'i'`)).toEqual([
      'identifier select',
      'quotedIdentifier "b"',
      "string 'c'",
      "string E'd'",
      'dollarString $$e$$',
      'number 1.5',
      'parameter $1',
      'operator <>',
      'operator ;',
      'lineComment -- f',
      'blockComment /* g */',
      'quotedIdentifier U&"h"',
      'identifier N',
      "string 'i'",
    ]);
  });

  it.each([
    ["select 'open", 'string'],
    ["select E'open\\'", 'string'],
    ["select E'open\\", 'string'],
    ["select 'a'\n'b", 'string'],
    ["select x'1", 'string'],
    ["select U&'1", 'string'],
    ['select "open', 'quotedIdentifier'],
    ['select "a""', 'quotedIdentifier'],
    ['select U&"open', 'quotedIdentifier'],
    ['do $$ begin', 'dollarString'],
    ['do $a$ $b$ $$ $A$', 'dollarString'],
    ['select /* a /* b */', 'blockComment'],
    ['select /*/', 'blockComment'],
  ])('flags what is not closed, to the end of the text: %j', (text, kind) => {
    expect(lex(text).at(-1)).toMatchObject({ kind, end: text.length, unterminated: true });
    expect(scan(text)).toHaveProperty('error', expect.stringContaining('unterminat'));
  });

  it.each(['select 123abc', 'select 0x', 'select ""', 'select 1e+', 'select \0 \u0001 \u007f', 'a\u000bb', '\ud800'])(
    'goes on where the scanner stops: %j',
    (text) => {
      const tokens = lex(text);
      expect(tokens.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text.replace(/[ \u000b]/g, ''));
    },
  );

  it('lexes a part of a text on its own, in the offsets of the whole', () => {
    const text = "select 'é' $$ a; b $$ 'c";
    const part = { start: text.indexOf('a;'), end: text.indexOf('a;') + 4 };
    expect(lex(text, part).map(({ start, end }) => text.slice(start, end))).toEqual(['a', ';', 'b']);
    expect(lex(text, { start: 0, end: 9 })).toEqual([
      { kind: 'identifier', start: 0, end: 6 },
      { kind: 'string', start: 7, end: 9, unterminated: true },
    ]);
  });

  it('knows comments', () => {
    expect(lex('-- a\n/* b */ c').map(isComment)).toEqual([true, true, false]);
  });

  it.each([
    ['signs', '+-'],
    ['strings in a line', "'a' "],
    ['strings that go on', "'a'\n"],
    ['open dollar tags', '$a '],
    ['dollar signs', '$'],
    ['open dollar quotes', '$a$ $b$ $c$ '],
    ['open comments', '/*'],
    ['stars', '*'],
    ['digits', '1_1'],
    ['dots', '1.'],
    ['words', 'été '],
    ['a long word', 'u&x'],
    ['backslashes', "E'\\"],
    ['doubled quotes', "''"],
    ['spaces', " '' "],
    ['colons', ':'],
  ])('takes time in proportion to the text: %s', (_, piece) => {
    const text = piece.repeat(2_000_000 / piece.length);
    const before = performance.now();
    expect(lex(text).at(-1)?.end ?? 0).toBeGreaterThan(text.length - 4);
    expect(performance.now() - before).toBeLessThan(20_000);
  });
});
