import * as v from 'valibot';
import { conventionsOf, noConventions, type Conventions } from '../naming/conventions.ts';
import { namingPresets, type NamingPreset } from '../naming/presets.ts';
import type { ChosenRule } from './choose-rules.ts';

/** The rule whose options are the project's patterns of names. */
const patternRule = 'naming/pattern';
const presets = Object.keys(namingPresets) as NamingPreset[];
const withPreset = v.looseObject({ preset: v.optional(v.picklist(presets)) });

const known = new WeakMap<ChosenRule, Conventions>();

/** The patterns of names that a project has configured: those of the first choice, where files have several. */
export function conventionsIn(rules: readonly ChosenRule[]): Conventions {
  const chosen = rules.find(({ rule }) => rule.id === patternRule);
  if (chosen === undefined) return noConventions;
  const before = known.get(chosen) ?? conventionsFrom(chosen.options);
  known.set(chosen, before);
  return before;
}

/** Options of a chosen rule are checked, and their patterns parsed. */
function conventionsFrom(options: ChosenRule['options']): Conventions {
  const { preset } = v.parse(withPreset, options);
  return conventionsOf(preset ?? null, { ...noConventions, ...options });
}
