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
import type { Finding } from '../rule/finding.ts';
import type { Reports } from '../rule/rule.ts';
import { lastAnswers } from '../text/last-answers.ts';
import type { ChosenRule } from './choose-rules.ts';
import type { ProjectFacts } from './facts.ts';
import { list } from './object-findings.ts';
import { placed } from './placed.ts';

/**
 * Folds the history and asks about the judged part of it, deploy by deploy. A migration that is not judged only gives
 * the state for those behind it; that also holds between two judged ones.
 */
export function deployFindings(facts: ProjectFacts, rules: readonly ChosenRule[]): readonly Finding[] {
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
      findings.push(...findingsOf(stretch.deploy, catalog, { facts, judged }, rules));
      catalog = afterMigrations(stretch.deploy.migrations, catalog);
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

/** What each rule found in a deploy. */
type Found = WeakMap<ChosenRule, readonly Finding[]>;

/** The form on disk and the last that an editor held. */
const known = lastAnswers<Migration, Found>(3);

interface Judged {
  readonly facts: ProjectFacts;
  /** Migrations of which findings are wanted. */
  readonly judged: ReadonlySet<Migration>;
}

/** Asks the rules that were not asked of this very deploy before: an editor asks for hundreds of them at every key. */
function findingsOf(deploy: Deploy, live: Catalog, on: Judged, rules: readonly ChosenRule[]): readonly Finding[] {
  const { migrations } = deploy;
  const [first] = migrations;
  if (first === undefined) return [];
  const { facts: { runner, postgres }, judged } = on;
  const of = [live, runner, postgres, ...migrations, 'judged', ...migrations.filter((migration) => judged.has(migration))];
  const found = known(first, of, () => new WeakMap());
  const missing = rules.filter((chosen) => !found.has(chosen));
  if (missing.length === 0) return rules.flatMap((chosen) => found.get(chosen) ?? []);
  const walked = walkDeploy(deploy, live, on, missing);
  const files = new Set(migrations.map(({ file }) => file));
  for (const chosen of missing) {
    const findings = walked.get(chosen) ?? [];
    if (findings.every(({ at }) => files.has(at.file))) found.set(chosen, findings);
  }
  return rules.flatMap((chosen) => found.get(chosen) ?? walked.get(chosen) ?? []);
}

function walkDeploy(
  deploy: Deploy, live: Catalog, { facts, judged }: Judged, rules: readonly ChosenRule[],
): ReadonlyMap<ChosenRule, readonly Finding[]> {
  const found = new Map<ChosenRule, Finding[]>(rules.map((chosen) => [chosen, []]));
  const after = afterMigrations(deploy.migrations, live);
  let before = live;
  let newborns = beforeDeploy(live);
  for (const transaction of deploy.transactions) {
    const atStart = newborns;
    for (const step of transaction.steps) {
      const asked = judged.has(step.migration) ? rules : [];
      const place = { deploy, transaction, step, live, after, atStart, facts };
      askAboutStatement({ ...place, before, newborns }, asked, found);
      for (const change of step.statement.changes) {
        askAboutChange(change, { ...place, before, newborns }, asked, found);
        before = applyChange(before, change).catalog;
        newborns = afterChange(newborns, change);
      }
    }
  }
  return found;
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

type Collected = ReadonlyMap<ChosenRule, Finding[]>;

function askAboutStatement(place: Place, rules: readonly ChosenRule[], found: Collected): void {
  for (const chosen of rules) {
    const ask = chosen.rule.check.statement;
    if (ask === undefined) continue;
    found.get(chosen)?.push(...placed(chosen, list(ask(place.step.statement, statementContext(chosen, place))), place.facts));
  }
}

function askAboutChange(change: Change, place: Place, rules: readonly ChosenRule[], found: Collected): void {
  const asked = rules.flatMap((chosen) => checksOf(chosen, change).map((ask) => ({ chosen, ask })));
  if (asked.length === 0) return;
  const { before, facts: { postgres: major }, step: { statement } } = place;
  const predicted = effects(change, before, { major, inTransaction: !place.transaction.alone || statement.tag === 'DO' });
  for (const { chosen, ask } of asked) {
    const on: ChangeContext<never> = {
      ...statementContext(chosen, place),
      statement,
      effects: predicted,
      breaking: () => breaking(change, place),
    };
    found.get(chosen)?.push(...placed(chosen, list(ask(change, on)), place.facts));
  }
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
