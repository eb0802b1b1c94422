import { describe, expect, test } from 'vitest';
import { github } from '../../src/report/github.ts';
import { findingAt, inputOf, placeOf } from './finding-input.ts';
import { workflowCommands } from './readers.ts';

const file = 'packages/library/drizzle/0002_loans.sql';
const text = 'SELECT 1;\nCREATE TABLE "Loan" (\n);\n';

describe('github', () => {
  test('says place, rule, what to do and where to read on, in the paths of the repository', () => {
    expect(workflowCommands(github(inputOf([findingAt(placeOf(file, text, '"Loan"'))], { [file]: text })))).toEqual([{
      name: 'error',
      properties: { file, line: '2', endLine: '2', col: '14', endColumn: '20', title: 'naming/snake-case' },
      data: 'Table "Loan" is not snake_case.\nInstead: Name it loan.\n'
        + 'https://cdn.jsdelivr.net/npm/drizzle-sluice@1.2.3/docs/rules/naming/snake-case.md',
    }]);
  });

  test('leaves out columns over several lines, which the runner would drop', () => {
    const [command] = workflowCommands(github(inputOf([findingAt(placeOf(file, text, 'CREATE TABLE "Loan" (\n)'))], { [file]: text })));
    expect(command?.properties).toEqual({ file, line: '2', endLine: '3', title: 'naming/snake-case' });
  });

  test('annotates ten of a level, and says how many are left', () => {
    const at = { file, span: { start: 0, end: 0 } };
    const many = [
      ...Array.from({ length: 12 }, () => findingAt(at)), ...Array.from({ length: 11 }, () => findingAt(at, { level: 'warn' })),
      findingAt(at, { level: 'info' }),
    ];
    const log = github(inputOf(many, {}));
    expect(workflowCommands(log).map(({ name }) => name)).toEqual([
      ...Array.from({ length: 10 }, () => 'error'), ...Array.from({ length: 10 }, () => 'warning'), 'notice',
    ]);
    expect(log).toMatch(new RegExp([
      '\n2 more errors are not annotated: GitHub shows 10 of a level a step.',
      '1 more warning is not annotated: GitHub shows 10 of a level a step.',
      '12 errors, 11 warnings, 1 info. Judged: 1 new of 3 migrations.\n$',
    ].join('\n')));
  });

  test('counts what does not count', () => {
    const at = { file, span: { start: 0, end: 0 } };
    const input = { ...inputOf([], {}), known: [findingAt(at)], suppressed: [{ ...findingAt(at), justification: '40 rows, loaded by hand' }] };
    expect(github(input)).toBe('0 errors, 0 warnings, 1 suppressed, 1 in the baseline. Judged: 1 new of 3 migrations.\n');
  });
});
