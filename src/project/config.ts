import { closest, distance } from 'fastest-levenshtein';
import * as v from 'valibot';
import { smallTable } from '../facts/statistics.ts';
import { presets } from '../rule/presets.ts';
import { Problem } from '../text/problem.ts';

const level = v.picklist(['error', 'warn', 'info', 'off']);
const preset = v.picklist(presets);
const atLeastZero = v.pipe(v.number(), v.integer(), v.minValue(0));
const rules = v.record(v.string(), v.union([level, v.strictTuple([level]), v.strictTuple([level, v.record(v.string(), v.unknown())])]));

/** The settings of `sluice.config.{ts,js,json}` or of `"sluice"` in package.json. Paths are relative to that file. */
export const configSchema = v.strictObject({
  $schema: v.optional(v.string()),
  drizzleConfig: v.optional(v.pipe(v.string(), v.description('Path of drizzle.config, if it is not beside this file.'))),
  schema: v.optional(v.pipe(
    v.union([v.string(), v.array(v.string())]),
    v.description('Schema files as globs, in place of those that drizzle.config names.'),
  )),
  out: v.optional(v.pipe(v.string(), v.description('Folder of the migrations, in place of the one in drizzle.config.'))),
  postgres: v.optional(v.pipe(
    v.number(), v.integer(), v.minValue(11), v.maxValue(19),
    v.description('Major version of the PostgreSQL the project runs on.'),
  ), 14),
  runner: v.optional(v.pipe(
    v.picklist(['drizzle', 'sluice', 'neon-http']),
    v.description('Who applies the migrations: drizzle-orm’s migrator, `sluice migrate`, or the migrator of neon-http.'),
  ), 'drizzle'),
  embeddedDatabase: v.optional(v.pipe(
    v.string(),
    v.description('Folder of an embedded database (PGlite) that `sluice migrate` uses where DATABASE_URL is not set.'),
  )),
  seed: v.optional(v.pipe(
    v.string(), v.regex(/\S/, 'a command'),
    v.description('Command that fills a database with data for development, such as `npm run db:seed`; `sluice reset` runs it, '
      + 'as npm runs a script, in the folder of drizzle.config.'),
  )),
  startAfter: v.optional(v.pipe(
    v.string(),
    v.description('Tag of the last migration that is not judged, for a project that began before the tool.'),
  )),
  baseline: v.optional(v.pipe(
    v.string(),
    v.description('File of the findings that were there before, written by `sluice baseline`; without it, sluice.baseline.json beside this file.'),
  )),
  statistics: v.optional(v.pipe(
    v.string(),
    v.description('File of how large the tables in production are, written by `sluice statistics`; without it, sluice.statistics.json beside this file.'),
  )),
  smallTable: v.optional(v.pipe(
    v.strictObject({ rows: v.optional(atLeastZero, smallTable.rows), bytes: v.optional(atLeastZero, smallTable.bytes) }),
    v.description('Up to how many rows and how many bytes a table counts as small: locks and rewrites of it are not told of.'),
  ), {}),
  evaluate: v.optional(v.pipe(
    v.strictObject({
      seconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 60),
      env: v.optional(v.record(v.string(), v.string()), {}),
    }),
    v.description('For `check --evaluate`: how many seconds drizzle-kit may take, and environment variables that the schema needs; those of the shell are not passed on.'),
  ), {}),
  ruleFiles: v.optional(v.pipe(
    v.union([v.string(), v.array(v.string())]),
    v.description('Files of the project’s own rules, as globs: each has a rule as its default export. See docs/custom-rules.md.'),
  ), []),
  extends: v.optional(v.pipe(
    v.union([preset, v.array(preset)]),
    v.description('Presets to build on: `recommended` is always there, `strict` and `conventions` raise rules.'),
  ), []),
  rules: v.optional(v.pipe(
    rules,
    v.description('Level of a rule, or its level and options: `"error"` or `["error", { … }]`.'),
  ), {}),
  overrides: v.optional(v.pipe(
    v.array(v.strictObject({ files: v.union([v.string(), v.array(v.string())]), rules })),
    v.description('Other levels and options for findings in files that a glob matches; the last that speaks of a rule wins.'),
  ), []),
});

/** What a project may write. */
export type SluiceConfig = v.InferInput<typeof configSchema>;
/** Settings with their defaults. */
export type Settings = v.InferOutput<typeof configSchema>;
export type RuleSetting = Settings['rules'][string];

/** Gives a configuration its type; returns it unchanged. */
export function defineConfig(config: SluiceConfig): SluiceConfig {
  return config;
}

/** Checks a configuration that was read from `file`. @throws Problem that names the first key that is wrong. */
export function settingsFrom(value: unknown, file: string): Settings {
  if (Array.isArray(value)) throw new Problem(`${file}: expected Object, got Array.`, settingsAre);
  const parsed = v.safeParse(configSchema, value);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  throw new Problem(
    `${file}: ${path === null ? '' : `"${path}": `}${sentence(issue)}.`,
    `${nearest(issue, path)}${settingsAre}`,
  );
}

const keys = Object.keys(configSchema.entries).filter((key) => key !== '$schema');
const settingsAre = `The settings are ${keys.join(', ')}; see the README, or schema.json in the package.`;

function sentence(issue: v.BaseIssue<unknown>): string {
  if (issue.type === 'strict_object' && issue.expected === 'never') return 'there is no such setting';
  return `expected ${issue.expected ?? 'another value'}, got ${issue.received}`;
}

function nearest(issue: v.BaseIssue<unknown>, key: string | null): string {
  if (issue.type !== 'strict_object' || key === null) return '';
  const near = closest(key, keys);
  return distance(key, near) <= 3 ? `Is "${near}" meant? ` : '';
}
