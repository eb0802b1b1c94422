import type { Expression } from '../../facts/catalog.ts';

/**
 * Postgres's own volatile functions that defaults use. https://www.postgresql.org/docs/current/xfunc-volatility.html
 */
export function isVolatile({ spelling, text }: Expression): boolean {
  const calls = (spelling ?? text).replace(/'(?:[^']|'')*'/g, "''").matchAll(/([\w]+)"?\s*\(/g);
  return [...calls].some(([, name]) => name !== undefined && volatileFunctions.has(name.toLowerCase()));
}

const volatileFunctions: ReadonlySet<string> = new Set([
  'gen_random_uuid', 'uuidv4', 'uuidv7', 'uuid_generate_v1', 'uuid_generate_v1mc', 'uuid_generate_v4', 'random',
  'random_normal', 'gen_random_bytes', 'clock_timestamp', 'timeofday', 'nextval',
]);
