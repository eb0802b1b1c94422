import { projectAround } from '../../intake/project-around.ts';
import type { Intake } from '../../intake/take-in.ts';
import { nodeDisk, type Disk } from '../../project/watched-tree.ts';
import type { Finding } from '../../rule/finding.ts';
import { lastAnswers } from '../../text/last-answers.ts';
import { Problem } from '../../text/problem.ts';
import { freshFor, grounds, type Ground } from './ground.ts';
import { modelsOn, type Asked, type Models } from './models-on.ts';
import type { ProjectModel } from './project-model.ts';
import { rememberingPlaces, type Place } from './project-of.ts';
import type { HostChoice } from './rule-choice.ts';

/** A file that ESLint lints, and what its configuration says. */
export interface Linted extends HostChoice {
  /** Absolute path. It need not be there, or hold the text. */
  readonly file: string;
  /** As ESLint has it: without a byte-order mark. */
  readonly text: string;
  readonly hasBOM: boolean;
  /** ESLint's working directory. */
  readonly cwd: string;
  /** `settings.sluice` as it is written; see `PlaceSettings`. */
  readonly settings: unknown;
}

/** What `sluice check --all` has to say of one file. */
export type FileJudgement =
  | {
    readonly kind: 'judged';
    /**
     * Findings whose home is the file, those that a comment takes away too: ESLint applies comments itself. What the
     * baseline knows is left out.
     */
    readonly findings: readonly Finding[];
    /** Units before ESLint's text in the text that spans count in: 1 for a byte-order mark, else 0. Take it off. */
    readonly offset: 0 | 1;
    /** The project, for what a remedy comes to. */
    readonly intake: Intake;
  }
  /** The set-up of the project cannot be read. */
  | { readonly kind: 'problem'; readonly message: string; readonly hint: string }
  /** No part of a project, and nothing that can be judged alone. */
  | { readonly kind: 'foreign' };

/** Tells what is to be said of a file. */
export type Judge = (linted: Linted) => FileJudgement;

/**
 * What is to be said of a file, the text that the editor holds in place of the one on disk. The project is the nearest
 * upwards that has settings or a drizzle.config, or the one that the settings name. Outside of any, SQL is judged
 * alone, and TypeScript that declares tables as a schema without a history. Git is not asked. Never throws a `Problem`.
 *
 * Made for a process that lives for hours: files are looked at again every 300 ms at most, and what rests on none that
 * has changed is kept.
 */
export const judgementFor: Judge = fileJudge();

/** A judge with nothing in mind yet. */
export function fileJudge(disk: Disk = nodeDisk): Judge {
  const groundAt = grounds(disk);
  const places = rememberingPlaces(disk.now);
  const models = new WeakMap<Ground, Models>();
  return (linted) => {
    try {
      const place = places(linted);
      const ground = groundAt(place.here.root);
      const known = models.get(ground) ?? modelsOn(ground);
      models.set(ground, known);
      return judged(linted, place, ground, known);
    } catch (error) {
      if (error instanceof Problem) return problemOf(error);
      throw error;
    }
  };
}

function judged(linted: Linted, place: Place, ground: Ground, models: Models): FileJudgement {
  ground.tree.look(freshFor);
  const asked = askedOf(linted, place, ground);
  if (asked === null) return { kind: 'foreign' };
  const model = models(asked);
  const { path } = place;
  const isAsOnDisk = asked.kind === 'project' && !model.dependsOn(path);
  const isMarked = linted.hasBOM || (!isAsOnDisk && ground.tree.read(path)?.startsWith(mark) === true);
  const text = isMarked ? mark + linted.text : linted.text;
  const reading = isAsOnDisk || ground.tree.read(path) === text ? model.onDisk() : model.withBuffer({ path, text });
  if (reading.kind === 'problem') {
    return isLikelyPart(linted, place, model) ? problemOf(reading.problem) : { kind: 'foreign' };
  }
  if (!isPart(path, reading.intake)) return { kind: 'foreign' };
  return {
    kind: 'judged', findings: reading.findingsIn(path, linted), offset: isMarked ? 1 : 0, intake: reading.intake,
  };
}

/** A byte-order mark: editors hold the text without it, and write it again. */
const mark = '\uFEFF';

/** Every rule asks about its file; within a look of the tree the answer is the same. */
const projectsAround = lastAnswers<Place, string | null>(1);

/** What the file is a part of, or is by itself. Null: nothing that could be judged. */
function askedOf(linted: Linted, place: Place, { tree }: Ground): Asked | null {
  const { here, path, request, isNamed } = place;
  if (isNamed) return { kind: 'project', here, request };
  const folder = projectsAround(place, [tree, tree.look(Infinity)], () => projectAround(tree, here.folder));
  if (folder !== null) return { kind: 'project', here: { ...here, folder }, request: { ...request, cwd: `${here.root}/${folder}` } };
  if (path.endsWith('.sql')) return { kind: 'sql', here, request, path };
  return declaresTables(linted) ? { kind: 'schema', here, request, path } : null;
}

function declaresTables({ file, text }: Linted): boolean {
  return /\.[cm]?[jt]sx?$/.test(file) && /['"]drizzle-orm\/pg-core['"]/.test(text);
}

/** Where the project cannot be read nobody knows which files are of it; a file that is none of it has nothing to say. */
function isLikelyPart(linted: Linted, { path }: Place, model: ProjectModel): boolean {
  return /\.sql$|(?:^|\/)meta\/_journal\.json$/.test(path) || declaresTables(linted) || model.dependsOn(path);
}

/** Is the file one that the project is made of? */
function isPart(path: string, { facts: { history }, schemaRead, location }: Intake): boolean {
  if (schemaRead.includes(path) || history.migrations.some(({ file, downFile }) => path === file || path === downFile)) return true;
  if (location === null) return false;
  return path.startsWith(`${history.folder}/`) && /\.(?:sql|json)$/.test(path);
}

function problemOf({ message, hint }: Problem): FileJudgement {
  return { kind: 'problem', message, hint };
}
