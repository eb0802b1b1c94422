import * as v from 'valibot';
import { presets, type Preset } from '../rule/presets.ts';
import { Problem } from '../text/problem.ts';
import type { PlaceSettings } from './model/place-settings.ts';

/**
 * `settings.sluice` of an ESLint configuration: which project is meant, if it is not the nearest around the file, with
 * the meaning of the flags of `sluice check`.
 */
export interface EslintSettings extends PlaceSettings {
  /** The preset of our configurations that is mounted, for a project whose own settings name none. */
  readonly preset?: Preset;
  /** For the cache of ESLint; see configs.ts. */
  readonly toJSON?: () => unknown;
}

/** The settings, read. */
export interface ReadSettings {
  /** Null: none of our configurations is in use, so a rule is mounted because somebody wants it. */
  readonly preset: Preset | null;
  /** What the model checks, which knows what it means. */
  readonly place: unknown;
}

const schema = v.looseObject({ preset: v.exactOptional(v.picklist(presets)), toJSON: v.exactOptional(v.function()) });

/** Reads `settings.sluice`; undefined stands for none. @throws Problem for a preset that is none of ours. */
export function readSettings(value: unknown): ReadSettings {
  if (value === undefined) return { preset: null, place: undefined };
  const parsed = v.safeParse(schema, value);
  if (!parsed.success) {
    throw new Problem(
      'settings.sluice of the ESLint configuration is no object, or its "preset" is unknown.',
      `The presets are ${presets.join(', ')}.`,
    );
  }
  // A configuration that was printed as JSON and read back carries the key of the cache.
  const { preset, toJSON: _, project: __, ...place } = parsed.output;
  return { preset: preset ?? null, place };
}
