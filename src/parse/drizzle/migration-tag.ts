import type { MigrationPrefix } from '../../facts/kit-settings.ts';
import { clockOf, timeOfFolder } from './folder-time.ts';
import { tagPrefix } from '../../facts/migration-files.ts';

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
  const start = numbered(prefix ?? prefixKindOf(before), { idx, when, before });
  for (let number = 1; ; number++) {
    const tag = `${start}_${name}${number === 1 ? '' : `_${number}`}`;
    if (isFree(tag)) return tag;
  }
}

/** What a prefix shows of how migrations are numbered. */
export function prefixKindOf(prefix: string): MigrationPrefix {
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
    case 'supabase': return clockOf(Math.max(seconds, secondsOf(before) + 1) * 1000);
    default: return kind satisfies never;
  }
}

function secondsOf(prefix: string): number {
  return (timeOfFolder(prefix) ?? 0) / 1000;
}
