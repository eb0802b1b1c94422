import { closest } from 'fastest-levenshtein';
import * as v from 'valibot';
import type { Level } from '../rule/finding.ts';
import type { OptionsSchema, Rule } from '../rule/rule.ts';
import { Problem } from '../text/problem.ts';

/** A rule with the level and the options it runs with. */
export interface ChosenRule {
  readonly rule: Rule;
  readonly level: Level;
  readonly options: Readonly<Record<string, unknown>>;
}

/** A level, or a level with options. */
export type RuleSetting =
  | Level | 'off'
  | readonly [Level | 'off']
  | readonly [Level | 'off', Readonly<Record<string, unknown>>];

/**
 * Rules that run, with checked options. Levels come from the settings; a rule's own is its default.
 * @throws Problem for an id no rule has, or options a rule does not know.
 */
export function chooseRules(
  rules: readonly Rule[],
  settings: Readonly<Record<string, RuleSetting>>,
): readonly ChosenRule[] {
  for (const id of Object.keys(settings)) findRule(rules, id);
  return rules.flatMap((rule) => chosen(rule, settings[rule.id]));
}

/** The rule of that id. @throws Problem that names the nearest. */
export function findRule(rules: readonly Rule[], id: string): Rule {
  const found = rules.find((rule) => rule.id === id);
  if (found !== undefined) return found;
  const nearest = closest(id, rules.map((rule) => rule.id));
  throw new Problem(`There is no rule "${id}".`, `The nearest is "${nearest}"; "sluice rules" lists them all.`);
}

function chosen(rule: Rule, setting: RuleSetting | undefined): readonly ChosenRule[] {
  const [level, options] = parts(setting, rule.level);
  if (level === 'off') return [];
  return [{ rule, level, options: checkedOptions(rule, options) }];
}

function parts(
  setting: RuleSetting | undefined, own: Level | 'off',
): readonly [Level | 'off', Readonly<Record<string, unknown>>] {
  if (setting === undefined) return [own, {}];
  if (typeof setting === 'string') return [setting, {}];
  return [setting[0], setting[1] ?? {}];
}

function checkedOptions(rule: Rule, options: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (rule.options === null) {
    if (Object.keys(options).length === 0) return {};
    throw new Problem(`The rule "${rule.id}" has no options.`, `Give its level alone: "${rule.id}": "error".`);
  }
  refuseUnknownKeys(rule, rule.options, options);
  const parsed = v.safeParse(rule.options, options);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new Problem(
    `Options of the rule "${rule.id}": ${v.getDotPath(issue) ?? 'options'}: ${issue.message}.`,
    `"sluice explain ${rule.id}" shows its options.`,
  );
}

/** An option that is misspelt would otherwise be passed by in silence. */
function refuseUnknownKeys(rule: Rule, schema: OptionsSchema, options: Readonly<Record<string, unknown>>): void {
  const known = Object.keys(schema.entries);
  const unknown = Object.keys(options).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw new Problem(
    `The rule "${rule.id}" has no option "${unknown}".`,
    `The nearest is "${closest(unknown, known)}"; "sluice explain ${rule.id}" shows them all.`,
  );
}
