import { chooseRules, type ChosenRule } from '../engine/choose-rules.ts';
import { judge } from '../engine/judge.ts';
import type { Example } from '../rule/example.ts';
import type { Finding } from '../rule/finding.ts';
import type { Rule } from '../rule/rule.ts';
import { factsOf } from './sample-project.ts';

/** What a rule says of an example, among all the rules there are. One about comments is asked when all others have spoken. */
export function reportsOf(rule: Rule, example: Example, rules: readonly Rule[]): readonly Finding[] {
  const asked = rule.check.directive === undefined ? [rule] : [rule, ...rules.filter(({ id }) => id !== rule.id)];
  const { findings } = judge(factsOf(example), chosenFor(rule, example, asked), { ruleIds: rules.map(({ id }) => id) });
  return findings.filter((finding) => finding.rule === rule.id);
}

/** Rules at their own levels; the one that the example is of is on, with the options of the example. */
export function chosenFor(rule: Rule, { options = {} }: Example, asked: readonly Rule[]): readonly ChosenRule[] {
  const level = rule.level === 'off' ? 'error' : rule.level;
  return chooseRules(asked, { rules: { [rule.id]: [level, options as Readonly<Record<string, unknown>>] } });
}
