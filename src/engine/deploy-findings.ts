import { emptyDatabase } from '../catalog/after-migrations.ts';
import { deploys } from '../catalog/deploys.ts';
import type { Catalog } from '../facts/catalog.ts';
import type { Change } from '../facts/change.ts';
import type { Deploy } from '../facts/deploy.ts';
import type { Migration } from '../facts/history.ts';
import type { ChangeContext, DeployContext, RuleContext } from '../rule/context.ts';
import type { Finding, Report } from '../rule/finding.ts';
import type { Reports } from '../rule/rule.ts';
import { lastAnswers } from '../text/last-answers.ts';
import { once } from '../text/once.ts';
import type { ChosenRule } from './choose-rules.ts';
import type { ProjectFacts } from './facts.ts';
import { judgedDeploys } from './judged-deploys.ts';
import { catalogOf, list } from './object-findings.ts';
import { placed } from './placed.ts';
import { walkDeploy, type WalkedStep } from './walk-deploy.ts';

/**
 * Asks about the judged part of the history, deploy by deploy. The whole history is asked about once more, as one deploy
 * on an empty database; what a rule has said of a place already it does not say again.
 */
export function deployFindings(facts: ProjectFacts, rules: readonly ChosenRule[]): readonly Finding[] {
  const judged = new Set(facts.judged);
  const findings = judgedDeploys(facts).flatMap(({ deploy, live }) => findingsOf(deploy, live, { facts, judged, as: 'deploy' }, rules));
  const told = new Set(findings.map(ruleAndPlace));
  const fresh = freshFindings({ facts, judged, as: 'freshDatabase' }, rules);
  return [...findings, ...fresh.filter((finding) => !told.has(ruleAndPlace(finding)))];
}

function ruleAndPlace({ rule, at: { file, span } }: Finding): string {
  return `${rule} ${file}:${span.start}-${span.end}`;
}

/** The whole history as a database that is set up anew gets it. */
function freshFindings(on: Judged, rules: readonly ChosenRule[]): readonly Finding[] {
  const { facts: { history: { migrations }, runner, postgres } } = on;
  const asked = rules.filter(({ rule }) => rule.check.freshDatabase !== undefined);
  if (asked.length === 0) return [];
  return deploys(migrations, runner, 'together', postgres).flatMap((deploy) => findingsOf(deploy, emptyDatabase, on, asked));
}

/** What is known of a deploy. */
interface Found {
  /** What each rule found that was asked. */
  readonly byRule: WeakMap<ChosenRule, readonly Finding[]>;
  /** What the rules that were asked last found together. */
  last: { readonly rules: readonly ChosenRule[]; readonly findings: readonly Finding[] } | null;
}

/** The form on disk and the last that an editor held, each as a deploy and as part of a fresh database. */
const known = lastAnswers<Migration, Found>(6);

interface Judged {
  readonly facts: ProjectFacts;
  /** Migrations of which findings are wanted. */
  readonly judged: ReadonlySet<Migration>;
  readonly as: 'deploy' | 'freshDatabase';
}

/** Asks the rules that were not asked of this very deploy before: an editor asks for hundreds of them at every key. */
function findingsOf(deploy: Deploy, live: Catalog, on: Judged, rules: readonly ChosenRule[]): readonly Finding[] {
  const { migrations } = deploy;
  const [first] = migrations;
  if (first === undefined) return [];
  const { facts: { runner, postgres, statistics, smallTable, base }, judged, as } = on;
  const of = [
    as, live, runner, postgres, statistics, smallTable?.rows, smallTable?.bytes, base?.declared,
    ...migrations, 'judged', ...migrations.filter((migration) => judged.has(migration)),
  ];
  const found = known(first, of, () => ({ byRule: new WeakMap(), last: null }));
  if (found.last?.rules === rules) return found.last.findings;
  const kinds = kindsIn(deploy);
  const asking = rules.filter(({ rule: { check } }) => asks(check, kinds, as));
  const missing = asking.filter((chosen) => !found.byRule.has(chosen));
  const asked = missing.length === 0 ? null : askAbout(deploy, live, { ...on, kinds }, missing);
  const files = new Set(migrations.map(({ file }) => file));
  const keeping = missing.map((chosen) => {
    const { findings, isOfDeployAlone } = asked?.get(chosen) ?? { findings: [], isOfDeployAlone: true };
    const isKept = isOfDeployAlone && findings.every(({ at }) => files.has(at.file));
    if (isKept) found.byRule.set(chosen, findings);
    return isKept;
  });
  const findings = asking.flatMap((chosen) => found.byRule.get(chosen) ?? asked?.get(chosen)?.findings ?? []);
  if (keeping.every((isKept) => isKept)) found.last = { rules, findings };
  return findings;
}

