import { rules } from '../../rules/index.ts';
import { reportsOf } from '../../src/examples/reports-of.ts';
import type { Example } from '../../src/rule/example.ts';
import type { Finding } from '../../src/rule/finding.ts';
import type { Rule } from '../../src/rule/rule.ts';

export { exampleFiles, factsOf, firstJudged, historyFiles, memoryTexts, statisticsIn } from '../../src/examples/sample-project.ts';

/** What a rule of ours says of an example. */
export function findingsOf(rule: Rule, example: Example): readonly Finding[] {
  return reportsOf(rule, example, rules);
}
