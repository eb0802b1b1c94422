import { codeFrameColumns } from '@babel/code-frame';
import type { Finding } from '../rule/finding.ts';
import type { Origin, Position } from '../text/span.ts';
import { plural } from '../text/plural.ts';
import { levelWord, takenAway } from './count-words.ts';
import { positionsOf } from './json.ts';
import { rewriteCommand, type ReportInput } from './report-input.ts';
import { visible, visibleLines } from './visible.ts';

/** Marks a stretch of text, with colour or without. */
export interface Paint {
  readonly error: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly info: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

const asIs = (text: string): string => text;
/** For a file, a pipe, or a terminal that wants none. */
export const noPaint: Paint = { error: asIs, warn: asIs, info: asIs, strong: asIs, faint: asIs };

const frameLimit = 6;
const screenful = 10;

/**
 * For people: where, what, the lines in question, why it matters, what to do, and a summary. Why stands with the first
 * finding of a rule, what to do wherever it is another.
 */
export function pretty(input: ReportInput, paint: Paint): string {
  const told = new Map<string, string>();
  const findings = input.findings.map((finding) => {
    const before = told.get(finding.rule);
    told.set(finding.rule, finding.instead);
    return prettyFinding(finding, before, input, paint);
  });
  return [...findings, summary(input, paint)].join('\n');
}

/** `told`: what the finding of the same rule before this one said is to be done; undefined for the first. */
function prettyFinding(finding: Finding, told: string | undefined, input: ReportInput, paint: Paint): string {
  return [
    `${place(finding.at, input, paint)}  ${paint[finding.level](levelWord(finding.level))}  ${paint.faint(finding.rule)}`,
    indented(paint.strong(visible(finding.text))),
    codeFrame(finding.at, input),
    ...finding.related.map(({ at, text }) => indented(`${visible(text)} ${place(at, input, paint)}`)),
    told === undefined ? indented(`Why: ${visible(finding.why)}`) : null,
    told === finding.instead ? null : indented(`Instead: ${visible(finding.instead)}`),
    ...input.rewritesOf(finding).map((rewrite) => indented(visible(`Or: ${rewrite.text} (${rewriteCommand(finding.rule, rewrite)})`))),
    told === undefined ? indented(paint.faint(`More: sluice explain ${finding.rule}`)) : null,
    '',
  ].filter((line) => line !== null).join('\n');
}

function place(at: Origin, input: ReportInput, paint: Paint): string {
  const { start } = positionsOf(at, input);
  return paint.strong(`${visible(input.pathOf(at.file))}:${start.line}:${start.column}`);
}

/**
 * A span of many lines is cut: the frame shows where it begins. The frame would count U+2028 and U+2029 as ends of
 * lines, which editors do not.
 */
function codeFrame(at: Origin, input: ReportInput): string | null {
  const text = input.textOf(at.file);
  if (text === null || text.length === 0) return null;
  const { start, end } = positionsOf(at, input);
  const short = end.line - start.line < frameLimit;
  const location = { start: inLineOf(text, start), ...(short ? { end } : {}) };
  return indented(visibleLines(codeFrameColumns(text.replace(/^\uFEFF/, '').replaceAll(/[\u2028\u2029]/g, ' '), location, { linesAbove: 1, linesBelow: 1 })));
}

/** A place between `\r` and `\n` lies behind its line, where the frame has no mark to set. */
function inLineOf(text: string, { line, column }: Position): Position {
  const letters = text.split(/\r\n|\n|\r/)[line - 1]?.length ?? 0;
  return { line, column: Math.min(column, letters + 1) };
}

function indented(text: string): string {
  return text.split('\n').map((line) => (line === '' ? line : `  ${line}`)).join('\n');
}

function summary(input: ReportInput, paint: Paint): string {
  const { errors, warnings, infos } = input.totals;
  const { counts } = input;
  const verdict = errors > 0 ? paint.error(plural(errors, 'error')) : plural(errors, 'error');
  const gaps = [
    counts.unparsable > 0 ? `${counts.unparsable} unparsable` : '',
    counts.unanalysed > 0 ? `${counts.unanalysed} not analysed` : '',
    counts.unmodelled > 0 ? `${counts.unmodelled} without effect on the model` : '',
  ].filter((part) => part !== '');
  return [
    `${verdict}, ${plural(warnings, 'warning')}${infos > 0 ? `, ${infos} info` : ''}${takenAway(input)}`,
    ...perRule(input.findings),
    ...fixableOf(input),
    `Judged: ${visible(input.scope)}.`,
    ...input.notes.map(visible),
    paint.faint(`${plural(counts.statements, 'statement')}${gaps.length > 0 ? ` (${gaps.join(', ')})` : ''}, `
      + `${plural(counts.tables, 'table')}${counts.partialTables > 0 ? ` (${counts.partialTables} partly read)` : ''}, `
      + `${Math.round(input.durationMs)} ms.`),
    '',
  ].join('\n');
}

/** `2 of them can be fixed with --fix.` */
function fixableOf({ findings, isFixable }: ReportInput): readonly string[] {
  const count = findings.filter(isFixable).length;
  if (count === 0) return [];
  return [findings.length === 1 ? 'It can be fixed with --fix.' : `${count} of them can be fixed with --fix.`];
}

/** More than a screen of findings is first counted, rule by rule, the most frequent first. */
function perRule(findings: readonly Finding[]): readonly string[] {
  if (findings.length <= screenful) return [];
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const width = String(Math.max(...counts.values())).length;
  return [...counts]
    .sort(([, left], [, right]) => right - left)
    .map(([rule, count]) => `  ${String(count).padStart(width)} ${rule}`);
}
