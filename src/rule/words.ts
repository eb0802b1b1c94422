import type { Change } from '../facts/change.ts';
import type { Deploy } from '../facts/deploy.ts';
import type { LockMode } from '../facts/effects.ts';

/** A lock mode as Postgres's documentation writes it: `ACCESS EXCLUSIVE`. */
export function lockWords(mode: LockMode): string {
  return mode.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toUpperCase();
}

/** The author's own words for a change, on one line and cut where they are long. */
export function briefly({ origin: { file, span } }: Change, deploy: Deploy): string {
  const text = deploy.migrations.find((migration) => migration.file === file)?.sql?.text ?? '';
  return shortened(text.slice(span.start, span.end));
}

/** A text on one line, cut where it is long. */
export function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length <= longest ? line : `${line.slice(0, longest).trimEnd()} …`;
}

const longest = 60;

/** `a`, `a and b`, `a, b and c`; each once. */
export function listed(words: readonly string[]): string {
  const each = [...new Set(words)];
  const last = each.at(-1) ?? '';
  return each.length <= 1 ? last : `${each.slice(0, -1).join(', ')} and ${last}`;
}
