import { describe, expect, test } from 'vitest';
import { json } from '../../src/report/json.ts';
import { findingAt, inputOf, placeOf } from './finding-input.ts';

const [first, second] = ['packages/library/drizzle/0001_books.sql', 'packages/library/drizzle/0002_loans.sql'];
const files = { [first]: '-- é😀\nCREATE TABLE book ();', [second]: "SELECT 'é😀'; CREATE TABLE \"Loan\" (\n);" };

interface Report { readonly findings: readonly Record<string, unknown>[]; readonly summary: Record<string, unknown> }

function reportOf(...input: Parameters<typeof inputOf>): Report {
  return JSON.parse(json(inputOf(...input))) as Report;
}

describe('json', () => {
  test('lines and columns begin at 1, an emoji counts two, the end is exclusive', () => {
    const at = placeOf(second, files[second] ?? '', 'CREATE TABLE "Loan" (\n)');
    expect(reportOf([findingAt(at)], files).findings[0]).toMatchObject(
      { file: 'drizzle/0002_loans.sql', line: 1, column: 15, endLine: 2, endColumn: 2 });
  });

  test('a related place is of its own file', () => {
    const at = placeOf(second, files[second] ?? '', '"Loan"');
    const related = [{ at: placeOf(first, files[first] ?? '', 'book'), text: 'The other is here:' }];
    expect(reportOf([findingAt(at, { related })], files).findings[0]).toMatchObject(
      { related: [{ file: 'drizzle/0001_books.sql', line: 2, column: 14, message: 'The other is here:' }] });
  });

  test('a file that is missing has a first column', () => {
    const at = { file: 'packages/library/drizzle/0003_gone.sql', span: { start: 7, end: 9 } };
    expect(reportOf([findingAt(at)], files).findings[0]).toMatchObject({ line: 1, column: 1, endLine: 1, endColumn: 1 });
  });

  test('milliseconds are whole, and it ends with the end of a line', () => {
    expect(reportOf([], files).summary).toMatchObject({ errors: 0, warnings: 0, durationMs: 12 });
    expect(json(inputOf([], files))).toMatch(/\}\n$/);
  });
});
