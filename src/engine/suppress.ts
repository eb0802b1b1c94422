import { rulePrefix, type DirectedFile, type Directive } from '../facts/directive.ts';
import type { Finding } from '../rule/finding.ts';
import { lineMap, type LineMap } from '../text/line-map.ts';
import type { Position } from '../text/span.ts';

/** A finding that a comment takes away. */
export interface SuppressedFinding extends Finding {
  /** The comment's reason, in the word of ESLint and SARIF; null if it gives none. */
  readonly justification: string | null;
}

/** What comments did to findings. */
export interface Suppression {
  readonly kept: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  /** For a comment that took something away, the rules by which it did so as it names them; null: as one of all. */
  readonly used: Used;
}

export type Used = ReadonlyMap<Directive, ReadonlySet<string | null>>;

/**
 * Applies comments to findings as ESLint's core does (10.15, apply-disable-directives): places are compared by line and
 * column of a finding's start; a range and a comment on a line are two things, and of several that cover a finding the
 * last range is the one that is used, or the last comment on the line if there is no range. A rule that a comment turns
 * off for the file does not run there at all.
 */
export function suppress(findings: readonly Finding[], files: readonly DirectedFile[]): Suppression {
  const marks = new Map(files.map((file) => [file.file, marksOf(file)]));
  const used = new Map<Directive, Set<string | null>>();
  const kept: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const finding of findings) {
    const mark = covering(finding, marks.get(finding.at.file));
    if (mark === null) kept.push(finding);
    else {
      used.set(mark.directive, (used.get(mark.directive) ?? new Set()).add(mark.rule));
      suppressed.push({ ...finding, justification: mark.directive.reason });
    }
  }
  return { kept, suppressed, used };
}

/** Where a comment begins or ceases to hold for one rule, or for all (null). */
interface Mark extends Position {
  readonly type: 'disable' | 'enable';
  readonly rule: string | null;
  readonly directive: Directive;
}

interface Marks {
  readonly positionAt: (offset: number) => Position;
  readonly files: readonly Mark[];
  readonly ranges: readonly Mark[];
  readonly lines: readonly Mark[];
}

function marksOf({ text, language, directives }: DirectedFile): Marks {
  const { positionAt } = linesOf({ text, language });
  const marks = directives.filter(({ problem }) => problem === null).flatMap((directive) => marksOfOne(directive, positionAt));
  const inOrder = (wanted: keyof typeof reachOf): readonly Mark[] => marks.filter(({ directive }) => reachOf[wanted].includes(directive.kind)).sort(compare);
  return { positionAt, files: inOrder('file'), ranges: inOrder('range'), lines: inOrder('line') };
}

/** Lines as ESLint counts them in the language of the file. */
export function linesOf({ text, language }: Pick<DirectedFile, 'text' | 'language'>): LineMap {
  return lineMap(language === 'sql' ? text : text.replaceAll(/[\u2028\u2029]/g, '\n'));
}

const reachOf: Readonly<Record<'file' | 'range' | 'line', readonly Directive['kind'][]>> = {
  file: ['configure'], range: ['disable', 'enable'], line: ['disable-line', 'disable-next-line'],
};

function marksOfOne(directive: Directive, positionAt: Marks['positionAt']): readonly Mark[] {
  const rules = directive.rules.length === 0 ? [null] : directive.rules.map(({ id }) => id);
  return rules.flatMap((rule) => placesOf(directive, positionAt).map((place) => ({ ...place, rule, directive })));
}

/** A comment on a line holds from the line's first column up to the next line's, which is before its first. */
function placesOf({ kind, origin: { span } }: Directive, positionAt: Marks['positionAt']): readonly Omit<Mark, 'rule' | 'directive'>[] {
  switch (kind) {
    case 'disable':
    case 'enable':
      return [{ type: kind, ...positionAt(span.start) }];
    case 'disable-line':
      return wholeLine(positionAt(span.start).line);
    case 'disable-next-line':
      return wholeLine(positionAt(span.end).line + 1);
    case 'configure':
      return [{ type: 'disable', line: 0, column: 0 }];
    default:
      return kind satisfies never;
  }
}

function wholeLine(line: number): readonly Omit<Mark, 'rule' | 'directive'>[] {
  return [{ type: 'disable', line, column: 1 }, { type: 'enable', line: line + 1, column: 0 }];
}

function covering({ rule, at, isBeforeLine }: Finding, marks: Marks | undefined): Mark | null {
  if (marks === undefined) return null;
  const start = marks.positionAt(at.span.start);
  const place = isBeforeLine === true ? { ...start, column: 0 } : start;
  return lastHolding(marks.files, rule, place) ?? lastHolding(marks.ranges, rule, place) ?? lastHolding(marks.lines, rule, place);
}

function lastHolding(marks: readonly Mark[], rule: string, place: Position): Mark | null {
  let holding: Mark | null = null;
  for (const mark of marks) {
    if (compare(mark, place) > 0) break;
    if (mark.rule !== null && mark.rule !== rulePrefix + rule) continue;
    holding = mark.type === 'disable' ? mark : null;
  }
  return holding;
}

function compare(left: Position, right: Position): number {
  return left.line - right.line || left.column - right.column;
}
