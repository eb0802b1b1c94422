import { closest, distance } from 'fastest-levenshtein';
import picomatch from 'picomatch';
import * as v from 'valibot';
import type { Level } from '../rule/finding.ts';
import { presetLevel, type Preset } from '../rule/presets.ts';
import type { OptionsSchema, Rule } from '../rule/rule.ts';
import { Problem } from '../text/problem.ts';

/** A rule with the options it runs with, and its level, which may be another in some files. */
export interface ChosenRule {
  readonly rule: Rule;
  readonly options: Readonly<Record<string, unknown>>;
  /** Its level for findings in a file; `off`: such findings are none, or the rule runs with other options there. */
  readonly levelIn: (file: string) => Level | 'off';
}

/** A level, or a level with options. */
export type RuleSetting =
  | Level | 'off'
  | readonly [Level | 'off']
  | readonly [Level | 'off', Readonly<Record<string, unknown>>];

export type RuleSettings = Readonly<Record<string, RuleSetting>>;

/** What the settings say of rules. */
export interface RuleChoice {
  /** `recommended` is always there. */
  readonly extends?: Preset | readonly Preset[];
  readonly rules: RuleSettings;
  /** For files that one of the globs matches; the last that speaks of a rule wins. */
  readonly overrides?: readonly { readonly files: string | readonly string[]; readonly rules: RuleSettings }[];
  /** A file's path as the globs of overrides name it; as it is where this is left out. */
  readonly pathOf?: (file: string) => string;
}

/**
 * Rules that run, with checked options: once for each set of options that some files have.
 * @throws Problem for an id no rule has, or options a rule does not know.
 */
export function chooseRules(rules: readonly Rule[], choice: RuleChoice): readonly ChosenRule[] {
  const overrides = choice.overrides ?? [];
  for (const settings of [choice.rules, ...overrides.map((override) => override.rules)]) {
    for (const id of Object.keys(settings)) findRule(rules, id);
  }
  return rules.flatMap((rule) => chosen(rule, layersOf(rule, choice)));
}

/** The rule of that id. @throws Problem that names the nearest. */
export function findRule(rules: readonly Rule[], id: string): Rule {
  const found = rules.find((rule) => rule.id === id);
  if (found !== undefined) return found;
  const ids = rules.map((rule) => rule.id);
  const nearest = ids.find((one) => id !== '' && one.startsWith(id)) ?? closest(id, ids);
  const meant = distance(id, nearest) <= id.length / 2 ? `The nearest is "${nearest}"; ` : '';
  throw new Problem(`There is no rule "${id}".`, `${meant}"sluice rules" lists them all.`);
}

/** What one part of the settings says of a rule, and the files it says it for. */
interface Layer {
  readonly level: Level | 'off';
  /** Null: those of the layer below. */
  readonly options: Readonly<Record<string, unknown>> | null;
  readonly covers: (file: string) => boolean;
}

function layersOf(rule: Rule, { extends: chosenPresets = [], rules, overrides = [], pathOf }: RuleChoice): readonly Layer[] {
  const own = presetLevel(rule, [chosenPresets].flat());
  const path = pathOf ?? ((file: string) => file);
  const ground = layer(rules[rule.id] ?? own, () => true);
  const above = overrides.flatMap((override) => {
    const setting = override.rules[rule.id];
    if (setting === undefined) return [];
    const isMatch = picomatch([override.files].flat().map((glob) => glob.replace(/^\.\//, '')), { dot: true });
    return [layer(setting, (file) => isMatch(path(file)))];
  });
  return [{ ...ground, options: ground.options ?? {} }, ...above];
}

function layer(setting: RuleSetting, covers: Layer['covers']): Layer {
  if (typeof setting === 'string') return { level: setting, options: null, covers };
  return { level: setting[0], options: setting[1] ?? null, covers };
}

function chosen(rule: Rule, layers: readonly Layer[]): readonly ChosenRule[] {
  if (layers.every(({ level }) => level === 'off')) return [];
  return layers.flatMap((source): readonly ChosenRule[] => {
    if (source.options === null) return [];
    const levelIn = (file: string): Level | 'off' => {
      const covering = layers.filter(({ covers }) => covers(file));
      const isSource = covering.findLast(({ options }) => options !== null) === source;
      return isSource ? covering.at(-1)?.level ?? 'off' : 'off';
    };
    return [{ rule, options: checkedOptions(rule, source.options), levelIn }];
  });
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
