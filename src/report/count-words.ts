import type { Level } from '../rule/finding.ts';
import { plural } from '../text/plural.ts';
import type { ReportInput } from './report-input.ts';

/** `2 errors, 1 warning`, and what else there is: infos, and what does not count. */
export function totalWords(input: ReportInput): string {
  const { errors, warnings, infos } = input.totals;
  return `${plural(errors, 'error')}, ${plural(warnings, 'warning')}${infos > 0 ? `, ${infos} info` : ''}${takenAway(input)}`;
}

/** What was found and does not count. */
export function takenAway({ suppressed, known }: ReportInput): string {
  return (suppressed.length > 0 ? `, ${suppressed.length} suppressed` : '')
    + (known.length > 0 ? `, ${known.length} in the baseline` : '');
}

/** A level as people say it. */
export function levelWord(level: Level): string {
  return level === 'warn' ? 'warning' : level;
}
