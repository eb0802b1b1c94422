import { expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { chooseRules } from '../../src/engine/choose-rules.ts';
import { judge } from '../../src/engine/judge.ts';
import { factsOf, stateOf } from './library-facts.ts';

const families = ['naming/snake-case', 'indexes/foreign-key-covered', 'indexes/redundant'];

it('what partitions have from their parent is told once, what is their own too', () => {
  const state = stateOf({ '0000_loans': { up: `
    create table book (id int primary key);
    create table loan ("lentOn" date, book_id int references book) partition by range ("lentOn");
    create table loan_2024 partition of loan for values from ('2024-01-01') to ('2025-01-01');
    create table loan_2025 partition of loan for values from ('2025-01-01') to ('2026-01-01');
    create index "loanDay" on loan ("lentOn"); create index loan_day_book on loan ("lentOn", book_id);
    create index "ownIndex" on loan_2025 (book_id);
  ` } });
  const { findings } = judge(factsOf(state), chooseRules(rules.filter(({ id }) => families.includes(id)), { rules: {} }));
  expect(findings.map(({ text }) => text)).toEqual([
    'Column of loan: "lentOn" is not snake_case: "lent_on" would be.',
    'No index serves the foreign key loan (book_id) to book.',
    expect.stringMatching(/^Index loanDay of loan is the beginning of loan_day_book/),
    'Index of loan: "loanDay" is not snake_case: "loan_day" would be.',
    'Index of loan_2025: "ownIndex" is not snake_case: "own_index" would be.',
  ]);
});
