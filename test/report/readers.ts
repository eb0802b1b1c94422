import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { XMLParser } from 'fast-xml-parser';
import MarkdownIt from 'markdown-it';
import type { Log } from 'sarif';
import { validateXML } from 'xmllint-wasm';

type Token = ReturnType<MarkdownIt['parse']>[number];

/** A finding as a service reads it from a report. */
export interface ReadFinding {
  readonly level: string;
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

const fixture = (name: string): string => readFileSync(join(import.meta.dirname, '../fixtures/report', name), 'utf8');

// --- workflow commands ---

/** A line of a log that the runner of GitHub Actions obeys. */
export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

const obeyed = new Set([
  'error', 'warning', 'notice', 'debug', 'group', 'endgroup', 'echo', 'add-mask', 'add-path', 'add-matcher', 'remove-matcher',
  'set-env', 'set-output', 'save-state', 'stop-commands', 'internal-set-repo-path',
]);

/**
 * What the runner would obey of a log, told from how it reads: a line that begins with `::`, blanks aside, up to the
 * next `::`, or `##[` anywhere in a line up to `]`. https://github.com/actions/runner, ActionCommand.cs
 */
export function workflowCommands(log: string): readonly WorkflowCommand[] {
  return log.split(/\r\n|\r|\n/).flatMap((line) => doubleColon(line) ?? hashBracket(line) ?? []);
}

function doubleColon(line: string): WorkflowCommand | null {
  const trimmed = line.trimStart();
  const end = trimmed.startsWith('::') ? trimmed.indexOf('::', 2) : -1;
  return end < 0 ? null : commandOf(trimmed.slice(2, end), ',', trimmed.slice(end + 2), unescapedProperty);
}

function hashBracket(line: string): WorkflowCommand | null {
  const start = line.indexOf('##[');
  const end = start < 0 ? -1 : line.indexOf(']', start);
  return end < 0 ? null : commandOf(line.slice(start + 3, end), ';', line.slice(end + 1), (text) => text);
}

function commandOf(info: string, between: string, data: string, unescape: (text: string) => string): WorkflowCommand | null {
  const space = info.indexOf(' ');
  const name = space < 0 ? info : info.slice(0, space);
  if (!obeyed.has(name)) return null;
  const pairs = (space < 0 ? '' : info.slice(space + 1).trim()).split(between).flatMap((property) => {
    const equals = property.indexOf('=');
    return equals <= 0 || equals === property.length - 1 ? [] : [[property.slice(0, equals), unescape(property.slice(equals + 1))]];
  });
  return { name, properties: Object.fromEntries(pairs) as Record<string, string>, data: unescapedData(data) };
}

function unescapedData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

function unescapedProperty(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%');
}

const annotationLevels: Readonly<Record<string, string>> = { error: 'error', warning: 'warn', notice: 'info' };

export function readGithub(log: string): readonly ReadFinding[] {
  return workflowCommands(log).map(({ name, properties, data }) => ({
    level: annotationLevels[name] ?? name,
    rule: properties['title'] ?? '',
    file: properties['file'] ?? '',
    line: Number(properties['line']),
    text: data.split('\n', 1)[0] ?? '',
  }));
}

// --- SARIF ---

const validSarif = (() => {
  const { $schema: _, id: __, ...schema } = JSON.parse(fixture('sarif-2.1.0-rtm.5.json')) as Record<string, unknown>;
  return formats.default(new Ajv({ strict: false, unicodeRegExp: false, allErrors: true })).compile(schema);
})();

/** @throws Error if the log is not what its schema asks for. */
export function parsedSarif(text: string): Log {
  const log = JSON.parse(text) as Log;
  if (!validSarif(log)) throw new Error(JSON.stringify(validSarif.errors, null, 2));
  return log;
}

const sarifLevels: Readonly<Record<string, string>> = { error: 'error', warning: 'warn', note: 'info' };

export function readSarif(text: string): readonly ReadFinding[] {
  return (parsedSarif(text).runs[0]?.results ?? []).map(({ level, ruleId, message, locations }) => {
    const place = locations?.[0]?.physicalLocation;
    return {
      level: sarifLevels[level ?? ''] ?? '',
      rule: ruleId ?? '',
      file: decodeURIComponent(place?.artifactLocation?.uri ?? ''),
      line: place?.region?.startLine ?? 0,
      text: message.text ?? '',
    };
  });
}

// --- GitLab ---

/** After https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
const validGitlab = new Ajv().compile({
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', minLength: 1 },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          path: { type: 'string', pattern: '^(?!\\./|/)' },
          lines: { type: 'object', required: ['begin'], properties: { begin: { type: 'integer', minimum: 1 } } },
        },
      },
    },
  },
});

interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

/** @throws Error if the report is not what GitLab asks for. */
export function parsedGitlab(text: string): readonly Issue[] {
  const issues = JSON.parse(text) as readonly Issue[];
  if (!validGitlab(issues)) throw new Error(JSON.stringify(validGitlab.errors, null, 2));
  return issues;
}

const severities: Readonly<Record<string, string>> = { major: 'error', minor: 'warn', info: 'info' };

export function readGitlab(text: string): readonly ReadFinding[] {
  return parsedGitlab(text).map(({ description, check_name: rule, severity, location }) => ({
    level: severities[severity] ?? '', rule, file: location.path, line: location.lines.begin, text: description,
  }));
}

// --- JUnit ---

interface TestCase {
  readonly '@_name': string;
  readonly '@_file'?: string;
  readonly '@_line'?: string;
  readonly failure?: { readonly '@_message': string; readonly '@_type': string; readonly '#text': string };
  readonly skipped?: { readonly '@_message': string };
}

interface TestSuites {
  readonly '@_tests': string;
  readonly '@_failures': string;
  readonly testsuite: readonly { readonly '@_name': string; readonly testcase: readonly TestCase[] }[];
}

const xmlParser = new XMLParser({
  ignoreAttributes: false, parseTagValue: false, parseAttributeValue: false, trimValues: false,
  isArray: (name) => name === 'testsuite' || name === 'testcase',
});

export function parsedJunit(text: string): TestSuites {
  return (xmlParser.parse(text) as { readonly testsuites: TestSuites }).testsuites;
}

/** What libxml2 has against the reports, by its own reading of the schema. */
export async function junitErrors(reports: readonly string[]): Promise<readonly string[]> {
  const { errors } = await validateXML({
    xml: reports.map((contents, index) => ({ fileName: `report-${index}.xml`, contents: Buffer.from(contents, 'utf8') })),
    schema: fixture('junit.xsd'),
  });
  return errors.map(({ rawMessage }) => rawMessage);
}

export function readJunit(text: string): readonly ReadFinding[] {
  return parsedJunit(text).testsuite.flatMap(({ testcase }) => testcase.flatMap((test): readonly ReadFinding[] => {
    const [, rule = '', name = ''] = /^(\S+): (.*)$/.exec(test['@_name']) ?? [];
    const place = { rule, file: test['@_file'] ?? '', line: Number(test['@_line']) };
    if (test.failure !== undefined) return [{ level: 'error', ...place, text: test.failure['@_message'] }];
    const [, level = '', message] = /^(\w+): (.*)$/.exec(test.skipped?.['@_message'] ?? '') ?? [];
    return message === undefined ? [] : [{ level: level === 'warning' ? 'warn' : level, ...place, text: name }];
  }));
}

// --- Markdown ---

const markdownReader = new MarkdownIt({ html: true, linkify: true });

/** A page as a stranger reads it: what stands in it, what is HTML, and where links lead. */
export interface Page {
  readonly findings: readonly ReadFinding[];
  readonly html: readonly string[];
  readonly links: readonly string[];
  readonly images: readonly string[];
  /** All text outside code, in which GitHub looks for mentions. */
  readonly texts: readonly string[];
}

export function readMarkdown(text: string): Page {
  const blocks = markdownReader.parse(text, {});
  const inline = blocks.flatMap(({ children }) => children ?? []);
  return {
    findings: findingsOf(blocks),
    html: [...blocks, ...inline].filter(({ type }) => type.startsWith('html')).map(({ content }) => content.trim()),
    links: inline.filter(({ type }) => type === 'link_open').map((token) => token.attrGet('href') ?? ''),
    images: inline.filter(({ type }) => type === 'image').map(({ content }) => content),
    texts: inline.filter(({ type }) => type === 'text').map(({ content }) => content),
  };
}

function findingsOf(blocks: readonly Token[]): readonly ReadFinding[] {
  let file = '';
  return blocks.flatMap((block, index): readonly ReadFinding[] => {
    const before = blocks[index - 1];
    if (block.type !== 'inline') return [];
    if (before?.type === 'heading_open' && before.tag === 'h4') file = wordsOf(block);
    const [, level = '', line, sentence = '', rule = ''] = /^(error|warning|info), line (\d+): (.*) \((\S+)\)$/.exec(wordsOf(block)) ?? [];
    if (line === undefined || before?.type !== 'paragraph_open' || before.level !== 2) return [];
    return [{ level: level === 'warning' ? 'warn' : level, rule, file, line: Number(line), text: sentence }];
  });
}

/** What is shown, without the spaces of no width; code between backticks. */
function wordsOf({ children }: Token): string {
  return (children ?? []).map(({ type, content }) => (type === 'code_inline' ? `\`${content}\`` : content)).join('').replaceAll('\u200b', '');
}
