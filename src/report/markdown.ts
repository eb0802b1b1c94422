import type { Finding } from '../rule/finding.ts';
import { levelWord, plural, totalWords } from './count-words.ts';
import { docsUrl } from './docs-url.ts';
import { positionsOf } from './json.ts';
import type { ReportInput } from './report-input.ts';
import { visible } from './visible.ts';

/** First line of the text, by which a job finds the comment it wrote before. Readers do not see it. */
export const marker = '<!-- drizzle-sluice -->';

/** A comment on GitHub holds 65,536 characters. */
const mostLetters = 65_536;
/** For the sentence that says how much is left out. */
const reserve = 200;
/** A name may be as long as a table's comment: longer ones are cut. */
const mostOfAText = 1_000;
/** Rows of the table, lines of notes. */
const mostRows = 100;

/** For a pull request: totals, a table of rules, the findings file by file, the first of each rule with its reasons. */
export function markdown(input: ReportInput): string {
  const head = `${[marker, ...headLines(input)].join('\n')}\n`;
  const blocks = blocksOf(input);
  const shown = blocksThatFit(blocks, mostLetters - head.length - reserve);
  return [head, ...blocks.slice(0, shown), restLine(input.findings.length - shown)].join('');
}

function headLines(input: ReportInput): readonly string[] {
  return [
    `### drizzle-sluice: ${totalWords(input.totals)}`, '',
    `Judged: ${escaped(input.scope)}.`, '',
    ...ruleRows(input),
    ...input.notes.slice(0, mostRows).map((note) => `- ${escaped(note)}`),
  ];
}

function ruleRows({ findings, version }: ReportInput): readonly string[] {
  if (findings.length === 0) return [];
  const counts = new Map<string, number>();
  for (const { rule, level } of findings) {
    const row = `${linkTo(rule, version)} | ${levelWord(level)}`;
    counts.set(row, (counts.get(row) ?? 0) + 1);
  }
  const rows = [...counts].sort(([, left], [, right]) => right - left).slice(0, mostRows);
  return ['| rule | level | findings |', '| --- | --- | ---: |', ...rows.map(([row, count]) => `| ${row} | ${count} |`), ''];
}

/** One for each finding, in order; the first of a file carries its heading, the first of a rule its reasons. */
function blocksOf(input: ReportInput): readonly string[] {
  const told = new Set<string>();
  return input.findings.map((finding, index) => {
    const before = input.findings[index - 1];
    const heading = before?.at.file === finding.at.file ? '' : `\n#### ${escaped(finding.at.file)}\n\n`;
    const reasons = told.has(finding.rule) ? '' : reasonLines(finding);
    told.add(finding.rule);
    return `${heading}${itemOf(finding, input)}${reasons}`;
  });
}

function itemOf(finding: Finding, input: ReportInput): string {
  const { start } = positionsOf(finding.at, input);
  const related = finding.related.slice(0, mostRows).map(({ at, text }) =>
    `  - ${escaped(text)} ${escaped(at.file)}, line ${positionsOf(at, input).start.line}\n`);
  const what = `**${levelWord(finding.level)}**, line ${start.line}: ${escaped(finding.text)} (${linkTo(finding.rule, input.version)})`;
  return `- ${what}\n${related.join('')}`;
}

function reasonLines({ why, instead }: Finding): string {
  return ['', '  <details><summary>Why, and what instead</summary>', '', `  ${escaped(why)}`, '', `  ${escaped(instead)}`, '', '  </details>', '', '']
    .join('\n');
}

function linkTo(rule: string, version: string): string {
  return `[${escaped(rule)}](<${docsUrl(rule, version)}>)`;
}

function blocksThatFit(blocks: readonly string[], room: number): number {
  let used = 0;
  const over = blocks.findIndex((block) => {
    used += block.length;
    return used > room;
  });
  return over === -1 ? blocks.length : over;
}

function restLine(count: number): string {
  if (count === 0) return '';
  return `\n${plural(count, 'more finding')} ${count === 1 ? 'is' : 'are'} left out: a comment holds ${mostLetters.toLocaleString('en')} characters.\n`;
}

/**
 * Text that is shown as it is. Every ASCII punctuation mark may be escaped with a backslash
 * (https://spec.commonmark.org/0.31.2/#backslash-escapes). Mentions, numbers of issues and emoji are found by GitHub in
 * the finished page, where no escape is left: a space without width takes them apart.
 */
function escaped(text: string): string {
  const shown = visible(text);
  const cut = shown.length > mostOfAText ? `${shown.slice(0, mostOfAText).replace(/[\ud800-\udbff]$/, '')}…` : shown;
  return cut.replaceAll(/[!#$&()*+\-.:<=>?@[\\\]^_`{|}~]/g, '\\$&').replaceAll(foundLater, '$&\u200b');
}

/** `@ada`, `#12`, `GH-12` and `:tada:`, their punctuation escaped. */
const foundLater = /\\@(?=[a-z0-9])|\\#(?=\d)|\bGH(?=\\-\d)|\\:(?=(?:[a-z0-9]|\\[_+-])+\\:)/gi;
