import { posix } from 'node:path';
import type { FoundBaseline } from '../engine/baseline.ts';
import type { ProjectFacts, Unread } from '../engine/facts.ts';
import type { History, HistoryProblem } from '../facts/history.ts';
import { conflictsIn } from '../parse/drizzle/conflict-marker.ts';
import { readExpressionText } from '../parse/sql/expression.ts';
import { drizzleConfigIn } from '../project/find-project.ts';
import { followingLinks } from '../project/git-blobs.ts';
import { gitIndex } from '../project/git-index.ts';
import { gitRef } from '../project/git-ref.ts';
import { untracked } from '../project/git.ts';
import { isOnCi } from '../project/on-ci.ts';
import { recordedTexts, type Reads } from '../project/recorded-texts.ts';
import { importResolver } from '../project/resolve-import.ts';
import { standpoint, typedPath, type Standpoint } from '../project/root.ts';
import { workingTree } from '../project/working-tree.ts';
import { lineMap } from '../text/line-map.ts';
import { plural } from '../text/plural.ts';
import { Problem } from '../text/problem.ts';
import type { Texts } from '../text/texts.ts';
import { baseOf, committed, nothingToCompare, refusedByGit, type Base } from './base.ts';
import { chooseByPath, chooseJudged, isUnder, type Chosen } from './choose-judged.ts';
import { chooseStaged, untrackedNotes } from './choose-staged.ts';
import { givenPaths, locate, type Location, type Resolve } from './locate.ts';
import { hasProject, projectAround } from './project-around.ts';
import { presentMinute } from './present-minute.ts';
import { baselineFile, readBaseline, recordedIn } from './read-baseline.ts';
import { readSettings, type FoundSettings } from './read-settings.ts';
import { unfinishedMerge } from './refuse-marks.ts';
import { freshMemory, readState, type Memory } from './read-state.ts';
import type { Request, Scope } from './request.ts';
import { standaloneFacts } from './standalone.ts';
import { readStatistics, statisticsFile, type FoundStatistics } from './statistics-file.ts';
import type { Settings } from '../project/config.ts';
import { projectRules } from '../rule-files/project-rules.ts';
import type { Uncommitted } from '../rule/context.ts';
import type { Rule } from '../rule/rule.ts';
import { once } from '../text/once.ts';

/** A project, ready to be judged. */
export interface Intake {
  readonly facts: ProjectFacts;
  readonly settings: Settings;
  /** Every rule there is for the project: ours, and those of its own rule files. @throws Problem for a file that holds none. */
  readonly rules: () => readonly Rule[];
  /** A file's path as globs of the settings name it: relative to the folder of the settings. */
  readonly pathInSettings: (file: string) => string;
  /** Null: SQL files outside any project. */
  readonly location: Location | null;
  /** Every file of TypeScript that the schema was read from, those that it imports too. */
  readonly schemaRead: readonly string[];
  /** Absolute path that the paths in facts are relative to. */
  readonly root: string;
  /** What is judged, as words: `3 new of 186; --all judges all`. */
  readonly scope: string;
  /** What the user ought to know of what is not judged, a sentence each. */
  readonly notes: readonly string[];
  readonly textOf: (file: string) => string | null;
  /** Is a finding in this file wanted? */
  readonly wants: (file: string) => boolean;
  /** Null: there is none, or none is wanted. */
  readonly baseline: FoundBaseline | null;
  /** Where the baseline is, or would be written. */
  readonly baselineFile: string;
  /** How large the tables in production are; null: nobody has looked. */
  readonly statistics: FoundStatistics | null;
  /** Where the statistics file is, or would be written. */
  readonly statisticsFile: string;
}

/** Where a project is read from. */
export interface Source {
  /** The tree that `texts` is, and where in it the user stands. */
  readonly here: Standpoint;
  readonly texts: Texts;
  readonly resolve: Resolve;
  readonly memory: Memory;
  /** Milliseconds since 1970, to the minute; left out: the clock is asked. */
  readonly now?: number;
}

/** The files as they are on disk now. */
export function diskSource(cwd: string): Source {
  const here = standpoint(cwd);
  return { here, texts: workingTree(here.root), resolve: importResolver(here.root), memory: freshMemory() };
}

