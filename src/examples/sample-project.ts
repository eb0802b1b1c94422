import { posix } from 'node:path';
import type { ProjectFacts, ProjectState } from '../engine/facts.ts';
import { withMigrations } from '../facts/history.ts';
import { keyOf } from '../facts/names.ts';
import type { Statistics } from '../facts/statistics.ts';
import { runsOnPglite } from '../intake/locate.ts';
import { defaultBaseline, parseBaseline } from '../intake/read-baseline.ts';
import { freshMemory, readState, type Memory, type ReadState } from '../intake/read-state.ts';
import { defaultStatistics, parseStatistics, statisticsText } from '../intake/statistics-file.ts';
import { readExpressionText } from '../parse/sql/expression.ts';
import type { Example, Sample, SampleProject } from '../rule/example.ts';
import type { Texts } from '../text/texts.ts';

/** Texts by path. */
export type Files = Readonly<Record<string, string>>;

/**
 * What an example of a rule looks like to the engine, as if its files lay on disk: read by the same rooms as a real project,
 * but from memory. Many that begin alike are read sooner with one memory. `files` in place of its own: what a fix made of them.
 */
export function factsOf(
  example: Example, memory: Memory = freshMemory(), files: Files = exampleFiles(example),
): ProjectFacts & Pick<ReadState, 'unreadable'> {
  const project = projectOf(example);
  const texts = memoryTexts(files);
  const schemaFiles = texts.list('src').filter((file) => file.endsWith('.ts'));
  const { casing = null, prefix = null, driver = null, untracked, onCi = false } = project;
  const state = readState(texts, { schemaFiles, out: 'drizzle', casing }, relativeImport(texts), memory);
  return {
    ...state,
    judged: state.history.migrations.slice(firstJudged(example)),
    grouping: example.together === true ? 'together' : 'oneByOne',
    base: baseOf(example, state),
    tagsAtBase: null,
    ...atBase(project, files, memory),
    ...(untracked === undefined ? {} : { uncommitted: { files: new Set(untracked), onCi } }),
    kit: { file: 'drizzle.config.ts', casing, prefix, driver, breakpoints: true, runsOnPglite: runsOnPglite(texts, '') },
    ...recordedBy(texts),
    now: exampleNow,
    spell: readExpressionText,
    postgres: example.postgres ?? 14,
    runner: example.runner ?? 'drizzle',
    schemaFiles,
    folder: '',
    ...statisticsIn(texts),
  };
}

/** What the baseline of a sample holds of migrations. */
function recordedBy(texts: Texts): Pick<ProjectFacts, 'recorded'> {
  const text = texts.read(defaultBaseline);
  return text === null ? {} : { recorded: new Map(Object.entries(parseBaseline(defaultBaseline, text).migrations)) };
}

function projectOf({ bad, good }: Example): SampleProject {
  const sample = bad ?? good;
  return typeof sample === 'string' ? {} : sample;
}

/** The history as the base ref has it, for a sample that says what was other there. */
function atBase({ atBase: changes }: SampleProject, files: Files, memory: Memory): Partial<Pick<ProjectFacts, 'atBase' | 'tagsAtBase'>> {
  if (changes === undefined) return {};
  const { history } = readState(memoryTexts(withFiles(files, changes)), { schemaFiles: [], out: 'drizzle', casing: null }, () => null, memory);
  return { atBase: history, tagsAtBase: new Set(history.migrations.map(({ tag }) => tag)) };
}

/** Later than every migration of an example that says nothing of its time. */
const exampleNow = Date.UTC(2026, 0, 5, 9);

/** The schema at the base, and the migrations that it had. */
function baseOf({ deployed, ...example }: Example, { history }: ProjectState): ProjectState | null {
  if (deployed === undefined) return null;
  const texts = memoryTexts({ 'src/schema.ts': deployed });
  const { declared } = readState(texts, { schemaFiles: ['src/schema.ts'], out: 'drizzle', casing: null }, () => null, freshMemory());
  const migrations = history.migrations.slice(0, firstJudged(example));
  return { declared, unread: [], assumed: [], directed: [], history: withMigrations(history, migrations) };
}

/** What was given is applied already; so is an empty first migration where nothing is given before a change. */
export function firstJudged(example: Example): number {
  return example.given !== undefined || typeof (example.bad ?? example.good) === 'string' ? 1 : 0;
}

/** The files of an example, as they would lie on disk. */
export function exampleFiles({ given, ...example }: Example): Files {
  return { ...filesOf(given, example.bad ?? example.good), ...statisticsOf(example.statistics) };
}

/** Rows of a size that is common. */
const bytesOfARow = 100;

