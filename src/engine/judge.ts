import { afterMigration, afterMigrations, emptyDatabase } from '../catalog/after-migrations.ts';
import {
  afterChange, beforeDeploy, bornHere, madeInTransaction, tableNamedHere, type Answer, type Newborns,
} from '../catalog/born-here.ts';
import { breaking } from '../catalog/breaking.ts';
import { deploys } from '../catalog/deploys.ts';
import { effects } from '../catalog/effects.ts';
import { applyChange } from '../catalog/replay.ts';
import type { Catalog } from '../facts/catalog.ts';
import type { Change } from '../facts/change.ts';
import type { Deploy, Step, Transaction } from '../facts/deploy.ts';
import type { Migration } from '../facts/history.ts';
import type { ObjectName } from '../facts/names.ts';
import type { ChangeContext, StatementContext } from '../rule/context.ts';
import type { Finding, Level, Report } from '../rule/finding.ts';
import { weights } from '../rule/presets.ts';
import type { Reports, Rule } from '../rule/rule.ts';
import { recordFindings, withoutKnown, type BaselineEntry, type FoundBaseline } from './baseline.ts';
import type { ChosenRule } from './choose-rules.ts';
import { directedFiles, directiveReports, directsJudged } from './directive-reports.ts';
import type { ProjectFacts, ProjectState } from './facts.ts';
import { historyReports } from './history-reports.ts';
import { catalogOf, list, objectReports } from './object-findings.ts';
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
 * come in the order of files and places.
 */
