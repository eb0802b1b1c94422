import type { Expression } from '../facts/catalog.ts';
import { readPredicate, type Predicate } from './read-predicate.ts';

/**
 * Whether `a = $1 AND b = $2` proves the predicate of an index, for columns and values that nothing else is known of:
 * then the planner may use it (predicate_implied_by, src/backend/optimizer/util/predtest.c). Equality is strict, so it
 * proves `a IS NOT NULL`; of values it proves nothing. A predicate that is written otherwise is taken for not proven.
 */
export function impliedByEquality(where: Expression | null, columns: readonly string[]): boolean {
  return where === null || isImplied(readPredicate(where), columns);
}

function isImplied(predicate: Predicate, columns: readonly string[]): boolean {
  switch (predicate.kind) {
    case 'and': return predicate.of.every((one) => isImplied(one, columns));
    case 'or': return predicate.of.some((one) => isImplied(one, columns));
    case 'notNull': return columns.includes(predicate.column);
    case 'true': return true;
    case 'other': return false;
    default: return predicate satisfies never;
  }
}
