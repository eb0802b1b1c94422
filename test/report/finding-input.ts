import type { Finding } from '../../src/rule/finding.ts';
import { tally, type ReportInput } from '../../src/report/report-input.ts';
import type { Origin } from '../../src/text/span.ts';

/** Where a text stands in another, as a place of a file. */
export function placeOf(file: string, text: string, part: string): Origin {
  const start = text.indexOf(part);
  if (start === -1) throw new Error(`${file} has no ${part}`);
  return { file, span: { start, end: start + part.length } };
}

export function findingAt(at: Origin, more: Partial<Finding> = {}): Finding {
  return {
    rule: 'naming/snake-case', level: 'error', at, text: 'Table "Loan" is not snake_case.', why: 'It must be quoted.',
    instead: 'Name it loan.', related: [], migration: null, fix: null, suggestions: [], ...more,
  };
}

/** Findings in files that are nowhere but here. */
export function inputOf(findings: readonly Finding[], files: Readonly<Record<string, string>>): ReportInput {
  return {
    findings,
    totals: tally(findings),
    suppressed: [],
    known: [],
    counts: {
      migrations: 3, judged: 1, statements: 4, unparsable: 0, unanalysed: 0, unmodelled: 0, tables: 2, partialTables: 0,
    },
    scope: '1 new of 3 migrations',
    notes: [],
    durationMs: 12.4,
    rules: [{
      id: 'naming/snake-case', title: 'Name things in snake_case', why: 'It must be quoted.', instead: 'Name it in snake_case.',
      level: 'warn',
    }],
    version: '1.2.3',
    isFixable: ({ fix }) => fix !== null,
    rewritesOf: ({ suggestions }) => suggestions.map(({ text }, place) => ({ text, number: place + 1 })),
    textOf: (file) => files[file] ?? null,
    pathOf: (file) => file.replace('packages/library/', ''),
  };
}
