import { posix } from 'node:path';
import * as v from 'valibot';
import type { Baseline, FoundBaseline } from '../engine/baseline.ts';
import type { History } from '../facts/history.ts';
import { migrationHash } from '../facts/migration-hash.ts';
import { pathFrom } from '../project/paths.ts';
import { plainValue, readJson } from '../text/json.ts';
import { Problem } from '../text/problem.ts';
import type { Reader } from '../text/remembering.ts';
import type { Texts } from '../text/texts.ts';
import type { FoundSettings } from './read-settings.ts';
import { refuseMarks } from './refuse-marks.ts';

/** The file where the settings name none. */
export const defaultBaseline = 'sluice.baseline.json';

const entry = v.strictObject({
  rule: v.string(), file: v.string(), text: v.string(), count: v.pipe(v.number(), v.integer(), v.minValue(1)),
});
const baselineSchema = v.strictObject({
  version: v.literal(1),
  migrations: v.record(v.string(), v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
  findings: v.pipe(v.array(entry), v.check((entries) => eachOnce(entries), 'a finding stands there twice')),
});

function eachOnce(entries: readonly v.InferOutput<typeof entry>[]): boolean {
  return new Set(entries.map(({ rule, file, text }) => JSON.stringify([rule, file, text]))).size === entries.length;
}

/** What a request wants of the baseline: `write` is content with none. */
export type BaselineUse = 'apply' | 'ignore' | 'write';

/** Path of the baseline, whether or not it is there. */
export function baselineFile({ settings, folder }: FoundSettings): string {
  return pathFrom(folder, settings.baseline ?? defaultBaseline);
}

/**
 * The baseline of a project; null where there is none, or none is wanted.
 * @throws Problem for one that the settings name and that is not there, or that is none.
 */
export function readBaseline(
  texts: Texts, found: FoundSettings, use: BaselineUse, parse: BaselineReader = parseBaseline,
): FoundBaseline | null {
  if (use === 'ignore') return null;
  const file = baselineFile(found);
  const text = texts.read(file);
  if (text !== null) return { file, baseline: parse(posix.relative(found.folder, file), text), pathOf: pathsIn(file) };
  if (use === 'write' || found.settings.baseline === undefined) return null;
  throw new Problem(
    `The settings name the baseline ${found.settings.baseline}, and there is no such file.`,
    'Write it with "sluice baseline", or take "baseline" out of the settings.',
  );
}

/** A file as the baseline names it: relative to the baseline's own folder. */
export function pathsIn(file: string): FoundBaseline['pathOf'] {
  const folder = posix.dirname(file);
  return (path) => posix.relative(folder, path);
}

const writeAnew = 'Restore it from git, or delete it and write it anew with "sluice baseline".';

export type BaselineReader = Reader<Baseline>;

/** The text of a baseline, under the name that the user sees. @throws Problem for a text that is none. */
export function parseBaseline(shown: string, text: string): Baseline {
  refuseMarks(shown, text);
  const json = readJson(text);
  if (!json.ok) throw new Problem(`${shown} is not JSON: ${json.message}.`, writeAnew);
  const parsed = v.safeParse(baselineSchema, plainValue(json.node));
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  const wrong = issue.type === 'check' ? issue.message : `expected ${issue.expected ?? 'another value'}, got ${issue.received}`;
  throw new Problem(`${shown}: ${path === null ? '' : `"${path}": `}${wrong}.`, writeAnew);
}

const recorded = new WeakMap<Baseline, ReadonlyMap<string, string>>();

/** Hashes of the migrations that a baseline knows, by tag: the same baseline gives the same map. */
export function recordedIn({ baseline }: FoundBaseline): ReadonlyMap<string, string> {
  const hashes = recorded.get(baseline) ?? new Map(Object.entries(baseline.migrations));
  recorded.set(baseline, hashes);
  return hashes;
}

/** SHA-256 of every migration that is there, by tag. Line ends do not count: git may change them. */
export function migrationHashes({ migrations }: History): Baseline['migrations'] {
  return Object.fromEntries(migrations.flatMap(({ tag, sql }) => (sql === null ? [] : [[tag, migrationHash(sql.text)]])));
}
