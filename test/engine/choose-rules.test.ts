import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { chooseRules, findRule, type RuleChoice } from '../../src/engine/choose-rules.ts';
import { Problem } from '../../src/text/problem.ts';

function problemOf(work: () => unknown): { readonly message: string; readonly hint: string } {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return { message: error.message, hint: error.hint };
    throw error;
  }
  throw new Error('Nothing was refused');
}

function levelOf(id: string, settings: RuleChoice['rules']): string | undefined {
  return chooseRules(rules, { rules: settings }).find(({ rule }) => rule.id === id)?.levelIn('src/schema.ts');
}

describe('chooseRules', () => {
  test('without settings every rule has its own level, and options their defaults', () => {
    const chosen = chooseRules(rules, { rules: {} });
    expect(chosen.map(({ rule, levelIn }) => [rule.id, levelIn('src/schema.ts')])).toEqual(
      rules.filter(({ level }) => level !== 'off').map(({ id, level }) => [id, level]));
    expect(chosen.find(({ rule }) => rule.id === 'naming/identifier-length')?.options).toEqual({ max: 63 });
  });

  test('a level alone, in a list, or with options', () => {
    expect(levelOf('naming/identifier-length', { 'naming/identifier-length': 'info' })).toBe('info');
    expect(levelOf('naming/identifier-length', { 'naming/identifier-length': ['error'] })).toBe('error');
    expect(chooseRules(rules, { rules: { 'naming/identifier-length': ['warn', { max: 40 }] } })
      .find(({ rule }) => rule.id === 'naming/identifier-length')).toMatchObject({ options: { max: 40 } });
  });

  test('a rule that is off does not run', () => {
    expect(levelOf('sql/unparsable', { 'sql/unparsable': 'off' })).toBeUndefined();
    expect(levelOf('naming/identifier-length', { 'naming/identifier-length': ['off', { max: 40 }] })).toBeUndefined();
  });

  test.each([
    ['naming/snakecase', 'naming/snake-case'], ['safety/index-concurrently', 'safety/index-without-concurrently'],
  ])('the rule %s is not there, %s is nearest', (id, nearest) => {
    expect(problemOf(() => chooseRules(rules, { rules: { [id]: 'error' } }))).toEqual({
      message: `There is no rule "${id}".`, hint: `The nearest is "${nearest}"; "sluice rules" lists them all.`,
    });
  });

  test('options of a rule that has none', () => {
    expect(problemOf(() => chooseRules(rules, { rules: { 'sql/unparsable': ['error', { max: 1 }] } }))).toEqual({
      message: 'The rule "sql/unparsable" has no options.', hint: 'Give its level alone: "sql/unparsable": "error".',
    });
  });

  test('an option that is misspelt', () => {
    expect(problemOf(() => chooseRules(rules, { rules: { 'naming/table-prefix': ['error', { prefix: {} }] } }))).toEqual({
      message: 'The rule "naming/table-prefix" has no option "prefix".',
      hint: 'The nearest is "prefixes"; "sluice explain naming/table-prefix" shows them all.',
    });
  });

  test('a value that an option does not take', () => {
    const { message, hint } = problemOf(() => chooseRules(rules, { rules: { 'naming/snake-case': ['error', { kinds: ['row'] }] } }));
    expect(message).toMatch(/^Options of the rule "naming\/snake-case": kinds\.0: .*"row"\.$/);
    expect(hint).toBe('"sluice explain naming/snake-case" shows its options.');
  });
});

test('findRule gives the rule of an id', () => {
  expect(findRule(rules, 'down/missing').title).toBe('Give every migration a way back');
});
