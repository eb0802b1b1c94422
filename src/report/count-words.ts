import type { Level } from '../rule/finding.ts';
import type { Totals } from './report-input.ts';

/** `1 error`, `2 errors`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `2 errors, 1 warning`, and `3 info` if there are any. */
export function totalWords({ errors, warnings, infos }: Totals): string {
  return `${plural(errors, 'error')}, ${plural(warnings, 'warning')}${infos > 0 ? `, ${infos} info` : ''}`;
}

/** A level as people say it. */
export function levelWord(level: Level): string {
  return level === 'warn' ? 'warning' : level;
}
