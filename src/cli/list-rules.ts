import { visible } from '../report/visible.ts';
import type { SettingsFlags } from './project-flags.ts';
import { rulesAt } from './rules-at.ts';

/** Prints every rule with its level, those of the project's own too. */
export function listRules(flags: SettingsFlags): void {
  const rules = rulesAt(flags);
  const width = Math.max(...rules.map(({ id }) => id.length));
  const lines = rules.map(({ id, level, title }) => `${id.padEnd(width)}  ${level.padEnd(5)}  ${visible(title)}`);
  process.stdout.write(`${lines.join('\n')}\n`);
}
