import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { markdown, marker } from '../../src/report/markdown.ts';
import { findingAt, inputOf, placeOf } from './finding-input.ts';
import { hostileText } from './hostile.ts';
import { readMarkdown } from './readers.ts';

const [books, loans] = ['drizzle/0001_books.sql', 'drizzle/0002_loans.sql'];
const text = 'CREATE TABLE "Loan" ();\nCREATE TABLE "Day" ();\n';

describe('markdown', () => {
  test('a clean run is the mark, a heading and what was judged', () => {
    expect(markdown(inputOf([], {}))).toBe(`${marker}\n### drizzle-sluice: 0 errors, 0 warnings\n\nJudged: 1 new of 3 migrations.\n`);
  });

  test('findings stand under their file, a rule says why once', () => {
    const day = findingAt(placeOf(loans, text, '"Day"'), {
      text: 'Table "Day" is not snake_case.', related: [{ at: placeOf(books, text, '"Day"'), text: 'The other is here:' }],
    });
    const findings = [findingAt(placeOf(books, text, '"Loan"'), { level: 'warn', instead: 'Write `--down` beside it.' }), day];
    expect(markdown(inputOf(findings, { [books]: text, [loans]: text }))).toMatchInlineSnapshot(`
      "<!-- drizzle-sluice -->
      ### drizzle-sluice: 1 error, 1 warning

      Judged: 1 new of 3 migrations.

      | rule | level | findings |
      | --- | --- | ---: |
      | [naming/snake\\-case](<https://cdn.jsdelivr.net/npm/drizzle-sluice@1.2.3/docs/rules/naming/snake-case.md>) | warning | 1 |
      | [naming/snake\\-case](<https://cdn.jsdelivr.net/npm/drizzle-sluice@1.2.3/docs/rules/naming/snake-case.md>) | error | 1 |

      #### drizzle/0001\\_books\\.sql

      - **warning**, line 1: Table "Loan" is not snake\\_case\\. ([naming/snake\\-case](<https://cdn.jsdelivr.net/npm/drizzle-sluice@1.2.3/docs/rules/naming/snake-case.md>))

        <details><summary>Why, and what instead</summary>

        It must be quoted\\.

        Write \`--down\` beside it\\.

        </details>


      #### drizzle/0002\\_loans\\.sql

      - **error**, line 2: Table "Day" is not snake\\_case\\. ([naming/snake\\-case](<https://cdn.jsdelivr.net/npm/drizzle-sluice@1.2.3/docs/rules/naming/snake-case.md>))
        - The other is here\\: drizzle/0001\\_books\\.sql, line 2
        - Instead: Name it loan\\.
      "
    `);
  });

  test('is at most what a comment holds, and says how many findings are not in it', () => {
    const input = inputOf(Array.from({ length: 900 }, (_, place) =>
      findingAt({ file: loans, span: { start: 0, end: 1 } }, { text: `Table "Loan${place}" is not snake_case.` })), { [loans]: text });
    const page = markdown(input);
    expect(page.length).toBeLessThanOrEqual(65_536);
    const { findings } = readMarkdown(page);
    expect(findings.length).toBeGreaterThan(200);
    expect(page.endsWith(`\n${900 - findings.length} more findings are left out: a comment holds 65,536 characters.\n`)).toBe(true);
  });

  test('is short enough whatever is in it', () => {
    fc.assert(fc.property(fc.array(hostileText, { minLength: 1, maxLength: 4 }), fc.nat(30_000), fc.nat(120), (texts, length, many) => {
      const long = texts.map((each) => each.repeat(Math.ceil(length / Math.max(each.length, 1))));
      const at = { file: `drizzle/${long[0] ?? ''}.sql`, span: { start: 0, end: 1 } };
      const findings = Array.from({ length: many }, (_, place) => {
        const words = long[place % long.length] ?? '';
        return findingAt(at, { text: words, why: words, instead: words, related: [{ at, text: words }] });
      });
      const page = markdown({ ...inputOf(findings, {}), notes: [...long, ...long, ...long, ...long], scope: long[0] ?? '' });
      expect(page.length).toBeLessThanOrEqual(65_536);
      const left = /\n(\d+) more findings? (?:is|are) left out/.exec(page)?.[1] ?? '0';
      expect(page.match(/^- \*\*error\*\*, line 1: /gm)?.length ?? 0).toBe(many - Number(left));
    }), { numRuns: 50 });
  });
});
