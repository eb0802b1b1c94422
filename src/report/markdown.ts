import type { Finding } from '../rule/finding.ts';
import { plural } from '../text/plural.ts';
import { levelWord, totalWords } from './count-words.ts';
import { docsUrl } from './docs-url.ts';
import { positionsOf } from './json.ts';
import { fileOfRule, type ReportInput } from './report-input.ts';
import { visible } from './visible.ts';

/** First line of the text, by which a job finds the comment it wrote before. Readers do not see it. */
export const marker = '<!-- drizzle-sluice -->';

/** A comment on GitHub holds 65,536 characters. */
const mostLetters = 65_536;
/** For the sentence that says how much is left out. */
const reserve = 200;
/** A sentence may hold a whole expression: longer ones are cut, so that a few cannot crowd out the rest. */
const mostOfAText = 1_000;
const mostRows = 100;
const mostNotes = 10;
const mostRelated = 5;

/** For a pull request: totals, a table of rules, the findings file by file, the first of each rule with its reasons. */
export function markdown(input: ReportInput): string {
  const head = `${[marker, ...headLines(input)].join('\n').trimEnd()}\n`;
  const blocks = blocksOf(input);
  const shown = blocksThatFit(blocks, mostLetters - head.length - reserve);
  return [head, ...blocks.slice(0, shown), restLine(input.findings.length - shown)].join('');
}

function headLines(input: ReportInput): readonly string[] {
  return [
    `### drizzle-sluice: ${totalWords(input)}`, '',
    `Judged: ${prose(input.scope)}.`, '',
    ...ruleRows(input),
    ...input.notes.slice(0, mostNotes).map((note) => `- ${prose(note)}`),
  ];
}

function ruleRows(input: ReportInput): readonly string[] {
  const { findings } = input;
  if (findings.length === 0) return [];
  const counts = new Map<string, number>();
  for (const { rule, level } of findings) {
    const row = `${linkTo(rule, input)} | ${levelWord(level)}`;
    counts.set(row, (counts.get(row) ?? 0) + 1);
  }
  const rows = [...counts].sort(([, left], [, right]) => right - left).slice(0, mostRows);
  return ['| rule | level | findings |', '| --- | --- | ---: |', ...rows.map(([row, count]) => `| ${row} | ${count} |`), ''];
}

/** One for each finding, in order; the first of a file carries its heading, the first of a rule its reasons. */
function blocksOf(input: ReportInput): readonly string[] {
  const told = new Map<string, string>();
  return input.findings.map((finding, index) => {
    const before = input.findings[index - 1];
    const heading = before?.at.file === finding.at.file ? '' : `\n#### ${prose(finding.at.file)}\n\n`;
    const block = `${heading}${itemOf(finding, input)}${adviceOf(finding, told.get(finding.rule))}`;
    told.set(finding.rule, finding.instead);
    return block;
  });
}

/** `told`: what the finding of the same rule before this one said is to be done; undefined for the first. */
function adviceOf({ why, instead }: Finding, told: string | undefined): string {
  if (told === instead) return '';
  if (told !== undefined) return `  - Instead: ${prose(instead)}\n`;
  return ['', '  <details><summary>Why, and what instead</summary>', '', `  ${prose(why)}`, '', `  ${prose(instead)}`, '', '  </details>', '', '']
    .join('\n');
}

function itemOf(finding: Finding, input: ReportInput): string {
  const { start } = positionsOf(finding.at, input);
  const related = finding.related.slice(0, mostRelated).map(({ at, text }) =>
    `  - ${prose(text)} ${prose(at.file)}, line ${positionsOf(at, input).start.line}\n`);
  const what = `**${levelWord(finding.level)}**, line ${start.line}: ${prose(finding.text)} (${linkTo(finding.rule, input)})`;
  return `- ${what}\n${related.join('')}`;
}

/** A project's own rule has no page that everybody can read. */
function linkTo(rule: string, { rules, version }: ReportInput): string {
  return fileOfRule(rule, rules) !== null ? escaped(rule) : `[${escaped(rule)}](<${docsUrl(rule, version)}>)`;
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

/** A sentence, cut if it is long. What it has between backticks is code; all else is shown as it is. */
export function prose(text: string): string {
  const shown = visible(text);
  const cut = shown.length > mostOfAText ? `${shown.slice(0, mostOfAText).replace(/[\ud800-\udbff]$/, '')}…` : shown;
  return cut.split(codeSpan).map((part, index) => (index % 2 === 1 ? codeOf(part) : escaped(part))).join('');
}

/** Single backticks only: two in a row would close nothing, or something else. */
const codeSpan = /(?<!`)`([^`]+)`(?!`)/;

/** A reader takes a space from both ends where both have one: https://spec.commonmark.org/0.31.2/#code-spans */
function codeOf(text: string): string {
  const padding = text.startsWith(' ') && text.endsWith(' ') && text.trim() !== '' ? ' ' : '';
  return `\`${padding}${text}${padding}\``;
}

/**
 * Every ASCII punctuation mark may be escaped with a backslash: https://spec.commonmark.org/0.31.2/#backslash-escapes.
 * Mentions, numbers of issues and emoji are found by GitHub in the finished page, where no escape is left: a space
 * without width takes them apart.
 */
function escaped(text: string): string {
  return text.replaceAll(/[!#$&()*+\-.:<=>?@[\\\]^_`{|}~]/g, '\\$&').replaceAll(foundLater, '$&\u200b');
}

/** `@ada`, `#12`, `GH-12` and `:tada:`, their punctuation escaped. */
const foundLater = /\\@(?=[a-z0-9])|\\#(?=\d)|\bGH(?=\\-\d)|\\:(?=(?:[a-z0-9]|\\[_+-])+\\:)/gi;
