/** The public API: a project's facts in, findings out, with the rules of the package. */
export { rules } from '../rules/index.ts';
export { chooseRules } from './engine/choose-rules.ts';
export type { ChosenRule, RuleChoice, RuleSetting } from './engine/choose-rules.ts';
export { judge } from './engine/judge.ts';
export type { Counts, Judgement } from './engine/judge.ts';
export type { ProjectFacts, ProjectState } from './engine/facts.ts';
export { takeIn } from './intake/take-in.ts';
export type { Intake } from './intake/take-in.ts';
export type { Request, Scope } from './intake/request.ts';
export { defineConfig } from './project/config.ts';
export type { SluiceConfig } from './project/config.ts';
export { json } from './report/json.ts';
export { noPaint, pretty } from './report/pretty.ts';
export type { ReportInput } from './report/report-input.ts';
export { Problem } from './text/problem.ts';
export type { Finding, Level } from './rule/finding.ts';