/** The files of the next commit, and what is asked of them. @throws Problem outside git, and where git refuses. */
export function indexSource(cwd: string): Source & { readonly reads: Reads } {
  const here = standpoint(cwd);
  if (here.git === 'none') throw new Problem('This is no git repository, so nothing is staged.', 'Leave --staged out.');
  if (here.git !== 'repository') throw refusedByGit(here.git.refused);
  const index = gitIndex(here.root);
  const { texts: stored, reads } = recordedTexts(index);
  const texts = followingLinks(stored, index.target);
  return { here, texts, reads, resolve: importResolver(here.root, texts), memory: freshMemory() };
}

/** The files as a commit has them. @throws Problem outside git, and for a ref that names no commit. */
function commitSource(cwd: string, scope: Extract<Scope, { readonly kind: 'between' }>): Source {
  const here = standpoint(cwd);
  if (here.git === 'none') throw nothingToCompare(scope);
  if (here.git !== 'repository') throw refusedByGit(here.git.refused);
  const texts = gitRef(here.root, committed(here.root, scope.to));
  return { here, texts, resolve: importResolver(here.root, texts), memory: freshMemory() };
}

function sourceOf({ cwd, scope }: Request): Source {
  if (scope.kind === 'between') return commitSource(cwd, scope);
  return scope.kind === 'staged' ? indexSource(cwd) : diskSource(cwd);
}

/** Reads the project that a request is about. @throws Problem for a set-up that cannot be read. */
export function takeIn(request: Request, source: Source = sourceOf(request)): Intake {
  const { here, texts, resolve } = source;
  const paths = request.paths.map((path) => existing(texts, here, path));
  const standing = projectOf(texts, here, paths, request);
  const found = readSettings(texts, standing, request.config, resolve);
  const reading: Reading = { ...source, standing, paths, found };
  return isStandalone(reading, request) ? takeInFiles(reading, request) : takeInProject(reading, request);
}

/** Where a request's project is, of which no more is read. @throws Problem for settings or a drizzle.config that cannot be read. */
export function placeOfProject(request: Request, source: Source): { readonly standing: Standpoint; readonly location: Location } {
  const { here, texts, resolve } = source;
  const standing = projectOf(texts, here, [], request);
  return { standing, location: locate(texts, standing, request, readSettings(texts, standing, request.config, resolve), resolve) };
}

/** A source, with what the request and the settings say of it. */
export interface Reading extends Source {
  readonly standing: Standpoint;
  readonly paths: readonly string[];
  readonly found: FoundSettings;
}

/** Every rule there is for the project of a request, of which no more is read. @throws Problem for settings that cannot be read. */
export function rulesFor(request: Request, source: Source): readonly Rule[] {
  const { here, texts, resolve } = source;
  const standing = projectOf(texts, here, request.paths.map((path) => typedPath(here, path)), request);
  return rulesOf(readSettings(texts, standing, request.config, resolve), standing, source);
}

/** The rules in files or globs as they were typed, beside ours. @throws Problem for a file that is missing or holds no rule. */
export function rulesIn(typed: readonly string[], { here, texts, resolve, memory }: Source): readonly Rule[] {
  return projectRules(typed.map((path) => typedPath(here, path)), '', { texts, standing: here, resolve, parse: memory.parse, namedBy: 'arguments' });
}

function rulesOf({ settings, folder }: FoundSettings, standing: Standpoint, { texts, resolve, memory }: Source): readonly Rule[] {
  return projectRules([settings.ruleFiles].flat(), folder, { texts, standing, resolve, parse: memory.parse, namedBy: 'settings' });
}

function takeInFiles(reading: Reading, request: Request): Intake {
  const { texts, paths, found, memory } = reading;
  const { settings } = found;
  const statistics = statisticsOf({ texts, found, memory }, request);
  const binary = paths.find((path) => texts.read(path)?.includes('\0') === true);
  if (binary !== undefined) throw new Problem(`${binary} holds NUL bytes: it is no SQL text.`, 'Save it as UTF-8.');
  return {
    facts: {
      ...standaloneFacts(paths, (file) => texts.read(file), memory.sql, settings), ...sizes(statistics, settings),
      now: reading.now ?? presentMinute(),
      spell: readExpressionText,
    },
    settings,
    location: null,
    schemaRead: [],
    notes: [],
    statistics,
    scope: `${plural(paths.length, 'SQL file')} outside a project, its tables unknown`,
    ...whatIsWanted(reading, request),
  };
}

