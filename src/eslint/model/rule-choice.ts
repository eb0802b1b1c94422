import type { RuleChoice } from '../../engine/choose-rules.ts';
import type { Intake } from '../../intake/take-in.ts';
import type { Preset } from '../../rule/presets.ts';
import type { Rule } from '../../rule/rule.ts';

/** What an ESLint configuration says of rules. */
export interface HostChoice {
  /** The preset of the configuration, for a project whose settings name none. */
  readonly preset: Preset;
  /** Options that the configuration gives to rules, by their ids. */
  readonly ruleOptions: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * The project's own settings, as the command line has them. Options of the ESLint configuration win over those of the
 * settings, overrides too, and turn their rule on: whoever writes them there wants to see it there.
 */
export function ruleChoice(
  { settings, pathInSettings }: Pick<Intake, 'settings' | 'pathInSettings'>, { preset, ruleOptions }: HostChoice, rules: readonly Rule[],
): RuleChoice {
  const given = Object.entries(ruleOptions).map(([id, options]) => [id, [levelOf(id, rules), options] as const] as const);
  const withoutGiven = (settings: RuleChoice['rules']): RuleChoice['rules'] =>
    Object.fromEntries(Object.entries(settings).filter(([id]) => !Object.hasOwn(ruleOptions, id)));
  return {
    extends: [settings.extends].flat().length === 0 ? preset : settings.extends,
    rules: { ...settings.rules as RuleChoice['rules'], ...Object.fromEntries(given) },
    overrides: settings.overrides.map(({ files, rules: own }) => ({ files, rules: withoutGiven(own as RuleChoice['rules']) })),
    pathOf: pathInSettings,
  };
}

/** ESLint gives findings its own severity; here a rule only has to be on. */
function levelOf(id: string, rules: readonly Rule[]): 'error' | 'warn' | 'info' {
  const level = rules.find((rule) => rule.id === id)?.level ?? 'off';
  return level === 'off' ? 'warn' : level;
}
