import { describe, expect, test } from 'vitest';
import { junit } from '../../src/report/junit.ts';
import { findingAt, inputOf, placeOf } from './finding-input.ts';
import { junitErrors, parsedJunit } from './readers.ts';

const [books, loans] = ['drizzle/0001_books.sql', 'drizzle/0002_loans.sql'];
const text = 'CREATE TABLE "Loan" ();\n';

describe('junit', () => {
  test('a clean run is a test that passed', async () => {
    const report = junit(inputOf([], {}));
    expect(parsedJunit(report)).toMatchObject({
      '@_tests': '1', '@_failures': '0', testsuite: [{ testcase: [{ '@_name': 'schema and migrations' }] }],
    });
    expect(await junitErrors([report])).toEqual([]);
  });

  test('a suite a file, a test a finding; only errors fail', async () => {
    const at = placeOf(loans, text, '"Loan"');
    const findings = [findingAt({ ...at, file: books }), findingAt(at), findingAt(at, { level: 'warn' })];
    const report = junit(inputOf(findings, { [books]: text, [loans]: text }));
    expect(await junitErrors([report])).toEqual([]);
    expect(parsedJunit(report)).toMatchObject({
      '@_tests': '3', '@_failures': '2', '@_skipped': '1',
      testsuite: [
        { '@_name': books, '@_tests': '1', testcase: [{ failure: { '@_type': 'naming/snake-case' } }] },
        {
          '@_name': loans, '@_tests': '2', '@_failures': '1', '@_skipped': '1',
          testcase: [
            {
              '@_name': 'naming/snake-case: Table "Loan" is not snake_case.', '@_classname': loans, '@_file': loans, '@_line': '1',
              failure: {
                '#text': `${loans}:1:14\nTable "Loan" is not snake_case.\nWhy: It must be quoted.\nInstead: Name it loan.\n`
                  + 'More: https://cdn.jsdelivr.net/npm/drizzle-sluice@1.2.3/docs/rules/naming/snake-case.md',
              },
            },
            { skipped: { '@_message': 'warning: Table "Loan" is not snake_case.' } },
          ],
        },
      ],
    });
  });
});

test('libxml2 has something against a report that is none', async () => {
  expect(await junitErrors(['<testsuites name="library"/>'])).not.toEqual([]);
});