function takeInProject(reading: Reading, request: Request): Intake {
  const { texts, standing, paths, found, resolve, memory } = reading;
  const location = locate(texts, standing, request, found, resolve);
  const { settings } = location;
  const { unreadable, schemaRead, ...state } = readState(texts, location, resolve, memory);
  const unfinished = conflictsIn(texts, [...new Set(unreadable.map(({ origin }) => origin.file))]);
  refuseUnfinished(unfinished, request, state.history);
  const marked = new Set(unfinished.map(({ origin }) => origin.file));
  refuseUnreadableSchema(unreadable.filter(({ origin }) => !marked.has(origin.file)), texts, standing);
  refuseUnreadable(state.history);
  const statistics = statisticsOf({ texts, found, memory }, request);
  const wanted = whatIsWanted(reading, request);
  const isStaged = request.scope.kind === 'staged';
  if (!isStaged) refuseOtherFiles(state.history, location, paths);
  const { scope, ...chosen } = isStaged || paths.length === 0
    ? chooseAgainst(baseOf(standing, location, request.scope, memory), state.history, { texts, standing, settings, request })
    : chooseByPath(state.history, paths);
  return {
    facts: {
      ...state,
      ...chosen,
      ...sizes(statistics, settings),
      ...(unfinished.length === 0 ? {} : { unfinished }),
      ...(location.kit === null ? {} : { kit: location.kit }),
      ...(wanted.baseline === null ? {} : { recorded: recordedIn(wanted.baseline) }),
      ...(isStaged || standing.git !== 'repository' ? {} : { uncommitted: uncommittedIn(standing, location.out, texts) }),
      now: reading.now ?? presentMinute(),
      spell: readExpressionText,
      postgres: settings.postgres,
      runner: settings.runner,
      schemaFiles: location.schemaFiles,
      folder: location.folder === '' ? '' : `${location.folder}/`,
    },
    settings, location, schemaRead, scope, statistics,
    notes: isStaged ? untrackedNotes(standing, location.out) : [],
    ...wanted,
  };
}

function statisticsOf({ texts, found, memory }: Pick<Reading, 'texts' | 'found' | 'memory'>, { statistics }: Request): FoundStatistics | null {
  if (statistics === 'none') return null;
  return statistics ?? readStatistics(texts, found, memory.statistics);
}

function sizes(statistics: FoundStatistics | null, { smallTable }: Settings): Pick<ProjectFacts, 'statistics' | 'smallTable'> {
  return { smallTable, ...(statistics === null ? {} : { statistics: statistics.tables }) };
}

function chooseAgainst(
  base: Base, history: History,
  { texts, standing, settings: { startAfter }, request: { scope } }: Pick<Reading, 'texts' | 'standing'> & {
    readonly settings: Settings; readonly request: Request;
  },
): Chosen {
  return scope.kind === 'staged' && base.kind === 'state'
    ? chooseStaged(history, texts, base, startAfter, standing)
    : chooseJudged(history, base, startAfter, scope);
}

/** What an intake answers of the files of a tree. */
export function whatIsWanted(
  { standing, paths, found, ...source }: Reading, { baseline = 'apply' }: Pick<Request, 'baseline'>,
): Pick<Intake, 'root' | 'textOf' | 'wants' | 'rules' | 'pathInSettings' | 'baseline' | 'baselineFile' | 'statisticsFile'> {
  const { texts } = source;
  return {
    root: standing.root,
    rules: once(() => rulesOf(found, standing, source)),
    baseline: readBaseline(texts, found, baseline, source.memory.baseline),
    baselineFile: baselineFile(found),
    statisticsFile: statisticsFile(found),
    pathInSettings: (file) => posix.relative(found.folder, file),
    textOf: remembered((file) => texts.read(file)),
    wants: (file) => paths.length === 0 || paths.some((path) => isUnder(path, file)),
  };
}

