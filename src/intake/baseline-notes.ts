import type { BaselineEntry } from '../engine/baseline.ts';
import { plural } from '../text/plural.ts';

/** Names that are told; the rest is counted. */
const most = 3;

/** What a reader must know of the baseline: what of it nobody finds any more. `shown` is its path as the user sees it. */
export function staleNotes(stale: readonly BaselineEntry[], shown: string): readonly string[] {
  if (stale.length === 0) return [];
  const count = stale.reduce((sum, entry) => sum + entry.count, 0);
  const named = listed(stale.map(({ rule, file }) => `${rule} in ${file}`));
  return [`${plural(count, 'finding')} of ${shown} ${count === 1 ? 'is' : 'are'} there no more (${named}): "sluice baseline --prune" takes ${count === 1 ? 'it' : 'them'} out.`];
}

function listed(names: readonly string[]): string {
  const left = names.length - most;
  return names.slice(0, most).join(', ') + (left > 0 ? ` and ${left} more` : '');
}
