import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/rule/finding.ts';
import { github } from '../../src/report/github.ts';
import { gitlab } from '../../src/report/gitlab.ts';
import { positionsOf } from '../../src/report/json.ts';
import { junit } from '../../src/report/junit.ts';
import { markdown } from '../../src/report/markdown.ts';
import { noPaint, pretty } from '../../src/report/pretty.ts';
import type { ReportInput } from '../../src/report/report-input.ts';
import { sarif } from '../../src/report/sarif.ts';
import { visible } from '../../src/report/visible.ts';
import { hostileInput, nasties } from './hostile.ts';
import { findingAt, inputOf } from './finding-input.ts';
import {
  junitErrors, parsedGitlab, parsedSarif, readGithub, readGitlab, readJunit, readMarkdown, readSarif, workflowCommands, type ReadFinding,
} from './readers.ts';

const wellFormed = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

/** What a reader must find: the same finding, its sentence on one line with what is obeyed written out. */
function expected({ rule, level, at, text }: Finding, input: ReportInput): ReadFinding {
  return { rule, level, file: wellFormed(at.file), line: positionsOf(at, input).start.line, text: visible(text) };
}

const byLevel = ({ findings }: ReportInput): readonly Finding[] =>
  (['error', 'warn', 'info'] as const).flatMap((level) => findings.filter((finding) => finding.level === level).slice(0, 10));

const byFile = ({ findings }: ReportInput): readonly Finding[] =>
  [...new Set(findings.map(({ at }) => at.file))].flatMap((file) => findings.filter(({ at }) => at.file === file));

/** The same where a path can only be shown, not given. */
const shown = (finding: Finding, input: ReportInput): ReadFinding => ({ ...expected(finding, input), file: visible(finding.at.file) });

describe('whatever tables are called', () => {
  test('the runner obeys one annotation a finding and nothing else', () => {
    fc.assert(fc.property(hostileInput, (input) => {
      expect(readGithub(wellFormed(github(input)))).toEqual(byLevel(input).map((finding) => expected(finding, input)));
    }), { numRuns: 500 });
  });

  test('the runner obeys nothing of what people read', () => {
    fc.assert(fc.property(hostileInput, (input) => {
      expect(workflowCommands(pretty(input, noPaint))).toEqual([]);
    }), { numRuns: 500 });
  });

  test('SARIF is valid and gives the findings back', () => {
    fc.assert(fc.property(hostileInput, (input) => {
      const text = wellFormed(sarif(input));
      const sentence = (finding: ReadFinding): ReadFinding => ({ ...finding, text: withoutLinks(finding.text) });
      expect(readSarif(text)).toEqual(input.findings.map((finding) => sentence(expected(finding, input))));
      const { results = [] } = parsedSarif(text).runs[0] ?? {};
      for (const { message } of results) expect(message.text).not.toMatch(/\[[^\]]*\]\(|\{\d+\}/);
      for (const { locations } of results) {
        const uri = locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '';
        expect(new URL(uri, 'file:///library/').href).toMatch(/^file:\/\/\/library\/drizzle\//);
      }
      expect(new Set(results.map(({ partialFingerprints }) => partialFingerprints?.['sluiceFinding/v1'])).size).toBe(results.length);
    }), { numRuns: 200 });
  });

  test('GitLab is given what it asks for, each finding once', () => {
    fc.assert(fc.property(hostileInput, (input) => {
      const text = wellFormed(gitlab(input));
      expect(readGitlab(text)).toEqual(input.findings.map((finding) => expected(finding, input)));
      expect(new Set(parsedGitlab(text).map(({ fingerprint }) => fingerprint)).size).toBe(input.findings.length);
    }), { numRuns: 500 });
  });

  test('JUnit gives the findings back', () => {
    fc.assert(fc.property(hostileInput, (input) => {
      const text = wellFormed(junit(input));
      expect(readJunit(text)).toEqual(byFile(input).map((finding) => shown(finding, input)));
    }), { numRuns: 500 });
  });

  test('JUnit is what libxml2 takes for valid', async () => {
    const reports = fc.sample(hostileInput, { numRuns: 100 }).map((input) => wellFormed(junit(input)));
    expect(await junitErrors([...reports, junit(inputOf([], {}))])).toEqual([]);
  });

  test('a page has the findings, no HTML, link or picture but ours, and calls nobody', () => {
    fc.assert(fc.property(hostileInput, (input) => {
      const page = readMarkdown(wellFormed(markdown(input)));
      expect(page.findings).toEqual(input.findings.map((finding) => shown(finding, input)));
      expect(new Set(page.html)).toEqual(new Set(input.findings.length === 0 ? [ourHtml[0]] : ourHtml));
      expect(page.images).toEqual([]);
      for (const link of page.links) expect(link).toMatch(/^https:\/\/cdn\.jsdelivr\.net\/npm\/drizzle-sluice@1\.2\.3\/docs\/rules\/[a-z/-]+\.md$/);
      expect(page.texts.filter((text) => /@[a-z0-9]|#\d|\bGH-\d|:[a-z0-9_+-]+:/i.test(text))).toEqual([]);
    }), { numRuns: 500 });
  });

  test.each(nasties)('a table called %j is in every report', (name) => {
    const at = { file: `drizzle/${name.replaceAll('/', '')}.sql`, span: { start: 0, end: 1 } };
    const input = inputOf([findingAt(at, { text: `Table ${name} is not snake_case.` })], {});
    const read = [readGithub(github(input)), readGitlab(gitlab(input)), readJunit(junit(input)), readMarkdown(markdown(input)).findings];
    for (const findings of read) expect(findings.map(({ text }) => text)).toEqual([visible(`Table ${name} is not snake_case.`)]);
  });
});

const ourHtml = ['<!-- drizzle-sluice -->', '<details><summary>Why, and what instead</summary>', '</details>'];

/** What would be a link or a placeholder in a SARIF message is taken apart by a space. */
function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (').replaceAll(/\{(?=\d)/g, '{ ');
}
