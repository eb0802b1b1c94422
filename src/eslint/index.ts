/** The plugin for ESLint 9.39 and later: `import sluice from 'drizzle-sluice/eslint'`. Nothing here is waited for. */
import { resolve } from 'node:path';
import type { Language, RuleDefinition } from '@eslint/core';
import { rules } from '../../rules/index.ts';
import { ownVersion } from '../project/own-version.ts';
import type { Rule } from '../rule/rule.ts';
import { configsOf, type Configs } from './configs.ts';
import { eslintRule } from './eslint-rule.ts';
import { sqlLanguage } from './languages/sql-language.ts';
import { textLanguage } from './languages/text-language.ts';
import type { PlaceSettings } from './model/place-settings.ts';
import { ownRulesFrom } from './own-rules.ts';
import { projectHash } from './project-hash.ts';
import { setupRule } from './setup-rule.ts';

/** What a configuration of ESLint can take from here. */
export interface SluicePlugin {
  readonly meta: { readonly name: string; readonly version: string; readonly namespace: string };
  /**
   * What ESLint takes for the version where it makes the key of its cache: `meta.version`, and the state of the projects
   * below the working directory. For rules that are mounted without one of our configurations.
   */
  readonly version: string;
  /** By their ids, `naming/snake-case`; mounted as `sluice/naming/snake-case`. Rules of a project's own come with its configurations. */
  readonly rules: Record<string, RuleDefinition>;
  readonly languages: Record<string, Language>;
  /** With the rules of their own of the projects around the working directory and near below it. */
  readonly configs: Configs;
  /**
   * The same for the projects around a folder and near below it, `import.meta.dirname` say; with a place, for the one project
   * that it names, whose paths are relative to the folder.
   */
  readonly configsIn: (folder: string, place?: PlaceSettings) => Configs;
}

/** Ids, and the rules that stand behind them; those of projects come as configurations are asked for. */
const mounted = new Map<string, Rule>(rules.map((rule) => [rule.id, rule]));

const parts = {
  meta: { name: 'drizzle-sluice', version: ownVersion(), namespace: 'sluice' },
  get version() { return `${parts.meta.version}+${projectHash({})}`; },
  rules: {
    setup: setupRule((id) => mounted.has(id)),
    ...Object.fromEntries(rules.map((rule) => [rule.id, eslintRule(rule)])),
  } as Record<string, RuleDefinition>,
  languages: { sql: sqlLanguage((id) => mounted.has(id)), text: textLanguage },
};

const plugin: SluicePlugin = Object.defineProperty(
  Object.assign(parts, { configs: {} as Configs, configsIn }), 'configs', { get: () => configsIn(process.cwd()), enumerable: true },
);

function configsIn(folder: string, place: PlaceSettings = {}): Configs {
  const own = [...new Map(ownRulesFrom(folder, place).map((rule) => [rule.id, rule])).values()];
  for (const rule of own) mount(rule);
  const { cwd = '.', ...paths } = place;
  const named = Object.keys(place).length === 0 ? {} : { ...paths, cwd: resolve(folder, cwd) };
  return configsOf(plugin, [...rules, ...own], named);
}

/** What a rule answers comes from the project of the linted file: here it is known by its id, and by its options. */
function mount(rule: Rule): void {
  if (mounted.get(rule.id) === rule) return;
  mounted.set(rule.id, rule);
  parts.rules[rule.id] = eslintRule(rule);
}

export default plugin;
/** What `require('drizzle-sluice/eslint')` gives: https://nodejs.org/api/modules.html#loading-ecmascript-modules-using-require */
export { plugin as 'module.exports' };
