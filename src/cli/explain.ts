import { rules } from '../../rules/index.ts';
import { findRule } from '../engine/choose-rules.ts';
import { rulePage } from '../report/docs.ts';
import { visibleLines } from '../report/visible.ts';
import type { SettingsFlags } from './project-flags.ts';
import { rulesAt } from './rules-at.ts';

/** Prints a rule's page. Only for a rule that is none of ours the project is looked at. @throws Problem for an id no rule has. */
export function explain(id: string, flags: SettingsFlags): void {
  const ours = rules.find((rule) => rule.id === id);
  process.stdout.write(visibleLines(rulePage(ours ?? findRule(rulesAt(flags), id))));
}
