import type { RuleChoice, RuleSetting } from '../../engine/choose-rules.ts';
import type { Intake } from '../../intake/take-in.ts';
import type { Level } from '../../rule/finding.ts';
import type { Preset } from '../../rule/presets.ts';
import type { Rule } from '../../rule/rule.ts';

/** What an ESLint configuration says of rules. */
export interface HostChoice {
  /** The preset of the configuration, for a project whose settings name none. */
  readonly preset: Preset;
  /**
   * Rules that the configuration turns on whatever the settings say, by their ids, with the options it gives them; null:
   * it gives none, and those of the settings hold.
   */
  readonly ruleOptions: Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;
}

/**
 * The project's own settings, as the command line has them. Options of the ESLint configuration win over those of the
 * settings, overrides too, and turn their rule on: whoever writes them there wants to see it there. A rule that is another
 * project's own is none of this one.
 */
export function ruleChoice(
  { settings, pathInSettings }: Pick<Intake, 'settings' | 'pathInSettings'>, { preset, ruleOptions }: HostChoice, rules: readonly Rule[],
): RuleChoice {
  const own = settings.rules as RuleChoice['rules'];
  const given = Object.entries(ruleOptions).filter(([id]) => rules.some((rule) => rule.id === id)).map(([id, options]) => [id, turnedOn(levelOf(id, rules), options ?? own[id])] as const);
  const withoutGiven = (settings: RuleChoice['rules']): RuleChoice['rules'] =>
    Object.fromEntries(Object.entries(settings).filter(([id]) => (ruleOptions[id] ?? null) === null));
  return {
    extends: [settings.extends].flat().length === 0 ? preset : settings.extends,
    rules: { ...own, ...Object.fromEntries(given) },
    overrides: settings.overrides.map(({ files, rules: there }) => ({ files, rules: withoutGiven(there as RuleChoice['rules']) })),
    pathOf: pathInSettings,
  };
}

/** With the options that are given, or with what the settings say as long as it is not `off`. */
function turnedOn(level: Level, given: Readonly<Record<string, unknown>> | RuleSetting | undefined): RuleSetting {
  if (given === undefined || given === 'off') return level;
  if (typeof given === 'string') return given;
  if (!isSetting(given)) return [level, given];
  return given[0] !== 'off' ? given : given[1] === undefined ? level : [level, given[1]];
}

function isSetting(given: Readonly<Record<string, unknown>> | Exclude<RuleSetting, string>): given is Exclude<RuleSetting, string> {
  return Array.isArray(given);
}

/** ESLint gives findings its own severity; here a rule only has to be on. */
function levelOf(id: string, rules: readonly Rule[]): Level {
  const level = rules.find((rule) => rule.id === id)?.level ?? 'off';
  return level === 'off' ? 'warn' : level;
}
