import type { Catalog } from '../facts/catalog.ts';
import type { Finding } from '../rule/finding.ts';
import { recordFindings, withoutKnown, type BaselineEntry, type FoundBaseline } from './baseline.ts';
import type { ChosenRule } from './choose-rules.ts';
import { deployFindings } from './deploy-findings.ts';
import { directedFiles, directiveReports, directsJudged } from './directive-reports.ts';
import type { ProjectFacts, ProjectState } from './facts.ts';
import { conflictReports, historyReports } from './history-reports.ts';
import { conventionsIn } from './conventions-in.ts';
import { catalogOf, objectReports } from './object-findings.ts';
import { placed } from './placed.ts';
import { suppress, type SuppressedFinding } from './suppress.ts';

/** What a run came to. */
export interface Judgement {
  /** Those that count. */
  readonly findings: readonly Finding[];
  /** Those that a comment in the file takes away. */
  readonly suppressed: readonly SuppressedFinding[];
  /** Those that the baseline knows. */
  readonly known: readonly Finding[];
  /** What the baseline lists and nobody found, rules that did not run apart. Of use where a whole project is judged. */
  readonly stale: readonly BaselineEntry[];
  readonly counts: Counts;
}

/** Numbers for the summary. Statements are those of the judged migrations. */
export interface Counts {
  readonly migrations: number;
  readonly judged: number;
  readonly statements: number;
  readonly unparsable: number;
  readonly unanalysed: number;
  readonly unmodelled: number;
  readonly tables: number;
  readonly partialTables: number;
}

/** What a judgement needs besides facts and rules. */
export interface JudgeOptions {
  /** Ids of every rule there is, those that are off too; left out: those of the chosen rules. */
  readonly ruleIds?: readonly string[];
  readonly baseline?: FoundBaseline | null;
}

/**
 * Asks every chosen rule about everything it names; comments and the baseline take away from what is found. Findings
 * come in the order of files and places. While a merge is unfinished that is all there is to say: what would be found in
 * the halves of two histories is true of neither.
 */
export function judge(facts: ProjectFacts, rules: readonly ChosenRule[], options: JudgeOptions = {}): Judgement {
  const unfinished = rules.flatMap((chosen) => placed(chosen, conflictReports(chosen, facts), facts));
  if (unfinished.length > 0) return { ...nothingFound, findings: inOrder(unfinished), counts: countsOf(facts, catalogOf(facts)) };
  const current = catalogOf(facts);
  const objects = objectFindings(facts, rules, current);
  const found = [
    ...objects.fresh,
    ...rules.flatMap((chosen) => placed(chosen, historyReports(chosen, facts), facts)),
    ...deployFindings(facts, rules),
  ];
  const ruleIds = new Set(options.ruleIds ?? rules.map(({ rule }) => rule.id));
  const all = inOrder([...found, ...commentFindings(found, objects, { facts, rules, ruleIds })]);
  const { kept, suppressed } = suppress(all, directedFiles(facts));
  return { suppressed, ...partedBy(options.baseline ?? null, kept, rules, ruleIds), counts: countsOf(facts, current) };
}

const nothingFound: Omit<Judgement, 'counts'> = { findings: [], suppressed: [], known: [], stale: [] };

/** Findings about objects: new ones, those that the base had too, and those of the base at their places there. */
type ObjectFindings = Readonly<Record<'fresh' | 'old' | 'atBase', readonly Finding[]>>;

function objectFindings(facts: ProjectFacts, rules: readonly ChosenRule[], current: Catalog): ObjectFindings {
  const base = facts.base === null ? null : catalogOf(facts.base);
  const conventions = conventionsIn(rules);
  const asked = rules.map((chosen) => ({ chosen, reports: objectReports(chosen, { ...facts, conventions }, current, base) }));
  const all = (part: keyof ObjectFindings): readonly Finding[] =>
    asked.flatMap(({ chosen, reports }) => placed(chosen, reports[part], facts));
  return { fresh: all('fresh'), old: all('old'), atBase: all('atBase') };
}

interface Asked {
  readonly facts: ProjectFacts;
  readonly rules: readonly ChosenRule[];
  readonly ruleIds: ReadonlySet<string>;
}

/** What is to be said of comments that take findings away, and was not to be said at the base. */
function commentFindings(found: readonly Finding[], objects: ObjectFindings, asked: Asked): readonly Finding[] {
  const { facts } = asked;
  const findings = aboutComments([...found, ...objects.old, ...asDeploysOfTheirOwn(asked)], facts, asked);
  if (facts.base === null || findings.length === 0) return findings;
  const before = aboutComments(objects.atBase, { ...facts.base, judged: [] }, asked);
  const asIs = (file: string): string => file;
  return withoutKnown(inOrder(findings), recordFindings(before, asIs), asIs).findings;
}

function aboutComments(
  found: readonly Finding[], state: ProjectState & Pick<ProjectFacts, 'judged'>, { facts, rules, ruleIds }: Asked,
): readonly Finding[] {
  const files = directedFiles(state);
  if (files.length === 0) return [];
  const comments = { facts: { ...facts, ...state }, rules, ruleIds, used: suppress(found, files).used };
  return rules.flatMap((chosen) => placed(chosen, directiveReports(chosen, comments), facts));
}

/**
 * In one deploy an index on a new table blocks nobody. A comment that is needed once its migration is a deploy of its
 * own, as `check --all` will judge it, is not unused.
 */
function asDeploysOfTheirOwn({ facts, rules }: Asked): readonly Finding[] {
  if (facts.grouping === 'oneByOne' || !directsJudged(facts)) return [];
  return deployFindings({ ...facts, grouping: 'oneByOne' }, rules);
}

function partedBy(
  found: FoundBaseline | null, findings: readonly Finding[], rules: readonly ChosenRule[], ruleIds: ReadonlySet<string>,
): Pick<Judgement, 'findings' | 'known' | 'stale'> {
  if (found === null) return { findings, known: [], stale: [] };
  const ran = new Set(rules.map(({ rule }) => rule.id));
  const { stale, ...parted } = withoutKnown(findings, found.baseline.findings, found.pathOf);
  return { ...parted, stale: stale.filter(({ rule }) => ran.has(rule) || !ruleIds.has(rule)) };
}

/** By file, place and rule: the same project always reads the same. */
function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((left, right) =>
    compare(left.at.file, right.at.file)
    || left.at.span.start - right.at.span.start
    || compare(left.rule, right.rule)
    || compare(left.text, right.text));
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function countsOf(facts: ProjectFacts, current: Catalog): Counts {
  const statements = facts.judged.flatMap((migration) => migration.sql?.statements ?? []);
  const reading = (wanted: string): number => statements.filter(({ reading: is }) => is === wanted).length;
  return {
    migrations: facts.history.migrations.length,
    judged: facts.judged.length,
    statements: statements.length,
    unparsable: reading('unparsable'),
    unanalysed: reading('unanalysed'),
    unmodelled: reading('unmodelled'),
    tables: current.tables.size,
    partialTables: [...current.tables.values()].filter(({ partial }) => partial).length,
  };
}
