/** The plugin for ESLint 9.39 and later: `import sluice from 'drizzle-sluice/eslint'`. Nothing here is waited for. */
import type { Language, RuleDefinition } from '@eslint/core';
import { rules } from '../../rules/index.ts';
import { ownVersion } from '../project/own-version.ts';
import { configsOf, type Configs } from './configs.ts';
import { eslintRule } from './eslint-rule.ts';
import { sqlLanguage } from './languages/sql-language.ts';
import { textLanguage } from './languages/text-language.ts';
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
  /** By their ids, `naming/snake-case`; mounted as `sluice/naming/snake-case`. */
  readonly rules: Record<string, RuleDefinition>;
  readonly languages: Record<string, Language>;
  readonly configs: Configs;
}

const parts = {
  meta: { name: 'drizzle-sluice', version: ownVersion(), namespace: 'sluice' },
  get version() { return `${parts.meta.version}+${projectHash({})}`; },
  rules: { setup: setupRule, ...Object.fromEntries(rules.map((rule) => [rule.id, eslintRule(rule)])) },
  languages: { sql: sqlLanguage, text: textLanguage },
};

const plugin: SluicePlugin = Object.assign(parts, { configs: {} as Configs });
Object.assign(plugin.configs, configsOf(plugin, rules));

export default plugin;
/** What `require('drizzle-sluice/eslint')` gives: https://nodejs.org/api/modules.html#loading-ecmascript-modules-using-require */
export { plugin as 'module.exports' };
