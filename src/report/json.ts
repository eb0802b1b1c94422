import type { Finding } from '../rule/finding.ts';
import { lineMap, type LineMap } from '../text/line-map.ts';
import type { Origin, Position } from '../text/span.ts';
import { docsOf, type ReportInput } from './report-input.ts';

/** The stable format, version 1: lines and columns from 1, columns in UTF-16 units, paths as the user sees them. */
export function json(input: ReportInput): string {
  const { errors, warnings } = input.totals;
  const { migrations, judged, statements, unparsable, unanalysed, unmodelled, tables, partialTables } = input.counts;
  return `${JSON.stringify({
    version: 1,
    findings: input.findings.map((finding) => jsonFinding(finding, input)),
    summary: {
      errors, warnings, migrations, judged, statements, unparsable, unanalysed, unmodelled, tables, partialTables,
      suppressed: input.suppressed.length, baseline: input.known.length,
      durationMs: Math.round(input.durationMs),
    },
  }, null, 2)}\n`;
}

function jsonFinding(finding: Finding, input: ReportInput): Record<string, unknown> {
  const { start, end } = positionsOf(finding.at, input);
  return {
    rule: finding.rule,
    level: finding.level,
    message: finding.text,
    instead: finding.instead,
    file: input.pathOf(finding.at.file),
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    migration: finding.migration,
    related: finding.related.map(({ at, text }) => {
      const { start: { line, column } } = positionsOf(at, input);
      return { file: input.pathOf(at.file), line, column, message: text };
    }),
    fixable: input.isFixable(finding),
    suggestions: input.rewritesOf(finding).map(({ text, number }) => ({ number, message: text })),
    docs: docsOf(finding.rule, input),
  };
}

/** Both ends of an origin. Of a file that cannot be read: its first column. */
export function positionsOf(at: Origin, input: ReportInput): { readonly start: Position; readonly end: Position } {
  const map = linesOf(at.file, input);
  return { start: map.positionAt(at.span.start), end: map.positionAt(at.span.end) };
}

/** Many findings lie in one file: its lines are counted once a report. */
const counted = new WeakMap<ReportInput, Map<string, LineMap>>();

function linesOf(file: string, input: ReportInput): LineMap {
  const files = counted.get(input) ?? new Map<string, LineMap>();
  counted.set(input, files);
  const map = files.get(file) ?? lineMap(input.textOf(file) ?? '');
  files.set(file, map);
  return map;
}
