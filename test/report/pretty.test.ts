import { describe, expect, test } from 'vitest';
import { noPaint, pretty, type Paint } from '../../src/report/pretty.ts';
import { visible, visibleLines } from '../../src/report/visible.ts';
import { findingAt, inputOf, placeOf } from './finding-input.ts';

const file = 'packages/library/drizzle/0002_loans.sql';

function printed(text: string, part: string): string {
  return pretty(inputOf([findingAt(placeOf(file, text, part))], { [file]: text }), noPaint);
}

describe('the frame', () => {
  test('shows a line before and behind, counted as editors count', () => {
    const text = '-- é😀\r\nSELECT 1;\rCREATE TABLE "Loan" ();\nSELECT 2;\n';
    expect(printed(text, '"Loan"').split('\n').slice(0, 6)).toEqual([
      'drizzle/0002_loans.sql:3:14  error  naming/snake-case',
      '  Table "Loan" is not snake_case.',
      '    2 | SELECT 1;\rCREATE TABLE "Loan" ();'.split('\r')[0],
      '  > 3 | CREATE TABLE "Loan" ();',
      '      |              ^^^^^^',
      '    4 | SELECT 2;',
    ]);
  });

  test('separators that editors do not count do not shift it', () => {
    expect(printed('-- a\u2028b\nCREATE TABLE "Loan" ();\n', '"Loan"')).toContain('  > 2 | CREATE TABLE "Loan" ();');
  });

  test('of more than six lines it shows the first', () => {
    const rows = Array.from({ length: 8 }, (_, place) => `  c${place} text`).join(',\n');
    const text = `CREATE TABLE "Loan" (\n${rows}\n);\n`;
    const frame = printed(text, text.trimEnd()).split('\n').slice(2, 5);
    expect(frame).toEqual(['  > 1 | CREATE TABLE "Loan" (', '      | ^', '    2 |   c0 text,']);
  });

  test('begins at the end of a line for a place between the two characters that end it', () => {
    const text = 'SELECT 1;\r\nSELECT 2;\r\n';
    const input = inputOf([findingAt({ file, span: { start: 10, end: 13 } })], { [file]: text });
    expect(pretty(input, noPaint)).toContain('  > 1 | SELECT 1;\n      |          ^\n  > 2 | SELECT 2;\n');
  });

  test('is left out of a file that is missing or empty', () => {
    const at = { file, span: { start: 0, end: 0 } };
    const expected = ['drizzle/0002_loans.sql:1:1  error  naming/snake-case', '  Table "Loan" is not snake_case.', '  Why: It must be quoted.'];
    expect(pretty(inputOf([findingAt(at)], {}), noPaint).split('\n').slice(0, 3)).toEqual(expected);
    expect(pretty(inputOf([findingAt(at)], { [file]: '' }), noPaint).split('\n').slice(0, 3)).toEqual(expected);
  });
});

describe('findings of one rule', () => {
  const at = { file, span: { start: 0, end: 0 } };

  test('say why once, and what to do where it is another', () => {
    const findings = [findingAt(at), findingAt(at), findingAt(at, { instead: 'Name it book_loan.' })];
    const lines = pretty(inputOf(findings, {}), noPaint).split('\n');
    expect(lines.filter((line) => line.startsWith('  Why: '))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('  More: '))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('  Instead: '))).toHaveLength(2);
    expect(lines).toContain('  Instead: Name it book_loan.');
  });

  test('are counted rule by rule where there are more than ten', () => {
    const many = [...Array.from({ length: 10 }, () => findingAt(at)), findingAt(at, { rule: 'sql/unparsable' })];
    expect(pretty(inputOf(many, {}), noPaint)).toContain('\n  10 naming/snake-case\n   1 sql/unparsable\nJudged:');
    expect(pretty(inputOf(many.slice(0, 10), {}), noPaint)).not.toContain('  10 naming/snake-case');
  });
});

describe('the summary', () => {
  test('counts one as one', () => {
    expect(pretty(inputOf([], {}), noPaint)).toBe(
      '0 errors, 0 warnings\nJudged: 1 new of 3 migrations.\n4 statements, 2 tables, 12 ms.\n');
    const at = { file, span: { start: 0, end: 0 } };
    const levels = [findingAt(at), findingAt(at, { level: 'warn' }), findingAt(at, { level: 'info' })];
    expect(pretty(inputOf(levels, {}), noPaint)).toContain('\n1 error, 1 warning, 1 info\n');
  });

  test('says what could not be judged', () => {
    const input = inputOf([], {});
    const counts = { ...input.counts, unparsable: 1, unanalysed: 2, unmodelled: 3, partialTables: 1, tables: 1, statements: 1 };
    expect(pretty({ ...input, counts }, noPaint)).toContain(
      '\n1 statement (1 unparsable, 2 not analysed, 3 without effect on the model), 1 table (1 partly read), 12 ms.\n');
  });
});

test('colours tell the levels apart', () => {
  const mark = (name: string) => (text: string): string => `<${name}>${text}</${name}>`;
  const paint: Paint = { error: mark('e'), warn: mark('w'), info: mark('i'), strong: mark('s'), faint: mark('f') };
  const at = { file, span: { start: 0, end: 0 } };
  const text = pretty(inputOf([findingAt(at), findingAt(at, { level: 'warn' }), findingAt(at, { level: 'info' })], {}), paint);
  for (const word of ['<e>error</e>', '<w>warning</w>', '<i>info</i>', '<e>1 error</e>']) expect(text).toContain(word);
});

describe('visible', () => {
  test('writes out what a terminal would obey', () => {
    expect(visible('a\u001b[2J\u202eb\u2066c\u200bd\u0085e\nf\tg')).toBe(
      'a\\u001b[2J\\u202eb\\u2066c\\u200bd\\u0085e\\u000af\\u0009g');
  });

  test('leaves letters of any language and emoji alone', () => {
    expect(visible('œuvre 書籍 كتاب 👩‍🚀')).toBe('œuvre 書籍 كتاب 👩‍🚀');
  });

  test('keeps the lines and tabs of a text of several', () => {
    expect(visibleLines('a\n\tb\u001b')).toBe('a\n\tb\\u001b');
  });
});
