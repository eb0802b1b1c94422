import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { wordFailures } from '../../src/examples/prove-rule.ts';
import { findingsOf } from '../kit/sample-project.ts';

describe('every rule', () => {
  it('is in the generated list, and every rule file is', () => {
    const files = readdirSync(join(import.meta.dirname, '../../rules'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.includes('/') && file.endsWith('.ts'))
      .map((file) => file.replace(/\.ts$/, ''));
    expect(rules.map(({ id }) => id).sort()).toEqual(files.sort());
  });

  it.each(rules.map((rule) => [rule.id, rule] as const))('%s shows itself', (_, rule) => {
    expect(wordFailures(rule)).toEqual([]);
  });

  const examples = rules.flatMap((rule) => rule.examples.map((example, place) => (
    { name: `${rule.id} example ${place + 1}`, rule, example })));

  it.each(examples.filter(({ example }) => example.bad !== undefined))('$name is reported once', ({ rule, example }) => {
    const findings = findingsOf(rule, example);
    expect(findings.map(({ text }) => text)).toHaveLength(1);
    expect(findings[0]?.at.span.end).toBeGreaterThanOrEqual(findings[0]?.at.span.start ?? 0);
  });

  it.each(examples.filter(({ example }) => example.good !== undefined))('$name is silent', ({ rule, example }) => {
    expect(findingsOf(rule, example).map(({ text }) => text)).toEqual([]);
  });
});
