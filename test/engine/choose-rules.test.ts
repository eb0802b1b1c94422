import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { chooseRules, findRule, type RuleChoice } from '../../src/engine/choose-rules.ts';
import { presetLevel, presets, weights, type Preset } from '../../src/rule/presets.ts';
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

describe('presets', () => {
  const levelUnder = (id: string, ...chosen: readonly Preset[]): string | undefined =>
    chooseRules(rules, { extends: chosen, rules: {} }).find(({ rule }) => rule.id === id)?.levelIn('src/schema.ts');

  test('raise the rules that say so, and leave the others', () => {
    expect(levelUnder('naming/table-prefix')).toBe('warn');
    expect(levelUnder('naming/table-prefix', 'recommended')).toBe('warn');
    expect(levelUnder('naming/table-prefix', 'conventions')).toBe('error');
    expect(levelUnder('indexes/redundant', 'conventions')).toBe('warn');
    expect(levelUnder('indexes/redundant', 'strict')).toBe('error');
  });

  test('two of them raise to the higher level, in any order', () => {
    expect(levelUnder('indexes/redundant', 'conventions', 'strict')).toBe('error');
    expect(levelUnder('indexes/redundant', 'strict', 'recommended')).toBe('error');
  });

  test('the settings of a rule come before those of a preset', () => {
    const chosen = chooseRules(rules, { extends: 'strict', rules: { 'indexes/redundant': 'info' } });
    expect(chosen.find(({ rule }) => rule.id === 'indexes/redundant')?.levelIn('src/schema.ts')).toBe('info');
  });

  test('never lower a rule', () => {
    const lowered = rules.filter((rule) => presets.some((preset) => weights[presetLevel(rule, [preset])] < weights[rule.level]));
    expect(lowered).toEqual([]);
  });
});

describe('overrides', () => {
  const id = 'naming/identifier-length';
  const settingsIn = (choice: RuleChoice, file: string): readonly unknown[] =>
    chooseRules(rules, choice)
      .filter(({ rule, levelIn }) => rule.id === id && levelIn(file) !== 'off')
      .map(({ options, levelIn }) => [levelIn(file), options['max']]);

  test('hold for the files of their globs, the last that speaks of a rule', () => {
    const choice: RuleChoice = {
      rules: { [id]: ['error', { max: 30 }] },
      overrides: [
        { files: 'src/legacy/**', rules: { [id]: 'warn' } },
        { files: ['src/legacy/loans.ts', './src/loans/*.ts'], rules: { [id]: ['info', { max: 50 }] } },
        { files: 'src/legacy/loans.ts', rules: { 'naming/snake-case': 'off' } },
      ],
    };
    expect(settingsIn(choice, 'src/books.ts')).toEqual([['error', 30]]);
    expect(settingsIn(choice, 'src/legacy/books.ts')).toEqual([['warn', 30]]);
    expect(settingsIn(choice, 'src/legacy/loans.ts')).toEqual([['info', 50]]);
    expect(settingsIn(choice, 'src/loans/fines.ts')).toEqual([['info', 50]]);
  });

  test('can turn a rule off, and on', () => {
    const off: RuleChoice = { rules: {}, overrides: [{ files: 'drizzle/**', rules: { [id]: 'off' } }] };
    expect(settingsIn(off, 'drizzle/0000_books.sql')).toEqual([]);
    expect(settingsIn(off, 'src/schema.ts')).toEqual([['warn', 63]]);
    const on: RuleChoice = { rules: { [id]: 'off' }, overrides: [{ files: 'drizzle/**', rules: { [id]: 'error' } }] };
    expect(settingsIn(on, 'drizzle/0000_books.sql')).toEqual([['error', 63]]);
    expect(settingsIn(on, 'src/schema.ts')).toEqual([]);
  });

  test('name files from the folder of the settings', () => {
    const choice: RuleChoice = {
      rules: {}, overrides: [{ files: 'drizzle/**', rules: { [id]: 'error' } }],
      pathOf: (file) => file.replace('packages/db/', ''),
    };
    expect(settingsIn(choice, 'packages/db/drizzle/0000_books.sql')).toEqual([['error', 63]]);
  });

  test('an id no rule has and wrong options are refused there too', () => {
    const withRules = (wrong: RuleChoice['rules']): RuleChoice => ({ rules: {}, overrides: [{ files: '**', rules: wrong }] });
    expect(problemOf(() => chooseRules(rules, withRules({ 'naming/snake': 'error' }))).message).toBe('There is no rule "naming/snake".');
    expect(problemOf(() => chooseRules(rules, withRules({ [id]: ['error', { most: 3 }] }))).message)
      .toBe(`The rule "${id}" has no option "most".`);
  });
});
