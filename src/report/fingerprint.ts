import { createHash } from 'node:crypto';
import type { Finding } from '../rule/finding.ts';

/**
 * What tells a finding from all others and stays when lines move, one for each, in their order: 32 hexadecimal digits
 * made of rule, file, text and which of those that say the same it is.
 */
export function fingerprints(findings: readonly Finding[]): readonly string[] {
  const seen = new Map<string, number>();
  return findings.map(({ rule, at, text }) => {
    const sentence = JSON.stringify([rule, at.file, text]);
    const ordinal = seen.get(sentence) ?? 0;
    seen.set(sentence, ordinal + 1);
    return createHash('sha256').update(`${sentence}${ordinal}`).digest('hex').slice(0, 32);
  });
}
