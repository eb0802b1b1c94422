import { describe, expect, it, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { chooseRules } from '../../src/engine/choose-rules.ts';
import type { ProjectFacts } from '../../src/engine/facts.ts';
import { judge, type Judgement } from '../../src/engine/judge.ts';
import type { SampleMigration } from '../../src/rule/example.ts';
import { factsOf, stateOf } from './library-facts.ts';

const ruleIds = rules.map(({ id }) => id);
/** What the other rules have said is all there is to say. */
const withoutGit = Object.fromEntries(rules.filter(({ needs = [] }) => needs.includes('git')).map(({ id }) => [id, 'off' as const]));
const off = { 'history/schema-not-generated': 'off', 'down/missing': 'off' } as const;

function judged(facts: ProjectFacts, settings: Parameters<typeof chooseRules>[1]['rules'] = {}): Judgement {
  return judge(facts, chooseRules(rules, { rules: { ...off, ...settings } }), { ruleIds });
}

function saidOf({ findings }: Judgement): readonly string[] {
  return findings.map(({ rule, text }) => `${rule}: ${text}`);
}

const books: SampleMigration = { up: 'create table book (id integer primary key, title text);', down: 'drop table book;' };
const index = 'create index book_title_index on book (title);';

function withChange(up: string, facts: Partial<ProjectFacts> = {}): ProjectFacts {
  const state = stateOf({ '0000_books': books, '0001_change': { up, down: 'select 1;' } });
  return factsOf(state, { judged: state.history.migrations.slice(1), ...facts });
}

const camelCase = `import { integer, pgTable } from 'drizzle-orm/pg-core';
// eslint-disable-next-line sluice/naming/snake-case -- the old tools ask for it
export const loan = pgTable('libraryLoan', { id: integer('id').primaryKey() });
`;

describe('a comment with a reason', () => {
  it.each([
    `-- eslint-disable-next-line sluice/safety/index-without-concurrently -- 40 rows\n${index}`,
    `${index} -- eslint-disable-line sluice/safety/index-without-concurrently -- 40 rows`,
    `/* eslint-disable sluice/safety/index-without-concurrently -- 40 rows */\n${index}\n-- eslint-enable`,
    `-- eslint-disable-next-line -- 40 rows\n${index}`,
  ])('takes the finding away, and nothing is said of it: %s', (up) => {
    const judgement = judged(withChange(up));
    expect(saidOf(judgement)).toEqual([]);
    expect(judgement.suppressed).toMatchObject([{ rule: 'safety/index-without-concurrently', justification: '40 rows' }]);
  });

  test('in the schema too', () => {
    const judgement = judged(factsOf(stateOf({}, camelCase)));
    expect(saidOf(judgement)).toEqual([]);
    expect(judgement.suppressed.map(({ rule }) => rule)).toEqual(['naming/snake-case']);
  });
});

describe('what is said of a comment', () => {
  it.each([
    [`-- eslint-disable-next-line\n${index}`, 'suppression/reason: eslint-disable-next-line names no rule and takes nothing away without a reason.', true],
    [`-- eslint-disable\n${index}`, 'suppression/reason: eslint-disable names no rule and takes nothing away without a reason.', true],
    [`${index} -- eslint-disable-line`, 'suppression/reason: eslint-disable-line names no rule and takes nothing away without a reason.', true],
    [`${index} -- eslint-disable-line sluice/safety/index-without-concurrently`, 'suppression/reason: eslint-disable-line takes sluice/safety/index-without-concurrently away without a reason.', false],
    [`-- eslint-disable-next-line sluice/safety/indexes -- 40 rows\n${index}`, 'suppression/unknown-rule: There is no rule "sluice/safety/indexes".', true],
    [`-- eslint-disable-next-line safety/index-without-concurrently -- 40 rows\n${index}`, 'suppression/unknown-rule: There is no rule "safety/index-without-concurrently"; is "sluice/safety/index-without-concurrently" meant?', true],
    ['-- eslint-disable-next-line sluice/safety/index-without-concurrently -- 40 rows\nselect 1;', 'suppression/unused: sluice/safety/index-without-concurrently has nothing to say here that eslint-disable-next-line could take away.', false],
    ['-- eslint-disable-next-line -- 40 rows\nselect 1;', 'suppression/unused: eslint-disable-next-line has nothing to take away here.', false],
    ['/* eslint-disable-line sluice/sql/unparsable\n -- why */ select 1;', 'suppression/unused: eslint-disable-line takes nothing away in a comment of several lines.', false],
  ])('%s', (up, said, isLeft) => {
    const change = withChange(up);
    const judgement = judged({ ...change, judged: change.history.migrations }, withoutGit);
    expect(saidOf(judgement).filter((one) => one.startsWith('suppression/'))).toEqual([said]);
    expect(judgement.findings.some(({ rule }) => rule === 'safety/index-without-concurrently')).toBe(isLeft);
  });

  test('without a rule may be there for one that had no base to ask', () => {
    const change = withChange('-- eslint-disable-next-line -- 40 rows\nselect 1;');
    const all = { ...change, judged: change.history.migrations };
    expect(saidOf(judged(all)).filter((one) => one.startsWith('suppression/'))).toEqual([]);
    const base = { ...all, declared: stateOf({}, camelCase).declared };
    expect(saidOf(judged({ ...all, base })).filter((one) => one.startsWith('suppression/'))).toHaveLength(1);
  });

  test('can be taken away itself', () => {
    const up = `-- eslint-disable sluice/suppression/unused -- to be tidied up\n-- eslint-disable-next-line sluice/naming/snake-case -- why\n${index.replace('index', 'index concurrently')}`;
    expect(saidOf(judged(withChange(up, { runner: 'sluice' })))).toEqual([]);
  });

  test('names a list’s idle part and how to take it out', () => {
    const up = `-- eslint-disable-next-line sluice/safety/index-without-concurrently, sluice/naming/snake-case -- 40 rows\n${index}`;
    const [finding] = judged(withChange(up)).findings;
    expect(finding).toMatchObject({ rule: 'suppression/unused', suggestions: [{ text: 'Take sluice/naming/snake-case out of the comment.' }] });
    const amendment = finding?.suggestions[0]?.amendment;
    const [edit] = amendment?.kind === 'edit' ? amendment.edits : [];
    expect(edit && up.slice(0, edit.span.start) + edit.text + up.slice(edit.span.end))
      .toBe(`-- eslint-disable-next-line sluice/safety/index-without-concurrently -- 40 rows\n${index}`);
  });

  test('nothing of rules of others in TypeScript', () => {
    const schema = `${camelCase}/* eslint-disable no-undef, unicorn/naming/snake-case */\n// eslint-disable-next-line\nexport const x = 1;`;
    expect(saidOf(judged(factsOf(stateOf({}, schema))))).toEqual([]);
  });

  test('a reason, where a comment without rule takes one of ours away in TypeScript', () => {
    const schema = camelCase.replace(/eslint-disable-next-line .*/, 'eslint-disable-next-line');
    expect(saidOf(judged(factsOf(stateOf({}, schema))))).toEqual(['suppression/reason: eslint-disable-next-line takes every finding away without a reason.']);
  });
});

describe('a comment is not unused', () => {
  const comment = '-- eslint-disable-next-line sluice/safety/index-without-concurrently -- 40 rows\n';

  test('if its rule is off', () => {
    const up = `${comment}select 1;`;
    expect(saidOf(judged(withChange(up), { 'safety/index-without-concurrently': 'off' }))).toEqual([]);
    expect(saidOf(judged(withChange(up)))).toHaveLength(1);
  });

  test('in a migration that is not judged', () => {
    expect(saidOf(judged(withChange(`${comment}select 1;`, { judged: [] })))).toEqual([]);
  });

  test('if it names no rule, and a rule was asked about a part of the history only', () => {
    expect(saidOf(judged(withChange('-- eslint-disable-next-line -- 40 rows\nselect 1;')))).toEqual([]);
  });

  test('if the base had the finding already', () => {
    const base = stateOf({}, camelCase);
    expect(saidOf(judged(factsOf(base, { base })))).toEqual([]);
  });

  test('and is, if the base had nothing to take away and has no such comment', () => {
    const schema = camelCase.replace('libraryLoan', 'library_loan');
    const before = stateOf({}, schema.replace(/^\/\/.*\n/m, ''));
    const now = stateOf({}, schema);
    expect(saidOf(judged(factsOf(now, { base: before })))).toEqual([expect.stringContaining('suppression/unused')]);
    expect(saidOf(judged(factsOf(now, { base: now })))).toEqual([]);
  });

  test('if it is needed once its migration is a deploy of its own', () => {
    const state = stateOf({ '0000_first': { up: 'select 1;' }, '0001_books': books, '0002_index': { up: comment + index, down: 'select 1;' } });
    const migrations = state.history.migrations.slice(1);
    expect(saidOf(judged(factsOf(state, { judged: migrations, grouping: 'together' })))).toEqual([]);
    expect(judged(factsOf(state, { judged: migrations })).suppressed).toHaveLength(1);
  });
});

test('comments for every finding leave none', () => {
  const schema = camelCase.replace(/^\/\/.*\n/m, '');
  const state = stateOf({ '0000_books': books, '0001_index': { up: `${index}\ndrop table book;` } }, schema);
  const first = judged(factsOf(state));
  expect(first.findings.length).toBeGreaterThan(2);
  const named = [...new Set(first.findings.map(({ rule }) => `sluice/${rule}`)), 'sluice/suppression/unused'].join(', ');
  const again = stateOf({
    '0000_books': { ...books, up: `-- eslint-disable ${named} -- a dump\n${books.up}` },
    '0001_index': { up: `-- eslint-disable ${named} -- a dump\n${index}\ndrop table book;` },
  }, `/* eslint-disable ${named} -- a dump */\n${schema}`);
  const { findings, suppressed } = judged(factsOf(again));
  expect(findings.filter(({ at }) => /\.(?:sql|ts)$/.test(at.file))).toEqual([]);
  expect(suppressed.length).toBeGreaterThanOrEqual(first.findings.filter(({ at }) => /\.(?:sql|ts)$/.test(at.file)).length);
});
