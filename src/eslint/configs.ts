import type { ConfigObject, Plugin, RulesConfig } from '@eslint/core';
import { presetLevel, type Preset } from '../rule/presets.ts';
import type { Rule } from '../rule/rule.ts';
import { journalPlugin } from './languages/journal-plugin.ts';
import type { PlaceSettings } from './model/place-settings.ts';
import { projectHash } from './project-hash.ts';
import type { EslintSettings } from './settings.ts';
import { typescriptParser } from './typescript-parser.ts';

/**
 * Flat configurations: lists to spread, or to name in `extends`. `recommended` is `schema` and `sql`, migrations and
 * journal; `strict` the same with the preset `strict`, for projects whose settings name none.
 */
export type Configs = Readonly<Record<'recommended' | 'strict' | 'schema' | 'sql', ConfigObject[]>>;

/** The configurations of the plugin for the place that is named. They mount every rule that needs no more than files. */
export function configsOf(plugin: Plugin, rules: readonly Rule[], place: PlaceSettings): Configs {
  const mount = (name: string, preset: Preset): Mount => ({
    name, plugins: { sluice: plugin }, rules: mountedRules(rules, preset), settings: { sluice: settingsOf(preset, place) },
  });
  return {
    recommended: [...schemaItems(mount('recommended', 'recommended')), ...sqlItems(mount('recommended', 'recommended'))],
    strict: [...schemaItems(mount('strict', 'strict')), ...sqlItems(mount('strict', 'strict'))],
    schema: schemaItems(mount('schema', 'recommended')),
    sql: sqlItems(mount('sql', 'recommended')),
  };
}

interface Mount {
  readonly name: string;
  readonly plugins: Record<string, Plugin>;
  readonly rules: RulesConfig;
  readonly settings: { readonly sluice: EslintSettings };
}

function schemaItems({ name, ...mount }: Mount): ConfigObject[] {
  return [
    {
      name: `sluice/${name}/typescript`,
      files: ['**/*.{ts,mts,cts,tsx}'],
      languageOptions: { parser: typescriptParser },
    },
    { name: `sluice/${name}/schema`, files: ['**/*.{ts,mts,cts,tsx,js,mjs,cjs,jsx}'], ...mount },
  ];
}

function sqlItems({ name, ...mount }: Mount): ConfigObject[] {
  return [
    { name: `sluice/${name}/sql`, files: ['**/*.sql'], language: 'sluice/sql', linterOptions: leavesComments, ...mount },
    {
      name: `sluice/${name}/journal`, files: ['**/meta/_journal.json'], language: 'sluice-journal/json',
      ...mount, plugins: { ...mount.plugins, 'sluice-journal': journalPlugin },
    },
  ];
}

/**
 * ESLint's own report of comments that take nothing away carries a fix, which would change migrations that are applied;
 * suppression/unused tells of them.
 */
const leavesComments = { reportUnusedDisableDirectives: 'off' } as const;

/**
 * A rule that the preset has off is mounted too, for the project's settings may turn it on: until then it is silent.
 * ESLint knows no level below `warn`.
 */
function mountedRules(rules: readonly Rule[], preset: Preset): RulesConfig {
  const levels = rules
    .filter(({ needs = [] }) => needs.length === 0)
    .map((rule) => [`sluice/${rule.id}`, presetLevel(rule, [preset]) === 'error' ? 'error' : 'warn'] as const);
  return { 'sluice/setup': 'error', ...Object.fromEntries(levels) };
}

/**
 * ESLint's cache knows findings by a file and by its configuration as JSON, into which this puts the state of the other
 * files. A property like others, so that it is still there when a user's settings are merged in.
 */
function settingsOf(preset: Preset, place: PlaceSettings): EslintSettings {
  return {
    preset,
    ...place,
    toJSON() {
      const { toJSON: _, ...settings } = this;
      const { preset: __, ...named } = settings;
      return { ...settings, project: projectHash(named) };
    },
  };
}
