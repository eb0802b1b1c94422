import { describe, expect, it } from 'vitest';
import { provesNotNull } from '../../src/catalog/proves-not-null.ts';

function proves(text: string): boolean {
  return provesNotNull({ text, spelling: null, columns: null }, 'due');
}

describe('a predicate as it is written', () => {
  it.each([
    'due is not null', '(("loan"."due" IS NOT NULL))', 'isbn > 0 AND due IS NOT NULL', 'NOT (due IS NULL)', 'isbn BETWEEN 1 AND 2 AND due IS NOT NULL',
    "isbn ~ E'\\\\d+\\'' AND due IS NOT NULL", "isbn <> 'a '' AND b' AND due IS NOT NULL", 'isbn = ANY (ARRAY[1, 2]) AND due IS NOT NULL',
    'isbn[1] > 0 AND due IS NOT NULL', 'straße > 0 AND due IS NOT NULL', 'due is not null /* all */', '/* OR */ due IS NOT NULL -- OR true',
  ])('proves that a column holds no null: %s', (text) => {
    expect(proves(text)).toBe(true);
  });

  it.each([
    ['in a comment', 'isbn > 0 -- AND due IS NOT NULL AND\n'],
    ['in a block comment', 'isbn > 0 /* ( */ AND /* ) OR true AND due IS NOT NULL AND */ true'],
    ['in a string with escapes', "isbn <> E'\\' AND due IS NOT NULL AND \\''"],
    ['in a string with escapes and doubled quotes', "isbn <> e'\\'''\\\\ AND due IS NOT NULL AND '"],
    ['in dollar quotes', 'isbn <> $$ AND due IS NOT NULL AND $$'],
    ['in dollar quotes with a tag', 'isbn <> $a$ AND due IS NOT NULL AND $a$'],
    ['in brackets', 'ARRAY[true, isbn AND due IS NOT NULL AND shelf] = ARRAY[false]'],
    ['in a string that nothing closes', "isbn <> ' AND due IS NOT NULL"],
    ['of a string', "due 'x' AND E'due' IS NOT NULL"],
    ['behind a letter that looks like white space', 'isbn\u00a0AND due IS NOT NULL AND\u00a0due OR\u00a0due IS NOT NULL'],
  ])('proves nothing by what stands %s', (_where, text) => {
    expect(proves(text)).toBe(false);
  });
});