export function judge(facts: ProjectFacts, rules: readonly ChosenRule[], options: JudgeOptions = {}): Judgement {
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

/** Findings about objects: new ones, those that the base had too, and those of the base at their places there. */
type ObjectFindings = Readonly<Record<'fresh' | 'old' | 'atBase', readonly Finding[]>>;

function objectFindings(facts: ProjectFacts, rules: readonly ChosenRule[], current: Catalog): ObjectFindings {
  const base = facts.base === null ? null : catalogOf(facts.base);
  const asked = rules.map((chosen) => ({ chosen, reports: objectReports(chosen, facts, current, base) }));
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

/**
 * Folds the history and asks about the judged part of it, deploy by deploy. A migration that is not judged only gives
 * the state for those behind it; that also holds between two judged ones.
 */
function deployFindings(facts: ProjectFacts, rules: readonly ChosenRule[]): readonly Finding[] {
  const judged = new Set(facts.judged);
  const together = facts.pending ?? facts.judged;
  const apart = facts.judged.filter((migration) => !together.includes(migration));
  const pending = [
    ...deploys(together, facts.runner, facts.grouping, facts.postgres),
    ...deploys(apart, facts.runner, 'oneByOne', facts.postgres),
  ];
  const findings: Finding[] = [];
  let catalog = emptyDatabase;
  for (const stretch of stretches(facts.history.migrations, pending, new Set([...together, ...apart]))) {
    if (stretch.kind === 'state') catalog = afterMigration(catalog, stretch.migration);
    else {
      const walk = walkDeploy(stretch.deploy, catalog, facts, (migration) => (judged.has(migration) ? rules : []));
      findings.push(...walk.findings);
      catalog = walk.catalog;
    }
  }
  return findings;
}

type Stretch =
  | { readonly kind: 'state'; readonly migration: Migration }
  | { readonly kind: 'deploy'; readonly deploy: Deploy };

/** Migrations that only give state, and deploys at the place of their first migration. */
function stretches(
  migrations: readonly Migration[], pending: readonly Deploy[], inDeploys: ReadonlySet<Migration>,
): readonly Stretch[] {
  const first = new Map(pending.map((deploy) => [deploy.migrations[0], deploy]));
  return migrations.flatMap((migration): readonly Stretch[] => {
    const deploy = first.get(migration);
    if (deploy !== undefined) return [{ kind: 'deploy', deploy }];
    return inDeploys.has(migration) ? [] : [{ kind: 'state', migration }];
  });
}

interface Walk {
  readonly findings: readonly Finding[];
  readonly catalog: Catalog;
}

function walkDeploy(
  deploy: Deploy, live: Catalog, facts: ProjectFacts, rulesFor: (migration: Migration) => readonly ChosenRule[],
): Walk {
  const findings: Finding[] = [];
  const after = afterMigrations(deploy.migrations, live);
  let before = live;
  let newborns = beforeDeploy(live);
  for (const transaction of deploy.transactions) {
    const atStart = newborns;
    for (const step of transaction.steps) {
      const rules = rulesFor(step.migration);
      const place = { deploy, transaction, step, live, after, atStart, facts };
      findings.push(...statementFindings({ ...place, before, newborns }, rules));
      for (const change of step.statement.changes) {
        findings.push(...changeFindings(change, { ...place, before, newborns }, rules));
        before = applyChange(before, change).catalog;
        newborns = afterChange(newborns, change);
      }
    }
  }
  return { findings, catalog: after };
}

/** Where in a deploy something happens. */
interface Place {
  readonly deploy: Deploy;
  readonly transaction: Transaction;
  readonly step: Step;
  /** The catalogs before the deploy, before the change, and after the deploy. */
  readonly live: Catalog;
  readonly before: Catalog;
  readonly after: Catalog;
  readonly newborns: Newborns;
  /** The newborns when the transaction began. */
  readonly atStart: Newborns;
  readonly facts: ProjectFacts;
}

function statementFindings(place: Place, rules: readonly ChosenRule[]): readonly Finding[] {
  return rules.flatMap((chosen) => {
    const ask = chosen.rule.check.statement;
    if (ask === undefined) return [];
    return placed(chosen, list(ask(place.step.statement, statementContext(chosen, place))), place.facts);
  });
}

function changeFindings(change: Change, place: Place, rules: readonly ChosenRule[]): readonly Finding[] {
  const asked = rules.flatMap((chosen) => checksOf(chosen, change).map((ask) => ({ chosen, ask })));
  if (asked.length === 0) return [];
  const { before, facts: { postgres: major }, step: { statement } } = place;
  const predicted = effects(change, before, { major, inTransaction: !place.transaction.alone || statement.tag === 'DO' });
  return asked.flatMap(({ chosen, ask }) => {
    const on: ChangeContext<never> = {
      ...statementContext(chosen, place),
      statement,
      effects: predicted,
      breaking: () => breaking(change, place),
    };
    return placed(chosen, list(ask(change, on)), place.facts);
  });
}

type Ask = (change: Change, on: ChangeContext<never>) => Reports;

/** The check for this kind of change and the one for all. A key is for its own kind: the compiler cannot follow that. */
function checksOf({ rule: { check } }: ChosenRule, change: Change): readonly Ask[] {
  const ofKind = check[change.kind] as Ask | undefined;
  return [ofKind, check.change].filter((ask) => ask !== undefined);
}

function statementContext(chosen: ChosenRule, place: Place): StatementContext<never> {
  const { deploy, transaction, step, live, before, facts } = place;
  return {
    options: chosen.options as never,
    postgres: facts.postgres,
    runner: facts.runner,
    migration: step.migration,
    deploy,
    transaction,
    before,
    beforeDeploy: live,
    bornHere: (table) => bornAt(place, table),
  };
}

/** Nobody uses it yet: a table of this deploy that is empty, or that is not to be seen before the COMMIT. */
function bornAt({ deploy, transaction, newborns, atStart }: Place, table: ObjectName): Answer {
  const isUnseen = !transaction.alone && madeInTransaction(newborns, atStart, table);
  const isFirst = isBootstrap(deploy) && tableNamedHere(newborns, table);
  return isFirst || isUnseen ? 'yes' : bornHere(newborns, table);
}

/**
 * Nobody uses yet what the first migration of a history makes. What it only alters was there before, in a history
 * without its beginning.
 */
function isBootstrap(deploy: Deploy): boolean {
  return deploy.migrations.some(({ position }) => position === 0);
}

function placed(chosen: ChosenRule, reports: readonly Report[], facts: ProjectFacts): readonly Finding[] {
  return reports.flatMap((report): readonly Finding[] => {
    const level = levelOf(report, chosen);
    return level === 'off' ? [] : [findingOf(report, level, chosen.rule, facts)];
  });
}

function findingOf(report: Report, level: Level, rule: Rule, facts: ProjectFacts): Finding {
  return {
    rule: rule.id,
    level,
    at: report.at,
    text: report.text,
    why: rule.why,
    instead: report.instead ?? rule.instead,
    related: report.related ?? [],
    migration: facts.history.migrations.find(({ file }) => file === report.at.file)?.tag ?? null,
    fix: report.fix ?? null,
    suggestions: report.suggestions ?? [],
  };
}

/** A case that is lighter than the rule's own level stays under the level that was chosen; a heavier one keeps its. */
function levelOf({ level, at }: Report, { rule, levelIn }: ChosenRule): Level | 'off' {
  const asChosen = levelIn(at.file);
  if (level === undefined || asChosen === 'off') return asChosen;
  const isLighter = weights[level] < weights[rule.level];
  return isLighter && weights[asChosen] < weights[level] ? asChosen : level;
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
