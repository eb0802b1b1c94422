import type { Expression } from '../facts/catalog.ts';
import { readPredicate, type Predicate } from './read-predicate.ts';

/**
 * Whether a check that holds for every row proves that a column holds no null, so that SET NOT NULL reads no rows
 * (ConstraintImpliedByRelConstraint, src/backend/commands/tablecmds.c).
 */
export function provesNotNull(check: Expression, column: string): boolean {
  return isProven(readPredicate(check), column);
}

function isProven(predicate: Predicate, column: string): boolean {
  switch (predicate.kind) {
    case 'and': return predicate.of.some((one) => isProven(one, column));
    case 'or': return predicate.of.every((one) => isProven(one, column));
    case 'notNull': return predicate.column === column;
    case 'true': return false;
    case 'other': return false;
    default: return predicate satisfies never;
  }
}
