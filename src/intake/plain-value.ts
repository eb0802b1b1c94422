import type { ConfigValue } from '../parse/schema/config-value.ts';
import { Problem } from '../text/problem.ts';

/** A value that was read whole, as plain data. @throws Problem that names the first part that is computed. */
export function plainValue(value: ConfigValue, file: string): unknown {
  throw new Problem(file, String(value));
}
