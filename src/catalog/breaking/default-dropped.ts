import type { ChangeOf } from '../../facts/change.ts';
import { showName } from '../../facts/names.ts';
import { columnBornHere, tableMadeHere } from '../born-here.ts';
import { columnIn, isFilled, type Breaking, type BreakingContext } from './found.ts';

type Dropped = ChangeOf<'dropDefault' | 'dropIdentity' | 'dropExpression'>;

/**
 * A column that takes no null and is not filled any more refuses the rows of code that leaves it out: Postgres answers
 * 23502. Where it takes null, or is filled again before the deploy ends (drizzle-kit 0.31 drops a default around a change
 * of the type), nothing breaks; nor where the code in use knew no default.
 */
export function defaultDropped(change: Dropped, context: BreakingContext): Breaking | null {
  const { table, column: { name } } = change;
  const { before, live, after, newborns } = context;
  if (tableMadeHere(newborns, table) === 'yes') return null;
  const [now, then] = [columnIn(before, table, name), columnIn(after, table, name)];
  if (now?.notNull !== true || !isFilled(now) || then?.notNull !== true || isFilled(then)) return null;
  const shown = `column ${showName(table)}.${name}`;
  if (columnBornHere(newborns, table, name) === 'yes') {
    return { kind: 'defaultDropped', what: `the new ${shown} takes no null and does not keep its default` };
  }
  const known = columnIn(live, table, name) ?? now;
  return isFilled(known) ? { kind: 'defaultDropped', what: `${shown}, which takes no null, loses its ${wordFor(change)}` } : null;
}

function wordFor({ kind }: Dropped): string {
  switch (kind) {
    case 'dropDefault': return 'default';
    case 'dropIdentity': return 'identity';
    case 'dropExpression': return 'generating expression';
    default: return kind satisfies never;
  }
}
