import { describe, expect, test } from 'vitest';
import { sarif } from '../../src/report/sarif.ts';
import { findingAt, inputOf, placeOf } from './finding-input.ts';
import { parsedSarif } from './readers.ts';

const file = 'packages/library/drizzle/0002 loans: ü.sql';
const text = 'CREATE TABLE "Loan" ();\nCREATE TABLE "Day" ();\n';
const at = placeOf(file, text, '"Day"');

describe('sarif', () => {
  test('of a clean run is valid and has the rules', () => {
    const run = parsedSarif(sarif(inputOf([], {}))).runs[0];
    expect(run?.results).toEqual([]);
    expect(run?.tool.driver.rules).toEqual([{
      id: 'naming/snake-case',
      shortDescription: { text: 'Name things in snake_case' },
      fullDescription: { text: 'It must be quoted.' },
      help: {
        text: 'It must be quoted.\n\nInstead: Name it in snake_case.\n\n'
          + 'https://cdn.jsdelivr.net/npm/drizzle-sluice@1.2.3/docs/rules/naming/snake-case.md',
      },
      helpUri: 'https://cdn.jsdelivr.net/npm/drizzle-sluice@1.2.3/docs/rules/naming/snake-case.md',
      defaultConfiguration: { enabled: true, level: 'warning' },
    }]);
  });

  test('a place is a reference from the root of the repository, and columns are UTF-16', () => {
    const run = parsedSarif(sarif(inputOf([findingAt(at)], { [file]: text }))).runs[0];
    expect(run?.columnKind).toBe('utf16CodeUnits');
    expect(Object.keys(run?.originalUriBaseIds ?? {})).toEqual(['%SRCROOT%']);
    expect(run?.results?.[0]?.locations).toEqual([{
      physicalLocation: {
        artifactLocation: { uri: 'packages/library/drizzle/0002%20loans%3A%20%C3%BC.sql', uriBaseId: '%SRCROOT%' },
        region: { startLine: 2, startColumn: 14, endLine: 2, endColumn: 19 },
      },
    }]);
  });

  test('a result knows its rule, and related places', () => {
    const related = [{ at: placeOf(file, text, '"Loan"'), text: 'The other is here:' }];
    const run = parsedSarif(sarif(inputOf([findingAt(at, { rule: 'sql/unparsable', level: 'info', related })], { [file]: text }))).runs[0];
    const [result] = run?.results ?? [];
    expect(result).toMatchObject({ ruleId: 'sql/unparsable', ruleIndex: 1, level: 'note' });
    expect(run?.tool.driver.rules?.[1]?.id).toBe('sql/unparsable');
    expect(result?.relatedLocations).toMatchObject([{
      id: 0, message: { text: 'The other is here:' }, physicalLocation: { region: { startLine: 1, startColumn: 14 } },
    }]);
  });

  test('notes are told as notifications of the run', () => {
    const input = { ...inputOf([], {}), notes: ['Taken for granted: "pgTableCreator" keeps names.'] };
    expect(parsedSarif(sarif(input)).runs[0]?.invocations).toEqual([{
      executionSuccessful: true,
      toolExecutionNotifications: [{ level: 'note', message: { text: 'Taken for granted: "pgTableCreator" keeps names.' } }],
    }]);
  });
});
