import type { MigrationPrefix } from './drizzle-config.ts';
import { tagPrefix } from './migration-files.ts';

/** What a new tag is made of. */
export interface NewTag {
  readonly idx: number;
  readonly when: number;
  /** In words joined by `_`. */
  readonly name: string;
  /** What drizzle.config says; null: the newest tag shows it. */
  readonly prefix: MigrationPrefix | null;
  /** The newest tag there is. */
  readonly last: string;
  readonly isFree: (tag: string) => boolean;
}

/**
 * The tag of a migration behind the last one, as drizzle-kit numbers them (0.31, `prepareMigrationMetadata`). A prefix of
 * time is that of `when`, or a second behind the newest: files must not sort before it.
 */
export function tagFor({ idx, when, name, prefix, last, isFree }: NewTag): string {
  const before = tagPrefix(last);
  const start = numbered(prefix ?? kindOf(before), { idx, when, before });
  for (let number = 1; ; number++) {
    const tag = `${start}_${name}${number === 1 ? '' : `_${number}`}`;
    if (isFree(tag)) return tag;
  }
}

function kindOf(prefix: string): MigrationPrefix {
  if (prefix === '') return 'none';
  if (/^\d{14}$/.test(prefix)) return 'timestamp';
  return /^\d{10}$/.test(prefix) ? 'unix' : 'index';
}

function numbered(kind: MigrationPrefix, { idx, when, before }: { readonly idx: number; readonly when: number; readonly before: string }): string {
  const seconds = Math.floor(when / 1000);
  switch (kind) {
    case 'index': return String(idx).padStart(/^\d+$/.test(before) && before.length < 10 ? before.length : 4, '0');
    case 'none': return '';
    case 'unix': return String(Math.max(seconds, /^\d{10}$/.test(before) ? Number(before) + 1 : 0));
    case 'timestamp':
    case 'supabase': return clock(Math.max(seconds, secondsOf(before) + 1));
    default: return kind satisfies never;
  }
}

/** `20260501080000` in UTC. */
function clock(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14);
}

function secondsOf(prefix: string): number {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(prefix)?.map(Number) ?? [];
  const [year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN, second = NaN] = parts;
  const time = Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
  return Number.isNaN(time) ? 0 : time;
}
