import type { ProjectFacts } from '../engine/facts.ts';
import type { History } from '../facts/history.ts';
import { findDrizzleConfig } from '../project/find-project.ts';
import { pathFrom } from '../project/paths.ts';
import { importResolver } from '../project/resolve-import.ts';
import { standpoint } from '../project/root.ts';
import { workingTree } from '../project/working-tree.ts';
import { Problem } from '../text/problem.ts';
import type { Texts } from '../text/texts.ts';
import { baseOf } from './base.ts';
import { chooseByPath, chooseJudged, isUnder } from './choose-judged.ts';
import { locate, readSettings, type Location } from './locate.ts';
import { readState, rememberingReader } from './read-state.ts';
import type { Request } from './request.ts';
import { standaloneFacts } from './standalone.ts';
import type { Settings } from '../project/config.ts';

/** A project, ready to be judged. */
export interface Intake {
  readonly facts: ProjectFacts;
  readonly settings: Settings;
  /** Null: SQL files outside any project. */
  readonly location: Location | null;
  /** Absolute path that the paths in facts are relative to. */
  readonly root: string;
  /** What is judged, as words: `3 new of 186; --all judges all`. */
  readonly scope: string;
  readonly textOf: (file: string) => string | null;
  /** Is a finding in this file wanted? */
  readonly wants: (file: string) => boolean;
}

/** Reads the project that a request is about. @throws Problem for a set-up that cannot be read. */
export function takeIn(request: Request): Intake {
  const standing = standpoint(request.cwd);
  const texts = workingTree(standing.root);
  const resolve = importResolver(standing.root);
  const paths = request.paths.map((path) => existing(texts, standing.folder, path));
  const sql = rememberingReader();
  const textOf = (file: string): string | null => texts.read(file);
  const wants = (file: string): boolean => paths.length === 0 || paths.some((path) => isUnder(path, file));
  if (isStandalone(texts, standing.folder, request)) {
    const settings = readSettings(texts, standing.folder, request, resolve);
    const facts = standaloneFacts(paths, textOf, sql, settings);
    const scope = `${paths.length} SQL file${paths.length === 1 ? '' : 's'} outside a project, its tables unknown`;
    return { facts, settings, location: null, root: standing.root, scope, textOf, wants };
  }
  const location = locate(texts, standing.folder, request, resolve);
  const state = readState(texts, location, resolve, sql);
  refuseUnreadable(state.history, location);
  const { scope, ...chosen } = paths.length > 0
    ? chooseByPath(state.history, paths)
    : chooseJudged(state.history, baseOf(standing, location, request.scope, resolve, sql), location.settings.startAfter, request.scope);
  return {
    facts: {
      ...state,
      ...chosen,
      grouping: request.scope.kind === 'all' ? 'oneByOne' : 'together',
      postgres: location.settings.postgres,
      runner: location.settings.runner,
      casing: location.casing,
      schemaFiles: location.schemaFiles,
      folder: location.folder === '' ? '' : `${location.folder}/`,
    },
    settings: location.settings,
    location, root: standing.root, scope, textOf, wants,
  };
}

/** Only SQL files are named, and there is no project to which they could belong. */
function isStandalone(texts: Texts, folder: string, request: Request): boolean {
  if (request.paths.length === 0 || request.out !== undefined || request.drizzleConfig !== undefined) return false;
  return request.paths.every((path) => path.endsWith('.sql')) && findDrizzleConfig(texts, folder).kind !== 'found';
}

function existing(texts: Texts, folder: string, path: string): string {
  const found = pathFrom(folder, path);
  if (texts.exists(found) || texts.list(found).length > 0) return found;
  throw new Problem(`There is no file or folder ${path}.`, 'Paths are relative to the working directory, or to --cwd.');
}

/** Files that stop the reading of the whole history are a problem of the set-up, not a finding. */
function refuseUnreadable(history: History, location: Location): void {
  const [problem] = history.problems;
  if (problem !== undefined) throw new Problem(problem.message, `Mend ${problem.origin.file} and run again.`);
  if (history.layout !== 'folders') return;
  throw new Problem(
    `${location.out} holds a folder for each migration, the layout of drizzle-kit 1.0, which is not read yet.`,
    'Use a project in the journal layout (drizzle-kit 0.20 to 0.31).',
  );
}
