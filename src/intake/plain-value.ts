import { isUnread, type ConfigValue } from '../parse/schema/config-value.ts';
import { Problem } from '../text/problem.ts';

/** A value that was read whole, as plain data. @throws Problem that names the first part that is computed. */
export function plainValue(value: ConfigValue, file: string): unknown {
  const computed = firstComputed(value, '');
  if (computed === null) return value;
  const where = computed.path === '' ? file : `${file}: "${computed.path}"`;
  throw new Problem(
    `${where} cannot be read without running it: ${computed.reason}.`,
    'Settings are read, never run: write the value out, or use sluice.config.json.',
  );
}

interface Computed {
  readonly path: string;
  readonly reason: string;
}

function firstComputed(value: ConfigValue, path: string): Computed | null {
  if (isUnread(value)) return { path, reason: value.unknown };
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, part] of Object.entries<ConfigValue>(value as Readonly<Record<string, ConfigValue>>)) {
    const found = firstComputed(part, path === '' ? key : `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}
