import XMLBuilder from 'fast-xml-builder';
import type { Finding } from '../rule/finding.ts';
import { levelWord } from './count-words.ts';
import { positionsOf } from './json.ts';
import { moreOf, type ReportInput } from './report-input.ts';
import { visible } from './visible.ts';

const xml = new XMLBuilder({ ignoreAttributes: false, format: true, suppressEmptyNode: true });

/**
 * JUnit's XML, as test viewers read it (https://github.com/testmoapp/junitxml): a suite a file, a test a finding. Only
 * errors fail; a viewer that showed failed tests of a passed job would be wrong, so warnings and infos are skipped
 * tests. Clean is one test that passed.
 */
export function junit(input: ReportInput): string {
  const suites = input.findings.length === 0 ? [cleanSuite] : [...byFile(input.findings)].map((suite) => suiteOf(suite, input));
  return xml.build({
    '?xml': { '@_version': '1.0', '@_encoding': 'UTF-8' },
    testsuites: { '@_name': 'drizzle-sluice', ...sums(input.findings), '@_time': seconds(input.durationMs), testsuite: suites },
  });
}

type Element = Readonly<Record<string, unknown>>;

const cleanSuite: Element = {
  '@_name': 'drizzle-sluice', '@_tests': 1, '@_failures': 0, '@_errors': 0, '@_skipped': 0, '@_time': '0',
  testcase: [{ '@_name': 'schema and migrations', '@_classname': 'drizzle-sluice', '@_time': '0' }],
};

function sums(findings: readonly Finding[]): Element {
  const failures = findings.filter(({ level }) => level === 'error').length;
  return {
    '@_tests': Math.max(findings.length, 1), '@_failures': failures, '@_errors': 0, '@_skipped': findings.length - failures,
  };
}

function byFile(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const files = new Map<string, Finding[]>();
  for (const finding of findings) files.set(finding.at.file, [...(files.get(finding.at.file) ?? []), finding]);
  return files;
}

function suiteOf([file, findings]: readonly [string, readonly Finding[]], input: ReportInput): Element {
  const name = visible(file);
  return {
    '@_name': name, ...sums(findings), '@_time': '0', testcase: findings.map((finding) => testOf(finding, name, input)),
  };
}

/** Its name speaks of no line: viewers follow a test by class and name from one run to the next. */
function testOf(finding: Finding, file: string, input: ReportInput): Element {
  const { start } = positionsOf(finding.at, input);
  const message = visible(finding.text);
  const verdict = finding.level === 'error'
    ? { failure: { '@_message': message, '@_type': finding.rule, '#text': bodyOf(finding, file, input) } }
    : { skipped: { '@_message': `${levelWord(finding.level)}: ${message}` } };
  return {
    '@_name': `${finding.rule}: ${message}`, '@_classname': file, '@_file': file, '@_line': start.line, '@_time': '0', ...verdict,
  };
}

function bodyOf(finding: Finding, file: string, input: ReportInput): string {
  const { start } = positionsOf(finding.at, input);
  return [
    `${file}:${start.line}:${start.column}`,
    visible(finding.text),
    `Why: ${visible(finding.why)}`,
    `Instead: ${visible(finding.instead)}`,
    `More: ${moreOf(finding.rule, input)}`,
  ].join('\n');
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
