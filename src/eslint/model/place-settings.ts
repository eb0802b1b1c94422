import * as v from 'valibot';
import { Problem } from '../../text/problem.ts';

const schema = v.strictObject({
  cwd: v.exactOptional(v.string()),
  config: v.exactOptional(v.string()),
  drizzleConfig: v.exactOptional(v.string()),
  schema: v.exactOptional(v.union([v.string(), v.array(v.string())])),
  out: v.exactOptional(v.string()),
});

/**
 * What `settings.sluice` of an ESLint configuration may say: which project is meant, with the meaning of the flags of
 * `sluice check`. `cwd` is relative to ESLint's own working directory, the other paths to `cwd`.
 */
export type PlaceSettings = v.InferOutput<typeof schema>;

/** Reads `settings.sluice`; undefined stands for none. @throws Problem that names the first key that is wrong. */
export function placeSettings(value: unknown): PlaceSettings {
  if (value === undefined || value === null) return {};
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const path = v.getDotPath(parsed.issues[0]);
  throw new Problem(
    `settings.sluice of the ESLint configuration: ${path === null ? '' : `"${path}": `}expected ${parsed.issues[0].expected ?? 'nothing'}, got ${parsed.issues[0].received}.`,
    'It takes cwd, config, drizzleConfig, schema and out, with the meaning of the flags of sluice check.',
  );
}
