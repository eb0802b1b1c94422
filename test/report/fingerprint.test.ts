import { expect, test } from 'vitest';
import { fingerprints } from '../../src/report/fingerprint.ts';
import { findingAt } from './finding-input.ts';

const at = { file: 'drizzle/0002_loans.sql', span: { start: 4, end: 9 } };

test('a finding that moves keeps its fingerprint', () => {
  const moved = { ...at, span: { start: 104, end: 109 } };
  expect(fingerprints([findingAt(moved)])).toEqual(fingerprints([findingAt(at)]));
});

test('rule, file, text, and which of equals, each tell findings apart', () => {
  const all = [
    findingAt(at), findingAt(at), findingAt(at, { rule: 'sql/unparsable' }), findingAt({ ...at, file: 'drizzle/0003_loans.sql' }),
    findingAt(at, { text: 'Table "Day" is not snake_case.' }),
  ];
  expect(new Set(fingerprints(all)).size).toBe(all.length);
});

test('one that goes changes none of the others', () => {
  const day = findingAt(at, { text: 'Table "Day" is not snake_case.' });
  expect(fingerprints([findingAt(at), day])[1]).toBe(fingerprints([day])[0]);
});

test('is 32 hexadecimal digits, always the same', () => {
  expect(fingerprints([findingAt(at)])).toMatchInlineSnapshot(`
    [
      "cd896d1f6d1542e8db6cc01f8d6752e4",
    ]
  `);
});
