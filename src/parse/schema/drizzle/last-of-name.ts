import type { Origin } from '../../../text/span.ts';

/** What drizzle-kit keeps, and what it loses for having the name of something behind it. */
export interface Kept<Named> {
  readonly kept: readonly Named[];
  readonly lost: readonly Named[];
}

/** Columns and constraints lie by name in drizzle-kit's snapshots (0.31, `generatePgSnapshot`): of two, the later stays. */
export function lastOfName<Named extends { readonly written: string; readonly origin: Origin | null }>(
  all: readonly Named[],
): Kept<Named> {
  const last = new Map(all.map((one) => [one.written, one]));
  const kept = [...last.values()];
  return { kept, lost: all.filter((one) => last.get(one.written) !== one) };
}
