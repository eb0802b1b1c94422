import type { BaselineEntry, FoundBaseline } from '../engine/baseline.ts';
import type { History } from '../facts/history.ts';
import { migrationHashes } from './read-baseline.ts';

/** Names that are told; the rest is counted. */
const most = 3;

/** What a reader must know of the baseline: what of it nobody finds any more. `shown` is its path as the user sees it. */
export function staleNotes(stale: readonly BaselineEntry[], shown: string): readonly string[] {
  if (stale.length === 0) return [];
  const count = stale.reduce((sum, entry) => sum + entry.count, 0);
  const named = listed(stale.map(({ rule, file }) => `${rule} in ${file}`));
  return [`${plural(count, 'finding')} of ${shown} ${count === 1 ? 'is' : 'are'} there no more (${named}): "sluice baseline --prune" takes ${count === 1 ? 'it' : 'them'} out.`];
}

/** And which migrations have another text than when it was written. */
export function editedNotes({ baseline }: FoundBaseline, history: History, shown: string): readonly string[] {
  const hashes = migrationHashes(history);
  const edited = Object.keys(hashes).filter((tag) => (baseline.migrations[tag] ?? hashes[tag]) !== hashes[tag]);
  if (edited.length === 0) return [];
  return [`${plural(edited.length, 'migration')} changed since ${shown} was written: ${listed(edited)}.`];
}

function listed(names: readonly string[]): string {
  const left = names.length - most;
  return names.slice(0, most).join(', ') + (left > 0 ? ` and ${left} more` : '');
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
