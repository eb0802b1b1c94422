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
    '-- eslint rules: see the wiki', '/* eslint no-undef: "off" */', '/*** eslint-disable sluice/a -- b */',
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

describe('a comment that configures rules', () => {
  const rulesOf = (directives: readonly Directive[]): readonly unknown[] =>
    directives.map(({ kind, rules, reason, problem }) => [kind, rules.map(({ id }) => id), reason, problem === null]);

  test('turns rules of ours off in TypeScript, in each of ESLint’s notations', () => {
    const text = `/* eslint sluice/a: 0, 'sluice/b': "off", "sluice/c": ["off"], no-undef: 0
 -- a dump */
export {};`;
    const [directive] = ofTypescript(text);
    expect(rulesOf(ofTypescript(text))).toEqual([['configure', ['sluice/a', 'sluice/b', 'sluice/c'], 'a dump', true]]);
    expect(directive?.rules.map(({ origin: { span } }) => text.slice(span.start, span.end))).toEqual(['sluice/a', "'sluice/b'", '"sluice/c"']);
  });

  test('counts the first time that it names a rule', () => {
    const text = '/* eslint sluice/a: 1 */\n/* eslint sluice/a: 0, sluice/b: 0 */\n/* eslint sluice/b: 0 */\nexport {};';
    expect(rulesOf(ofTypescript(text))).toEqual([['configure', ['sluice/a'], null, false], ['configure', ['sluice/b'], null, true]]);
  });

  test('does no more than that: levels and options are ESLint’s', () => {
    const text = '/* eslint sluice/a: 0, sluice/b: [2, { "ignore": [] }] */\nexport {};';
    expect(rulesOf(ofTypescript(text))).toEqual([['configure', ['sluice/a'], null, true], ['configure', ['sluice/b'], null, false]]);
    expect(ofTypescript(text)[1]?.problem).toBe('Only ESLint reads what is configured for sluice/b here: sluice check has it from the settings.');
  });

  test('does not turn off without a reason what asks for reasons', () => {
    expect(rulesOf(ofTypescript('/* eslint sluice/suppression/reason: 0 */\nexport {};'))).toEqual([['configure', ['sluice/suppression/reason'], null, false]]);
    expect(rulesOf(ofTypescript('/* eslint sluice/suppression/reason: 0 -- a dump */\nexport {};'))).toEqual([['configure', ['sluice/suppression/reason'], 'a dump', true]]);
  });

  test('is none in a line comment, where it cannot be read, or where it speaks of rules of others', () => {
    expect(ofTypescript('// eslint sluice/a: 0\n/* eslint { sluice/a: 0 */\n/* eslint no-undef: 0 */\nexport {};')).toEqual([]);
  });

  test('does nothing in SQL', () => {
    expect(rulesOf(ofSql('-- eslint sluice/a: off\nselect 1;'))).toEqual([['configure', ['sluice/a'], null, false]]);
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
