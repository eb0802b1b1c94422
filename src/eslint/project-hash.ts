import { createHash } from 'node:crypto';
import { join, posix } from 'node:path';
import { performance } from 'node:perf_hooks';
import { hasProject } from '../intake/project-around.ts';
import { freshMemory, type Memory } from '../intake/read-state.ts';
import { takeIn, type Intake } from '../intake/take-in.ts';
import { recordedTexts } from '../project/recorded-texts.ts';
import { importResolver } from '../project/resolve-import.ts';
import { workingTree } from '../project/working-tree.ts';
import { Problem } from '../text/problem.ts';
import type { Texts } from '../text/texts.ts';
import { freshFor } from './model/ground.ts';
import { placeSettings } from './model/place-settings.ts';
import { placesFrom } from './model/places-from.ts';
import type { Place } from './model/project-of.ts';

/**
 * The state of every project that ESLint can meet from the working directory of this process: the one that `settings`
 * (`settings.sluice` without `preset`) name, or else the one around that folder and all below it. Any answer that one of
 * their files gives is in it, so it stays the same as long as no finding can change. For the key of ESLint's cache.
 */
export function projectHash(settings: unknown): string {
  const cwd = process.cwd();
  const key = JSON.stringify([cwd, settings]);
  const before = known.get(key);
  if (before !== undefined && performance.now() - before.since < freshFor) return before.hash;
  const since = performance.now();
  const hash = createHash('sha256');
  for (const place of placesIn(cwd, settings)) {
    for (const answer of answersOf(place)) hash.update(JSON.stringify(answer));
  }
  const made = { hash: hash.digest('hex').slice(0, 16), since };
  known.set(key, made);
  return made.hash;
}

/** ESLint asks once for each item of a configuration, one right after the other. */
const known = new Map<string, { readonly hash: string; readonly since: number }>();

function placesIn(cwd: string, settings: unknown): readonly Place[] {
  try {
    return placesFrom(cwd, placeSettings(settings), () => projectsBelow(cwd));
  } catch (error) {
    if (error instanceof Problem) return [];
    throw error;
  }
}

/** Absolute paths of all folders below that hold a project, however deep they lie: a finding may come from any of them. */
function projectsBelow(cwd: string): readonly string[] {
  const texts = workingTree(cwd);
  const configured = new Set(texts.list('').filter((file) => configuration.test(file)).map((file) => posix.dirname(file)));
  return [...configured].filter((each) => hasProject(texts, each)).map((each) => join(cwd, each));
}

const configuration = /(?:^|\/)(?:(?:sluice|drizzle)\.config\.\w+|package\.json)$/;

/** Everything that is asked of the disk when the project is read, with the answers. */
function answersOf({ here, request }: Place): readonly unknown[] {
  const tree = workingTree(here.root);
  const { texts, reads } = recordedTexts(tree);
  const source = { here, texts, resolve: importResolver(here.root, texts), memory: withoutSql() };
  const problem = readingOf(() => takeIn(request, source), texts);
  return [
    problem,
    ...[...reads.folders].map((folder) => [folder, tree.list(folder)]),
    ...[...reads.files].map((file) => [file, tree.read(file)]),
  ];
}

/** The message of what stops the reading, or null. Of snapshots only the newest is read at once, the others when a rule asks. */
function readingOf(take: () => Intake, texts: Texts): string | null {
  try {
    const { facts: { history }, rules } = take();
    rules();
    for (const file of texts.list(history.folder)) texts.read(file);
    return null;
  } catch (error) {
    if (error instanceof Problem) return error.message;
    throw error;
  }
}

/** What stands in the migrations leads to no other file, so it is not parsed. */
function withoutSql(): Memory {
  return { ...freshMemory(), sql: (file, text) => ({ file, text, statements: [], chunks: 0, comments: [], directives: [], cutTexts: [], tokens: [] }) };
}
