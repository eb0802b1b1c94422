import type { Level } from './finding.ts';

/**
 * What a team can build on. `recommended` is every rule at its own level; the others raise some of them, and two of
 * them together raise to the higher level.
 */
export const presets = ['recommended', 'strict', 'conventions'] as const;
export type Preset = (typeof presets)[number];

/** The level of a rule under presets. */
export function presetLevel(
  rule: { readonly level: Level | 'off'; readonly presets?: Readonly<Partial<Record<Preset, Level>>> },
  chosen: readonly Preset[],
): Level | 'off' {
  const levels = chosen.map((preset) => rule.presets?.[preset] ?? rule.level);
  return levels.reduce((highest, level) => (weights[level] > weights[highest] ? level : highest), rule.level);
}

/** How much levels weigh, one against another. */
export const weights = { off: 0, info: 1, warn: 2, error: 3 } as const satisfies Record<Level | 'off', number>;
