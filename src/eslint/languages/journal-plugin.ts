import type { Plugin } from '@eslint/core';
import { ownVersion } from '../../project/own-version.ts';
import { textLanguage } from './text-language.ts';

/**
 * The language of the journal in our configurations. To ESLint it is a JSON, by the namespace and the name that
 * @eslint/json has: a configuration of JSON that comes before ours goes on holding for the journal, and ESLint refuses a
 * rule whose languages are not that of the file (10.15, validateRulesConfig). Its rules find nothing in a tree that is
 * none of theirs; where theirs comes last, the language is theirs, and rules of both speak.
 */
export const journalPlugin: Plugin = {
  meta: { name: 'drizzle-sluice/journal', version: ownVersion(), namespace: 'json' },
  languages: { json: textLanguage },
};
