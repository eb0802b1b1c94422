import { describe, expect, it, test } from 'vitest';
import type { Directive } from '../../../src/facts/directive.ts';
import { parseModule } from '../../../src/parse/schema/oxc.ts';
import { readDirectives } from '../../../src/parse/directives/read-directives.ts';
import { readSql } from '../../../src/parse/sql/sql-file.ts';

function ofSql(text: string): readonly Directive[] {
  return readSql('drizzle/0000_books.sql', text).directives;
}

function ofTypescript(text: string): readonly Directive[] {
  return readDirectives('src/schema.ts', text, parseModule('src/schema.ts', text).comments, 'typescript');
}

function wordsOf({ kind, rules, reason }: Directive): readonly unknown[] {
  return [kind, rules.map(({ id }) => id), reason];
}

describe('what a comment says', () => {
  it.each([
    ['-- eslint-disable-next-line sluice/safety/a -- 40 rows', ['disable-next-line', ['sluice/safety/a'], '40 rows']],
    ['--eslint-disable-line sluice/a,sluice/b --- loaded by hand', ['disable-line', ['sluice/a', 'sluice/b'], 'loaded by hand']],
    ['/* eslint-disable sluice/a */', ['disable', ['sluice/a'], null]],
    ['/** eslint-disable-next-line sluice/a */', ['disable-next-line', ['sluice/a'], null]],
    ['-- eslint-disable -- a dump', ['disable', [], 'a dump']],
    ['-- eslint-enable', ['enable', [], null]],
    ["/* eslint-disable-next-line 'sluice/a', \"sluice/b\" , sluice/a\n -- two\n lines */", ['disable-next-line', ['sluice/a', 'sluice/b'], 'two\n lines']],
    ['-- eslint-disable-next-line sluice/a--why', ['disable-next-line', ['sluice/a--why'], null]],
    ['-- eslint-disable-next-line sluice/a -- ', ['disable-next-line', ['sluice/a'], null]],
  ])('%s', (text, words) => {
    expect(ofSql(`${text}\nselect 1;`).map(wordsOf)).toEqual([words]);
  });

  it.each([
    '-- eslint disable', '-- eslint-disabled', '-- the eslint-disable comment', "select '-- eslint-disable x -- y';",
    '/* eslint sluice/a: "off" */', '/*** eslint-disable sluice/a -- b */',
  ])('nothing: %s', (text) => {
    expect(ofSql(text)).toEqual([]);
  });

  it('has the place of the comment and of each name, quotes too', () => {
    const text = "select 1; -- eslint-disable-line sluice/a , 'sluice/b' -- sluice/a";
    const [directive] = ofSql(text);
    const cut = ({ span }: Directive['origin']): string => text.slice(span.start, span.end);
    expect(directive && cut(directive.origin)).toBe(text.slice(10));
    expect(directive?.rules.map(({ origin }) => cut(origin))).toEqual(['sluice/a', "'sluice/b'"]);
    expect(directive?.rules[0]?.origin.span.start).toBe(text.indexOf('sluice/a'));
  });
});

describe('in TypeScript', () => {
  test('a line comment speaks of a line, a block of a range too', () => {
    const text = '// eslint-disable sluice/a\n/* eslint-disable sluice/b */\n// eslint-enable\n// eslint-disable-line sluice/c\nexport {};';
    expect(ofTypescript(text).map(wordsOf)).toEqual([['disable', ['sluice/b'], null], ['disable-line', ['sluice/c'], null]]);
  });

  test('a block with two stars is none, as for ESLint', () => {
    expect(ofTypescript('/** eslint-disable sluice/a -- b */\nexport {};')).toEqual([]);
  });

  test('a comment without rule and reason works: the findings may be of others', () => {
    expect(ofTypescript('// eslint-disable-next-line\nexport {};')[0]?.problem).toBeNull();
  });
});

describe('what takes nothing away', () => {
  test('a comment for its own line, of several lines, as ESLint says', () => {
    expect(ofSql('/* eslint-disable-line sluice/a\n -- why */')[0]?.problem).toMatch(/several lines/);
    expect(ofTypescript('/* eslint-disable-line sluice/a\u2028 -- why */')[0]?.problem).toMatch(/several lines/);
    expect(ofSql('/* eslint-disable-line sluice/a\u2028 -- why */')[0]?.problem).toBeNull();
  });

  test('in SQL, one without rule and reason', () => {
    expect(ofSql('-- eslint-disable-next-line\nselect 1;')[0]?.problem).toBe('eslint-disable-next-line takes nothing away without a rule and a reason.');
    expect(ofSql('-- eslint-disable-next-line -- a dump\nselect 1;')[0]?.problem).toBeNull();
  });
});

test('breaking notes go on beside them', () => {
  const { statements: [drop], directives } = readSql('drizzle/0001_drop.sql', `-- breaking: the reader app;
-- deploy it first
-- eslint-disable-next-line sluice/a -- agreed
drop table book;`);
  expect(drop?.breaking).toMatchObject({ who: 'the reader app', remedy: 'deploy it first' });
  expect(directives).toHaveLength(1);
});
