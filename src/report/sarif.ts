import type { Invocation, Location, Log, PhysicalLocation, ReportingDescriptor, Result } from 'sarif';
import type { Finding, Level, Related } from '../rule/finding.ts';
import type { Origin } from '../text/span.ts';
import { docsUrl } from './docs-url.ts';
import { fingerprints } from './fingerprint.ts';
import { positionsOf } from './json.ts';
import type { ReportInput, RuleWords } from './report-input.ts';
import { visible, wellFormed } from './visible.ts';

const levels = { error: 'error', warn: 'warning', info: 'note', off: 'none' } as const satisfies Record<Level | 'off', Result.level>;
const sourceRoot = '%SRCROOT%';

/**
 * SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. What a comment or the baseline takes
 * away is left out: GitHub's code scanning does not heed `suppressions` and would open an alert for each.
 */
export function sarif(input: ReportInput): string {
  const rules = rulesOf(input);
  const places = new Map(rules.map(({ id }, index) => [id, index]));
  const ids = fingerprints(input.findings);
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'drizzle-sluice', version: input.version, semanticVersion: input.version, rules } },
      columnKind: 'utf16CodeUnits',
      originalUriBaseIds: { [sourceRoot]: { description: { text: 'The root of the repository.' } } },
      invocations: [invocation(input)],
      results: input.findings.map((finding, index) =>
        resultOf(finding, { index: places.get(finding.rule) ?? -1, fingerprint: ids[index] ?? '' }, input)),
    }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** Those that were asked, and those of findings that no rule file makes. */
function rulesOf({ rules, findings, version }: ReportInput): ReportingDescriptor[] {
  const known = new Map<string, RuleWords>(rules.map((rule) => [rule.id, rule]));
  for (const { rule: id, why, instead, level } of findings) {
    if (!known.has(id)) known.set(id, { id, title: id, why, instead, level });
  }
  return [...known.values()].map((rule) => descriptor(rule, version));
}

function descriptor({ id, title, why, instead, level, file }: RuleWords, version: string): ReportingDescriptor {
  const helpUri = file === undefined ? docsUrl(id, version) : null;
  return {
    id,
    shortDescription: { text: plain(title) },
    fullDescription: { text: plain(why) },
    help: { text: [plain(why), `Instead: ${plain(instead)}`, ...(helpUri === null ? [] : [helpUri])].join('\n\n') },
    ...(helpUri === null ? {} : { helpUri }),
    defaultConfiguration: { enabled: level !== 'off', level: levels[level] },
  };
}

function invocation({ notes }: ReportInput): Invocation {
  const told = notes.map((note) => ({ level: 'note' as const, message: { text: plain(note) } }));
  return { executionSuccessful: true, ...(told.length === 0 ? {} : { toolExecutionNotifications: told }) };
}

function resultOf(
  finding: Finding, { index, fingerprint }: { readonly index: number; readonly fingerprint: string }, input: ReportInput,
): Result {
  return {
    ruleId: finding.rule,
    ruleIndex: index,
    level: levels[finding.level],
    message: { text: plain(finding.text) },
    locations: [{ physicalLocation: physical(finding.at, input) }],
    ...(finding.related.length === 0 ? {} : { relatedLocations: finding.related.map((each, id) => related(each, id, input)) }),
    partialFingerprints: { 'sluiceFinding/v1': fingerprint },
  };
}

function related({ at, text }: Related, id: number, input: ReportInput): Location {
  return { id, physicalLocation: physical(at, input), message: { text: plain(text) } };
}

function physical(at: Origin, input: ReportInput): PhysicalLocation {
  const { start, end } = positionsOf(at, input);
  return {
    artifactLocation: { uri: uriOf(at.file), uriBaseId: sourceRoot },
    region: { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column },
  };
}

/** A relative reference; a colon in its first part would be read as a scheme, and is written out with the rest. */
function uriOf(file: string): string {
  return wellFormed(file).split('/').map(encodeURIComponent).join('/');
}

/**
 * Brackets before a parenthesis would be a link in any message (§3.11.6), and braces around a number a placeholder
 * (§3.11.5): each is taken apart by a space, since not every reader undoes the escapes that SARIF has for them.
 */
function plain(text: string): string {
  return visible(text).replaceAll('](', '] (').replaceAll(/\{(?=\d)/g, '{ ');
}
