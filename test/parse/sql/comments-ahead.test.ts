import { expect, test } from 'vitest';
import { withoutCommentsAhead } from '../../../src/parse/sql/comments-ahead.ts';
import { isComment, lex, type Token } from '../../../src/parse/sql/lexer.ts';

test.each([
  ['behind a word that the parser looks ahead of', 'select 1 where 1 not -- c\n/* d */ in (2)', 'select 1 where 1 not     \n        in (2)'],
  ['before UESCAPE', "select U&'d!0061' /* c */ -- d\n UESCAPE '!'", "select U&'d!0061'             \n UESCAPE '!'"],
  ['elsewhere', "-- not\nselect U&'a' /* c */, isbn -- not\n", "-- not\nselect U&'a' /* c */, isbn -- not\n"],
  ['at the end', 'select not /* c */', 'select not        '],
])('comments %s', (_where, sql, without) => {
  expect(withoutCommentsAhead(sql, lex(sql))).toBe(without);
});

test.each(['select 1;', 'select isbn not', "select U&'a'"])('a run of comments takes time in proportion to it: %s', (begin) => {
  const asked = (lines: number): number => {
    const sql = `${begin}\n${'-- insert into book values (1);\n'.repeat(lines)} in (2)`;
    let count = 0;
    const tokens = lex(sql).map((token): Token => ({ ...token, get kind() { count += 1; return token.kind; } }));
    withoutCommentsAhead(sql, tokens);
    expect(tokens.filter(isComment)).toHaveLength(lines);
    return count;
  };
  expect(asked(400) / asked(100)).toBeLessThan(5);
});
