import type { Finding, Level, Report } from '../rule/finding.ts';
import { weights } from '../rule/presets.ts';
import type { Rule } from '../rule/rule.ts';
import type { ChosenRule } from './choose-rules.ts';
import type { ProjectFacts } from './facts.ts';

/** What a rule answered, as findings: with its words and levels, those left out that are off where they lie. */
export function placed(chosen: ChosenRule, reports: readonly Report[], facts: ProjectFacts): readonly Finding[] {
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
    ...(report.isBeforeLine === true ? { isBeforeLine: true } : {}),
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