/** The kinds of change that a deploy has. */
function kindsIn({ transactions }: Deploy): ReadonlySet<Change['kind']> {
  return new Set(transactions.flatMap(({ steps }) => steps.flatMap(({ statement }) => statement.changes.map(({ kind }) => kind))));
}

/** Of some hundred rules most ask about nothing that a deploy does. */
function asks(check: Check, kinds: ReadonlySet<Change['kind']>, as: Judged['as']): boolean {
  return check[as] !== undefined || (as === 'deploy' && asksAboutSteps(check, kinds));
}

/** A rule that asks about a deploy as a whole alone needs no walk, unless it asks for one. */
function asksAboutSteps(check: Check, kinds: ReadonlySet<Change['kind']>): boolean {
  return check.statement !== undefined || check.change !== undefined || [...kinds].some((kind) => check[kind] !== undefined);
}

/** What a rule found, and whether it asked of nothing but the deploy and the database that it finds. */
interface Answered {
  readonly findings: readonly Finding[];
  readonly isOfDeployAlone: boolean;
}

function askAbout(
  deploy: Deploy, live: Catalog, on: Judged & { readonly kinds: ReadonlySet<Change['kind']> }, rules: readonly ChosenRule[],
): ReadonlyMap<ChosenRule, Answered> {
  const { facts, judged, as, kinds } = on;
  const walk = once(() => walkDeploy(deploy, live, { ...facts, deployed: facts.base?.declared ?? null }));
  const moments = once(() => walk().flatMap((walked) => walked.moments));
  const steps = once(() => walk().filter(({ step }) => judged.has(step.migration)));
  return new Map(rules.map((chosen) => {
    let isOfDeployAlone = true;
    const current = (): Catalog => {
      isOfDeployAlone = false;
      return catalogOf(facts);
    };
    const whole = askAboutDeploy(chosen, deploy, { on, moments, current });
    const ofSteps = as === 'deploy' && asksAboutSteps(chosen.rule.check, kinds)
      ? steps().flatMap((walked) => askAboutStep(chosen, walked, facts)) : [];
    const reports = [...ofSteps, ...whole];
    return [chosen, { findings: placed(chosen, reports, facts), isOfDeployAlone }];
  }));
}

type Check = ChosenRule['rule']['check'];

/** Of a whole deploy: what is said of migrations that nobody asked about is left out. */
function askAboutDeploy(
  chosen: ChosenRule, deploy: Deploy,
  { on: { facts, judged, as }, ...asked }: { readonly on: Judged } & Pick<DeployContext<never>, 'moments' | 'current'>,
): readonly Report[] {
  const ask = chosen.rule.check[as];
  if (ask === undefined) return [];
  const on: DeployContext<never> = { ...ruleContext(chosen, facts), ...asked, isJudged: (migration) => judged.has(migration) };
  const reports = list(ask(deploy, on));
  if (reports.length === 0) return reports;
  const files = new Set(deploy.migrations.filter((migration) => !judged.has(migration)).map(({ file }) => file));
  return reports.filter(({ at }) => !files.has(at.file));
}

function askAboutStep(chosen: ChosenRule, { step, at, moments }: WalkedStep, facts: ProjectFacts): readonly Report[] {
  const { options, postgres, runner } = ruleContext(chosen, facts);
  const ofStatement = list(chosen.rule.check.statement?.(step.statement, { ...at, options, postgres, runner }));
  const ofChanges = moments.flatMap((moment) => checksOf(chosen, moment.change).flatMap((ask) =>
    list(ask(moment.change, { ...moment, options, postgres, runner }))));
  return [...ofStatement, ...ofChanges];
}

function ruleContext(chosen: ChosenRule, { postgres, runner }: ProjectFacts): RuleContext<never> {
  return { options: chosen.options as never, postgres, runner };
}

type Ask = (change: Change, on: ChangeContext<never>) => Reports;

/** The check for this kind of change and the one for all. A key is for its own kind: the compiler cannot follow that. */
function checksOf({ rule: { check } }: ChosenRule, change: Change): readonly Ask[] {
  const ofKind = check[change.kind] as Ask | undefined;
  return [ofKind, check.change].filter((ask) => ask !== undefined);
}