function statisticsOf(rows: Example['statistics']): Files {
  if (rows === undefined) return {};
  const tables = new Map(Object.entries(rows).map(([table, count]) => [keyOf(named(table)), { rows: count, bytes: count * bytesOfARow }]));
  return { [defaultStatistics]: statisticsText({ takenAt: '2026-01-05T09:00:00.000Z', tables }) };
}

/** A name in public, or `schema.name`. */
function named(text: string): { readonly schema: string; readonly name: string } {
  const [first = '', second] = text.split('.');
  return second === undefined ? { schema: 'public', name: first } : { schema: first, name: second };
}

/** The sizes that a project's file tells, for its facts. */
export function statisticsIn(texts: Texts): { readonly statistics?: Statistics } {
  const text = texts.read(defaultStatistics);
  const reading = text === null ? null : parseStatistics(defaultStatistics, text);
  return reading?.ok === true ? { statistics: reading.taken.tables } : {};
}

function filesOf(given: string | undefined, sample: Sample): Files {
  if (typeof sample === 'string') {
    return historyFiles({ '0000_given': { up: given ?? '', down: '' }, '0001_change': { up: sample, down: '' } });
  }
  const before = given === undefined ? {} : { '0000_given': { up: given, down: '' } };
  const laidOut = sample.layout === 'folders' ? folderHistoryFiles : historyFiles;
  const files = { ...laidOut({ ...before, ...sample.migrations }), ...(sample.schema === undefined ? {} : { 'src/schema.ts': sample.schema }) };
  return withFiles(files, sample.files ?? {});
}

function withFiles(
  files: Files, changes: NonNullable<SampleProject['files']>,
): Files {
  const merged = Object.entries({ ...files, ...changes }).flatMap(([path, text]) => (text === null ? [] : [[path, text]]));
  return Object.fromEntries(merged) as Record<string, string>;
}

/** A journal, SQL, down files and snapshots that say nothing, as drizzle-kit lays them out. */
export function historyFiles(migrations: NonNullable<SampleProject['migrations']>): Files {
  const entries = Object.entries(migrations).map(([tag, { when }], idx) => (
    { idx, version: '7', when: when ?? 1_760_000_000_000 + idx * 60_000, tag, breakpoints: true }));
  const files = Object.entries(migrations).flatMap(([tag, { up, down }], idx) => [
    [`drizzle/${tag}.sql`, up],
    ...(down === undefined ? [] : [[`drizzle/${tag}.down.sql`, down]]),
    [`drizzle/meta/${tag.split('_')[0] ?? tag}_snapshot.json`, emptySnapshot(idx)],
  ]);
  return {
    'drizzle/meta/_journal.json': JSON.stringify({ version: '7', dialect: 'postgresql', entries }, null, 2),
    ...Object.fromEntries(files) as Record<string, string>,
  };
}

/** Folders with SQL, down files and snapshots that say nothing, as drizzle-kit 1.0 lays them out. */
export function folderHistoryFiles(migrations: NonNullable<SampleProject['migrations']>): Files {
  return Object.fromEntries(Object.entries(migrations).flatMap(([tag, { up, down }], place) => [
    [`drizzle/${tag}/migration.sql`, up],
    ...(down === undefined ? [] : [[`drizzle/${tag}/down.sql`, down]]),
    [`drizzle/${tag}/snapshot.json`, JSON.stringify({
      version: '8', dialect: 'postgres', id: snapshotId(place + 1), prevIds: [snapshotId(place)], ddl: [], renames: [],
    })],
  ])) as Files;
}

function snapshotId(place: number): string {
  return `00000000-0000-0000-0000-${String(place).padStart(12, '0')}`;
}

function emptySnapshot(idx: number): string {
  return JSON.stringify({
    id: snapshotId(idx + 1), prevId: snapshotId(idx), version: '7', dialect: 'postgresql',
    tables: {}, enums: {}, schemas: {}, sequences: {}, roles: {}, policies: {}, views: {},
    _meta: { columns: {}, schemas: {}, tables: {} },
  });
}

/** Texts that are nowhere but here. */
export function memoryTexts(files: Files): Texts {
  const paths = Object.keys(files).sort();
  return {
    list: (folder) => paths.filter((path) => folder === '' || path.startsWith(`${folder}/`)),
    read: (path) => files[path] ?? null,
    exists: (path) => path in files,
  };
}

function relativeImport(texts: Texts): (specifier: string, from: string) => string | null {
  return (specifier, from) => {
    if (!specifier.startsWith('.')) return null;
    const path = posix.normalize(posix.join(posix.dirname(from), specifier)).replace(/\.js$/, '');
    return [path, `${path}.ts`, `${path}/index.ts`].find((each) => texts.exists(each)) ?? null;
  };
}