/** A schema file that is no TypeScript declares nothing, and all its tables would look clean. */
export function refuseUnreadableSchema(unreadable: readonly Unread[], texts: Texts, { folder }: Standpoint): void {
  const [first] = unreadable;
  if (first === undefined) return;
  const { file, span } = first.origin;
  const { line, column } = lineMap(texts.read(file) ?? '').positionAt(span.start);
  throw new Problem(
    `${posix.relative(folder, file)}:${line}:${column} cannot be read: ${first.reason}.`,
    'Mend the file: nothing is judged while a part of the schema cannot be read.',
  );
}

/** A file of the project that is neither migration nor schema would be judged by nothing, and look clean. */
function refuseOtherFiles({ migrations, strayFiles, folder }: History, { schemaFiles }: Location, paths: readonly string[]): void {
  const known = [...migrations.flatMap(({ file, downFile }) => [file, downFile ?? file]), ...strayFiles, ...schemaFiles];
  const other = paths.find((path) =>
    !known.some((file) => isUnder(path, file)) && !isUnder(path, folder) && !/\.[cm]?[jt]sx?$/.test(path));
  if (other === undefined) return;
  throw new Problem(
    `${other} is no migration and no schema file of this project: nothing here would judge it.`,
    'Name a migration, a schema file or a folder of them; SQL becomes a migration with drizzle-kit generate --custom.',
  );
}

/** A report asks for the text of a file once a finding. */
function remembered(read: (file: string) => string | null): (file: string) => string | null {
  const known = new Map<string, string | null>();
  return (file) => {
    const text = known.get(file) ?? read(file);
    known.set(file, text);
    return text;
  };
}

/**
 * Where the project is: where the user stands, unless there is none and the paths lie in one. So a hook at the root of
 * a workspace can name files of a package. @throws Problem for paths of two projects.
 */
function projectOf(texts: Texts, here: Standpoint, paths: readonly string[], request: Request): Standpoint {
  if (namesProject(request) || hasProject(texts, here.folder)) return here;
  const folders = new Set(paths.flatMap((path) => projectAround(texts, path) ?? []));
  const [folder, other] = folders;
  if (other !== undefined) {
    throw new Problem(`The paths lie in two projects, ${folder ?? ''} and ${other}.`, 'Check the paths of one project at a time.');
  }
  return folder === undefined ? here : { ...here, folder };
}

function namesProject({ config, drizzleConfig, schema, out }: Request): boolean {
  return [config, drizzleConfig, schema, out].some((path) => path !== undefined);
}

/** Only SQL files are named, and there is no project to which they could belong. */
function isStandalone({ texts, standing, paths, found }: Reading, request: Request): boolean {
  if (request.scope.kind === 'staged' || paths.length === 0) return false;
  if (!paths.every((path) => path.endsWith('.sql') && texts.exists(path))) return false;
  const { drizzleConfig, out } = givenPaths(standing, request, found);
  return drizzleConfig === undefined && out === undefined && drizzleConfigIn(texts, standing.folder) === null;
}

function existing(texts: Texts, here: Standpoint, path: string): string {
  const found = typedPath(here, path);
  if (texts.exists(found) || texts.list(found).length > 0) return found;
  throw new Problem(`There is no file or folder ${path}.`, 'Paths are relative to the working directory, or to --cwd.');
}

/** Where marks of a merge are not reported nothing can be done with such a project. */
function refuseUnfinished(unfinished: readonly HistoryProblem[], { conflicts }: Request, history: History): void {
  const [marked] = conflicts === 'reported' ? [] : [...unfinished, ...history.conflicts];
  if (marked !== undefined) throw unfinishedMerge(marked.origin.file);
}

/** Files that stop the reading of the whole history are a problem of the set-up, not a finding. */
function refuseUnreadable({ problems: [problem] }: History): void {
  if (problem !== undefined) throw new Problem(problem.message, `Mend ${problem.origin.file} and run again.`);
}

/** What git was not told of, and what is not written yet: a fix may make files. */
function uncommittedIn({ root }: Standpoint, out: string, texts: Texts): Uncommitted {
  const disk = workingTree(root);
  const unwritten = texts.list(out).filter((file) => !disk.exists(file));
  return { files: new Set([...untracked(root, out), ...unwritten]), onCi: isOnCi(process.env) };
}
