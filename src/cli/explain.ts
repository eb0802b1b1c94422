import { rules } from '../../rules/index.ts';
import { findRule } from '../engine/choose-rules.ts';
import { rulePage } from '../report/docs.ts';

/** Prints a rule's page. @throws Problem for an id no rule has. */
export function explain(id: string): void {
  process.stdout.write(rulePage(findRule(rules, id)));
}
