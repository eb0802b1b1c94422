import { codeFrameColumns } from '@babel/code-frame';
import type { Finding, Level } from '../rule/finding.ts';
import type { Origin } from '../text/span.ts';
import { positionsOf } from './json.ts';
import type { ReportInput } from './report-input.ts';
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

/** For people: where, what, the lines in question, why it matters, what to do, and a summary. */
export function pretty(input: ReportInput, paint: Paint): string {
  const findings = input.findings.map((finding) => prettyFinding(finding, input, paint));
  return [...findings, summary(input, paint)].join('\n');
}

function prettyFinding(finding: Finding, input: ReportInput, paint: Paint): string {
  return [
    `${place(finding.at, input, paint)}  ${paint[finding.level](levelWord(finding.level))}  ${paint.faint(finding.rule)}`,
    indented(paint.strong(visible(finding.text))),
    codeFrame(finding.at, input),
    ...finding.related.map(({ at, text }) => indented(`${visible(text)} ${place(at, input, paint)}`)),
    indented(`Why: ${visible(finding.why)}`),
    indented(`Instead: ${visible(finding.instead)}`),
    indented(paint.faint(`More: sluice explain ${finding.rule}`)),
    '',
  ].filter((line) => line !== null).join('\n');
}

function levelWord(level: Level): string {
  return level === 'warn' ? 'warning' : level;
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
  const location = { start, ...(short ? { end } : {}) };
  return indented(visibleLines(codeFrameColumns(text.replaceAll(/[\u2028\u2029]/g, ' '), location, { linesAbove: 1, linesBelow: 1 })));
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
    `${verdict}, ${plural(warnings, 'warning')}${infos > 0 ? `, ${infos} info` : ''}`,
    `Judged: ${input.scope}.`,
    ...input.notes,
    paint.faint(`${plural(counts.statements, 'statement')}${gaps.length > 0 ? ` (${gaps.join(', ')})` : ''}, `
      + `${plural(counts.tables, 'table')}${counts.partialTables > 0 ? ` (${counts.partialTables} partly read)` : ''}, `
      + `${Math.round(input.durationMs)} ms.`),
    '',
  ].join('\n');
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
