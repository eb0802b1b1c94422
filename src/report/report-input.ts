import type { Finding } from '../rule/finding.ts';
import type { Rule } from '../rule/rule.ts';
import type { Rewrite } from '../engine/fixes.ts';
import type { Counts } from '../engine/judge.ts';
import type { SuppressedFinding } from '../engine/suppress.ts';
import { docsUrl } from './docs-url.ts';

/** What formats say of a rule. */
export type RuleWords = Pick<Rule, 'id' | 'title' | 'why' | 'instead' | 'level' | 'file'>;

/**
 * What a format turns into text. Paths in findings are relative to the root of the repository, which is what services
 * that show findings beside the code ask for.
 */
export interface ReportInput {
  /** Those that are shown. */
  readonly findings: readonly Finding[];
  /** Of all findings, those too that are not shown. */
  readonly totals: Totals;
  /** Those that comments take away. */
  readonly suppressed: readonly SuppressedFinding[];
  /** Those that the baseline knows. */
  readonly known: readonly Finding[];
  readonly counts: Counts;
  /** Why these migrations were judged, as a sentence: `3 new of 186; --all judges all`. */
  readonly scope: string;
  /** What the judgement rests on or leaves out, a sentence each. */
  readonly notes: readonly string[];
  readonly durationMs: number;
  /** Rules that findings may be of. */
  readonly rules: readonly RuleWords[];
  /** Our own version. */
  readonly version: string;
  /** Would `--fix` cure it? */
  readonly isFixable: (finding: Finding) => boolean;
  /** What `sluice rewrite` could make of it. */
  readonly rewritesOf: (finding: Finding) => readonly Rewrite[];
  /** The text of a file, or null if it cannot be read (a file that is missing is what some findings are about). */
  readonly textOf: (file: string) => string | null;
  /** A file's path as the user sees it: relative to the working directory. */
  readonly pathOf: (file: string) => string;
}

/** How a rewrite is asked for. */
export function rewriteCommand(rule: string, { number }: Rewrite): string {
  return `sluice rewrite ${rule}${number === 1 ? '' : ` --suggestion ${number}`}`;
}

export interface Totals {
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
}

/** How many findings there are of each level. */
export function tally(findings: readonly Finding[]): Totals {
  const count = (level: Finding['level']): number => findings.filter((finding) => finding.level === level).length;
  return { errors: count('error'), warnings: count('warn'), infos: count('info') };
}

/** Path of a rule's page inside the package; of a project's own rule that of its file, as the user sees it. */
export function docsOf(rule: string, { rules, pathOf }: ReportInput): string {
  const file = fileOfRule(rule, rules);
  return file === null ? `docs/rules/${rule}.md` : pathOf(file);
}

/** Where a rule can be read about: the address of its page, or for a project's own rule the command that prints it. */
export function moreOf(rule: string, { rules, version }: ReportInput): string {
  return fileOfRule(rule, rules) === null ? docsUrl(rule, version) : `sluice explain ${rule}`;
}

/** The file of a project's own rule; null for one of ours. */
export function fileOfRule(id: string, rules: readonly RuleWords[]): string | null {
  return rules.find((rule) => rule.id === id)?.file ?? null;
}
