import { plural } from '../text/plural.ts';
import type { FoundStatistics } from './statistics-file.ts';

const day = 24 * 60 * 60 * 1000;
/** What grows, grows in a quarter. */
const oldAfterDays = 90;

/** Where the sizes of tables come from, for who wonders why a lock is not told of. `shown` is the file as the user sees it. */
export function statisticsNotes(statistics: FoundStatistics | null, now: number, shown: (file: string) => string): readonly string[] {
  if (statistics === null) return [];
  const tables = plural(statistics.tables.size, 'table');
  if (statistics.kind === 'database') return [`Sizes of ${tables}: looked up in ${statistics.place} just now.`];
  const days = Math.floor((now - Date.parse(statistics.takenAt)) / day);
  const advice = days > oldAfterDays ? ': that is long; "sluice statistics" takes them anew' : '';
  return [`Sizes of ${tables}: from ${shown(statistics.file)}, taken ${ago(days)}${advice}.`];
}

function ago(days: number): string {
  if (days < 1) return 'today';
  return days === 1 ? 'yesterday' : `${days} days ago`;
}
