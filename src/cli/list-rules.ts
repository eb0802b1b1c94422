import { resolve } from 'node:path';
import { workingFolder } from '../project/root.ts';
import { writeAll } from '../project/write-files.ts';
import { rulePage, ruleTable } from '../report/docs.ts';
import { visible } from '../report/visible.ts';
import type { Rule } from '../rule/rule.ts';
import { plural } from '../text/plural.ts';
import { Problem } from '../text/problem.ts';
import type { SettingsFlags } from './project-flags.ts';
import { rulesAt } from './rules-at.ts';

/** What `sluice rules` is given. */
export interface RulesFlags extends SettingsFlags {
  /** Folder of the pages to write. */
  readonly docs?: string;
}

/** Prints every rule with its level, those of the project's own too; or writes pages of the latter. */
export function listRules({ docs, ...flags }: RulesFlags): void {
  const rules = rulesAt(flags);
  process.stdout.write(docs === undefined ? listOf(rules) : writePages(rules.filter(({ file }) => file !== undefined), docs, flags.cwd));
}

function listOf(rules: readonly Rule[]): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  return rules.map(({ id, level, title }) => `${id.padEnd(width)}  ${level.padEnd(5)}  ${visible(title)}\n`).join('');
}

function writePages(own: readonly Rule[], docs: string, cwd: string): string {
  if (own.length === 0) throw new Problem('This project has no rules of its own.', 'Name their files as "ruleFiles" in the settings.');
  const pages = own.map((rule) => ({ path: `${rule.id}.md`, text: rulePage(rule) }));
  const written = writeAll(resolve(workingFolder(cwd), docs), [...pages, { path: 'README.md', text: `# Rules\n\n${ruleTable(own, '')}` }]);
  if (!written.ok) throw new Problem(`${written.path} cannot be written: ${written.message}.`, 'Give --docs a folder that may be written.');
  return `${plural(pages.length, 'page')} and a table written to ${visible(docs)}.\n`;
}
