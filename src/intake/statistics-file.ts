import { posix } from 'node:path';
import * as v from 'valibot';
import type { Statistics, TakenStatistics } from '../facts/statistics.ts';
import { pathFrom } from '../project/paths.ts';
import { memberOf, plainValue, readJson } from '../text/json.ts';
import { Problem } from '../text/problem.ts';
import type { Reader } from '../text/remembering.ts';
import type { Texts } from '../text/texts.ts';
import type { FoundSettings } from './read-settings.ts';
import { refuseMarks } from './refuse-marks.ts';

/** Sizes that a file tells. */
export interface RecordedStatistics extends TakenStatistics {
  readonly kind: 'file';
  readonly file: string;
}

/** Sizes that were looked up. */
export interface LiveStatistics extends TakenStatistics {
  readonly kind: 'database';
  /** As a message may say it: without a password. */
  readonly place: string;
}

/** Sizes, and where they were found. */
export type FoundStatistics = RecordedStatistics | LiveStatistics;

/** A statistics file, or what is wrong with it. */
export type StatisticsReading =
  | { readonly ok: true; readonly taken: TakenStatistics }
  | { readonly ok: false; readonly message: string };

/** The file where the settings name none. */
export const defaultStatistics = 'sluice.statistics.json';

const size = v.strictObject({
  rows: v.pipe(v.number(), v.integer(), v.minValue(-1)),
  bytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
const schema = v.strictObject({
  version: v.literal(1),
  takenAt: v.pipe(v.string(), v.check((text) => !Number.isNaN(Date.parse(text)), 'it is no date')),
  tables: v.record(v.string(), size),
});

/** Path of the statistics file, whether or not it is there. */
export function statisticsFile({ settings, folder }: FoundSettings): string {
  return pathFrom(folder, settings.statistics ?? defaultStatistics);
}

/**
 * The sizes of a project's tables; null where nobody has taken them.
 * @throws Problem for a file that the settings name and that is not there, or that is none.
 */
export function readStatistics(texts: Texts, found: FoundSettings, read: Reader<StatisticsReading>): FoundStatistics | null {
  const file = statisticsFile(found);
  const text = texts.read(file);
  const shown = posix.relative(found.folder, file);
  if (text === null) {
    if (found.settings.statistics === undefined) return null;
    throw new Problem(`The settings name the statistics ${shown}, and there is no such file.`, takeAnew('or take "statistics" out of the settings'));
  }
  refuseMarks(shown, text);
  const reading = read(file, text);
  if (!reading.ok) throw new Problem(`${shown}${reading.message}.`, takeAnew('or delete the file'));
  return { kind: 'file', file, ...reading.taken };
}

function takeAnew(otherwise: string): string {
  return `Write it anew with "sluice statistics", ${otherwise}.`;
}

/** Reads the text of a statistics file; `message` goes behind the file's name. Never throws. */
export function parseStatistics(_: string, text: string): StatisticsReading {
  const json = readJson(text);
  if (!json.ok) return { ok: false, message: ` is not JSON: ${json.message}` };
  const version = memberOf(json.node, 'version');
  if (version?.kind === 'scalar' && typeof version.value === 'number' && version.value > 1) {
    return { ok: false, message: ` has version ${version.value}, and this version of sluice reads 1` };
  }
  const parsed = v.safeParse(schema, plainValue(json.node));
  if (parsed.success) return { ok: true, taken: { takenAt: parsed.output.takenAt, tables: new Map(Object.entries(parsed.output.tables)) } };
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  const wrong = issue.type === 'check' ? issue.message : `expected ${issue.expected ?? 'another value'}, got ${issue.received}`;
  return { ok: false, message: `: ${path === null ? '' : `"${path}": `}${wrong}` };
}

/** Sizes as a file: a table a line, by name, so that two of them can be compared. */
export function statisticsText({ takenAt, tables }: TakenStatistics): string {
  const lines = byName(tables).map(([name, { rows, bytes }]) => `    ${JSON.stringify(name)}: { "rows": ${rows}, "bytes": ${bytes} }`);
  const listed = lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n  }`;
  return `{\n  "version": 1,\n  "takenAt": ${JSON.stringify(takenAt)},\n  "tables": ${listed}\n}\n`;
}

function byName(tables: Statistics): readonly (readonly [string, { readonly rows: number; readonly bytes: number }])[] {
  return [...tables].sort(([left], [right]) => (left < right ? -1 : 1));
}
