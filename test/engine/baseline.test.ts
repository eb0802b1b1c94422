import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pruned, recordFindings, withoutKnown, type Baseline } from '../../src/engine/baseline.ts';
import type { Finding } from '../../src/rule/finding.ts';
import { findingAt } from '../report/finding-input.ts';

function findingOf(rule: string, file: string, text: string, start = 0): Finding {
  return findingAt({ file, span: { start, end: start + 1 } }, { rule, text });
}

const asIs = (file: string): string => file;
const loans = findingOf('naming/snake-case', 'src/schema.ts', 'Table "Loan" is not snake_case.');
const index = findingOf('safety/index-without-concurrently', 'drizzle/0001_books.sql', 'Building the index blocks writes.', 10);
const again = { ...index, at: { ...index.at, span: { start: 90, end: 91 } } };

const findings = fc.array(fc.tuple(
  fc.constantFrom('naming/snake-case', 'down/missing'), fc.constantFrom('src/schema.ts', 'drizzle/0000_a.sql'),
  fc.constantFrom('One.', 'Two.', '"constructor"'), fc.nat(300),
).map(([rule, file, text, start]) => findingOf(rule, file, text, start)), { maxLength: 20 });

describe('recording', () => {
  test('counts what says the same, and orders by file, rule and text', () => {
    expect(recordFindings([loans, again, index], asIs)).toEqual([
      { rule: index.rule, file: index.at.file, text: index.text, count: 2 },
      { rule: loans.rule, file: loans.at.file, text: loans.text, count: 1 },
    ]);
  });

  test('gives the same whatever the order and the lines', () => {
    fc.assert(fc.property(findings, fc.nat(50), (some, moved) => {
      const elsewhere = some.map((finding) => ({ ...finding, at: { ...finding.at, span: { start: finding.at.span.start + moved, end: 999 } } }));
      expect(recordFindings(elsewhere.reverse(), asIs)).toEqual(recordFindings(some, asIs));
    }));
  });

  test('names files as the baseline does', () => {
    expect(recordFindings([loans], (file) => `../${file}`)).toMatchObject([{ file: '../src/schema.ts' }]);
  });
});

describe('leaving out', () => {
  test('what was recorded, wherever it has moved to', () => {
    fc.assert(fc.property(findings, findings, (recorded, found) => {
      const entries = recordFindings(recorded, asIs);
      const all = withoutKnown(recorded, entries, asIs);
      expect(all).toMatchObject({ findings: [], stale: [] });
      const { findings: left, known, stale } = withoutKnown(found, entries, asIs);
      expect(left.length + known.length).toBe(found.length);
      expect(known.length + stale.reduce((sum, { count }) => sum + count, 0)).toBe(recorded.length);
    }));
  });

  test('of more than were recorded, the first', () => {
    const entries = recordFindings([index], asIs);
    expect(withoutKnown([index, again], entries, asIs)).toEqual({ findings: [again], known: [index], stale: [] });
  });

  test('tells what nobody found', () => {
    const entries = recordFindings([index, again, loans], asIs);
    expect(withoutKnown([index], entries, asIs).stale).toEqual([
      { rule: index.rule, file: index.at.file, text: index.text, count: 1 },
      { rule: loans.rule, file: loans.at.file, text: loans.text, count: 1 },
    ]);
  });
});

describe('pruning', () => {
  const baseline = (some: readonly Finding[]): Baseline => ({ version: 1, migrations: { '0000_a': 'f'.repeat(64), '0001_gone': 'e'.repeat(64) }, findings: recordFindings(some, asIs) });

  test('leaves what is still found, and nothing else', () => {
    fc.assert(fc.property(findings, findings, (recorded, found) => {
      const before = baseline(recorded);
      const { stale, known } = withoutKnown(found, before.findings, asIs);
      expect(pruned(before, stale, new Set(['0000_a'])).findings).toEqual(recordFindings(known, asIs));
    }));
  });

  test('takes migrations out that are gone', () => {
    expect(pruned(baseline([]), [], new Set(['0000_a', '0002_new'])).migrations).toEqual({ '0000_a': 'f'.repeat(64) });
  });
});
