import type { ProjectFacts, ProjectState } from '../engine/facts.ts';
import { withMigrations, type History, type Migration } from '../facts/history.ts';
import { plural } from '../text/plural.ts';
import { Problem } from '../text/problem.ts';
import type { Base } from './base.ts';
import { keptTags } from './kept-tags.ts';
import type { Scope } from './request.ts';

/** What is judged, and what was there before. */
export interface Chosen {
  readonly judged: readonly Migration[];
  /** What is new will be applied at once; what is judged without a base was long applied, one by one. */
  readonly grouping: ProjectFacts['grouping'];
  readonly base: ProjectState | null;
  readonly tagsAtBase: ReadonlySet<string> | null;
  /** The history at the base ref, also where all is judged; left out where there is none to compare with. */
  readonly atBase?: History;
  readonly scope: string;
}

/** The judged part of a history. @throws Problem for a `startAfter` that is no tag. */
export function chooseJudged(history: History, base: Base, startAfter: string | undefined, scope: Scope): Chosen {
  const atBase = base.kind === 'state' ? { atBase: base.state.history } : {};
  return { ...choose(history, base, startAfter, scope), ...atBase };
}

function choose(history: History, base: Base, startAfter: string | undefined, scope: Scope): Chosen {
  const all = afterStart(history, startAfter);
  if (scope.kind === 'latest' && scope.count < all.length) return chooseLatest(history, all.slice(-scope.count));
  const tagsAtBase = tagsBefore(history, all, base);
  const count = history.migrations.length;
  if (scope.kind === 'all' || scope.kind === 'latest' || base.kind === 'none') {
    const why = scope.kind === 'all' || scope.kind === 'latest' || base.kind === 'state' ? '' : ` (${base.because})`;
    const scopeSaid = `${said(all, history)}${why}`;
    return { judged: all, grouping: 'oneByOne', base: startState(history, all), tagsAtBase, scope: scopeSaid };
  }
  const judged = all.filter(({ tag }) => tagsAtBase?.has(tag) !== true);
  return {
    judged,
    grouping: 'together',
    base: base.state,
    tagsAtBase,
    scope: count === 0 ? said(all, history) : `${judged.length} new of ${plural(count, 'migration')} against ${base.ref}; --all judges all`,
  };
}

/** The end of a history, as what goes out next; what was before it is the base, whatever git says. */
function chooseLatest(history: History, judged: readonly Migration[]): Chosen {
  const passed = history.migrations.slice(0, history.migrations.length - judged.length);
  return {
    judged,
    grouping: 'together',
    base: startState(history, judged),
    tagsAtBase: new Set(passed.map(({ tag }) => tag)),
    scope: `the last ${judged.length === 1 ? '' : `${judged.length} `}of ${history.migrations.length} migrations`,
  };
}

/** What the base has, and what `startAfter` leaves behind; null if nobody can say what is old. */
function tagsBefore(history: History, judged: readonly Migration[], base: Base): ReadonlySet<string> | null {
  const passed = history.migrations.slice(0, history.migrations.length - judged.length);
  if (base.kind === 'none' && passed.length === 0) return null;
  const atBase = base.kind === 'none' ? [] : keptTags(history, base.state.history);
  return new Set([...passed.map(({ tag }) => tag), ...atBase]);
}

function said(all: readonly Migration[], { migrations: { length: count }, folder, conflicts }: History): string {
  if (count === 0 && conflicts.length > 0) return `nothing but the marks of a merge in ${folder}`;
  if (count === 0) return `the schema; there are no migrations in ${folder} yet`;
  if (all.length < count) return `${all.length} of ${plural(count, 'migration')}, those after startAfter`;
  return count === 1 ? 'the only migration' : `all ${plural(count, 'migration')}`;
}

/** Migrations behind the tag that the settings name. @throws Problem for a tag that is not there. */
export function afterStart(history: History, startAfter: string | undefined): readonly Migration[] {
  if (startAfter === undefined) return history.migrations;
  const place = history.migrations.findIndex(({ tag }) => tag === startAfter);
  if (place === -1) {
    const tags = history.layout === 'folders' ? 'Tags are the names of the folders.' : 'Tags are the names of the files without .sql.';
    throw new Problem(`startAfter names "${startAfter}", and no migration has that tag.`, tags);
  }
  return history.migrations.slice(place + 1);
}

/** With `startAfter` what stood then is known; without, nothing is. */
function startState(history: History, judged: readonly Migration[]): ProjectState | null {
  const before = history.migrations.slice(0, history.migrations.length - judged.length);
  if (before.length === 0) return null;
  return { declared: null, unread: [], assumed: [], directed: [], history: withMigrations(history, before) };
}

/** The migrations that the user names by path; everything that is said about them is wanted. */
export function chooseByPath(history: History, paths: readonly string[]): Chosen {
  const judged = history.migrations.filter(({ file, downFile }) =>
    paths.some((path) => isUnder(path, file) || (downFile !== null && isUnder(path, downFile))));
  return {
    judged, grouping: 'oneByOne', base: null, tagsAtBase: null,
    scope: `${judged.length} of ${plural(history.migrations.length, 'migration')}, those of the paths given`,
  };
}

/** Is a file the path itself, or in the folder of that path? */
export function isUnder(path: string, file: string): boolean {
  return path === '' || file === path || file.startsWith(`${path}/`);
}
