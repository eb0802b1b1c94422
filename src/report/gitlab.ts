import type { Level } from '../rule/finding.ts';
import { fingerprints } from './fingerprint.ts';
import { positionsOf } from './json.ts';
import type { ReportInput } from './report-input.ts';
import { visible, wellFormed } from './visible.ts';

const severities: Readonly<Record<Level, string>> = { error: 'major', warn: 'minor', info: 'info' };

/** GitLab's code quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
export function gitlab(input: ReportInput): string {
  const ids = fingerprints(input.findings);
  const issues = input.findings.map((finding, index) => {
    const { start, end } = positionsOf(finding.at, input);
    return {
      description: visible(finding.text),
      check_name: finding.rule,
      fingerprint: ids[index],
      severity: severities[finding.level],
      location: { path: wellFormed(finding.at.file), lines: { begin: start.line, end: end.line } },
    };
  });
  return `${JSON.stringify(issues, null, 2)}\n`;
}
