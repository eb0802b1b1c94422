import type { History } from '../facts/history.ts';
import { unspelled } from '../facts/unspelled.ts';
import type { HistoryContext } from '../rule/context.ts';
import type { Report } from '../rule/finding.ts';
import { lastAnswers } from '../text/last-answers.ts';
import type { ChosenRule } from './choose-rules.ts';
import type { ProjectFacts, ProjectState } from './facts.ts';
import { list } from './object-findings.ts';

const known = lastAnswers<ChosenRule, readonly Report[]>(3);

/** What a rule says of the history. Where only news is wanted, what it says of the base too is left out. */
export function historyReports(chosen: ChosenRule, facts: ProjectFacts): readonly Report[] {
  const { base, tagsAtBase, history, declared, unread, postgres, runner, judged, recorded, kit, now, evaluated } = facts;
  if (chosen.rule.check.history === undefined) return [];
  if (base !== null || tagsAtBase !== null) return asked(chosen, facts);
  return known(chosen, [history, declared, unread.length > 0, postgres, runner, recorded, JSON.stringify(kit), now, evaluated, ...judged], () => asked(chosen, facts));
}

/** What a rule says of marks that an unfinished merge left. */
export function conflictReports({ rule, options }: ChosenRule, { history, unfinished = [], postgres, runner }: ProjectFacts): readonly Report[] {
  const { conflict } = rule.check;
  if (conflict === undefined) return [];
  return [...unfinished, ...history.conflicts].flatMap((problem) => list(conflict(problem, { options: options as never, postgres, runner })));
}

function asked(chosen: ChosenRule, facts: ProjectFacts): readonly Report[] {
  const reports = ask(chosen, facts, facts, {
    judged: facts.judged, tagsAtBase: facts.tagsAtBase, straysAtBase: straysOf(facts.base?.history ?? null),
    atBase: facts.atBase ?? null, recorded: facts.recorded ?? new Map(), uncommitted: facts.uncommitted ?? null,
    evaluated: facts.evaluated ?? null,
  });
  if (facts.historyReports !== 'new' || facts.base === null || reports.length === 0) return reports;
  const { migrations } = facts.base.history;
  const known = ask(chosen, facts, facts.base, {
    judged: migrations, tagsAtBase: null, straysAtBase: new Set(),
    atBase: null, recorded: new Map(), uncommitted: null, evaluated: null,
  });
  const told = new Set(known.map(({ text }) => text));
  return reports.filter(({ text }) => !told.has(text));
}

type Comparison = Pick<HistoryContext<never>,
  'judged' | 'tagsAtBase' | 'straysAtBase' | 'atBase' | 'recorded' | 'uncommitted' | 'evaluated'>;

function ask(
  { rule, options }: ChosenRule, { postgres, runner, kit, now, spell }: ProjectFacts, state: ProjectState, comparison: Comparison,
): readonly Report[] {
  const on: HistoryContext<never> = {
    options: options as never,
    postgres,
    runner,
    kit: kit ?? null,
    now,
    spell: spell ?? unspelled,
    declared: state.declared,
    declaredInPart: state.unread.length > 0,
    ...comparison,
  };
  return list(rule.check.history?.(state.history, on));
}

function straysOf(history: History | null): ReadonlySet<string> {
  return new Set(history === null ? [] : [...history.strayFiles, ...history.straySnapshots.map(({ file }) => file)]);
}
