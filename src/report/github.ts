import type { Finding, Level } from '../rule/finding.ts';
import { plural } from '../text/plural.ts';
import { levelWord, totalWords } from './count-words.ts';
import { positionsOf } from './json.ts';
import { moreOf, type ReportInput } from './report-input.ts';
import { visible, wellFormed } from './visible.ts';

/** GitHub shows no more annotations of one level in one step. */
const mostOfALevel = 10;
const commands: Readonly<Record<Level, string>> = { error: 'error', warn: 'warning', info: 'notice' };

/**
 * For the log of GitHub Actions: annotations, as workflow commands, then a summary.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function github(input: ReportInput): string {
  const levels = ['error', 'warn', 'info'] as const;
  const ofLevel = levels.map((level) => ({ level, findings: input.findings.filter((finding) => finding.level === level) }));
  return [
    ...ofLevel.flatMap(({ findings }) => findings.slice(0, mostOfALevel).map((finding) => annotation(finding, input))),
    ...ofLevel.flatMap(({ level, findings }) => leftOut(level, findings.length - mostOfALevel)),
    `${totalWords(input)}. Judged: ${visible(input.scope)}.`,
    ...input.notes.map(visible),
    '',
  ].join('\n');
}

function annotation(finding: Finding, input: ReportInput): string {
  const properties = [['file', wellFormed(finding.at.file)], ...region(finding, input), ['title', finding.rule]] as const;
  const message = [visible(finding.text), `Instead: ${visible(finding.instead)}`, moreOf(finding.rule, input)].join('\n');
  const list = properties.map(([name, value]) => `${name}=${escapedProperty(`${value}`)}`).join(',');
  return `::${commands[finding.level]} ${list}::${escapedData(message)}`;
}

/** Columns only within one line: the runner drops them otherwise. */
function region({ at }: Finding, input: ReportInput): readonly (readonly [string, number])[] {
  const { start, end } = positionsOf(at, input);
  const columns = start.line === end.line ? [['col', start.column], ['endColumn', end.column]] as const : [];
  return [['line', start.line], ['endLine', end.line], ...columns];
}

function leftOut(level: Level, count: number): readonly string[] {
  if (count <= 0) return [];
  const verb = count === 1 ? 'is' : 'are';
  return [`${plural(count, `more ${levelWord(level)}`)} ${verb} not annotated: GitHub shows ${mostOfALevel} of a level a step.`];
}

/** As the runner undoes it; the percent sign first. */
function escapedData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
