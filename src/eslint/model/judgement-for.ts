import { rules } from '../../../rules/index.ts';
import { chooseRules } from '../../engine/choose-rules.ts';
import { judge } from '../../engine/judge.ts';
import { projectAround } from '../../intake/project-around.ts';
import { freshMemory } from '../../intake/read-state.ts';
import { takeInSchemaAlone } from '../../intake/schema-alone.ts';
import { takeIn, type Intake, type Source } from '../../intake/take-in.ts';
import { overlaid } from '../../project/overlaid.ts';
import { importResolver } from '../../project/resolve-import.ts';
import { workingTree } from '../../project/working-tree.ts';
import type { Finding } from '../../rule/finding.ts';
import { Problem } from '../../text/problem.ts';
import { placeSettings } from './place-settings.ts';
import { placeOf, type Place } from './project-of.ts';
import { ruleChoice, type HostChoice } from './rule-choice.ts';

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

/**
 * What is to be said of a file, the text that the editor holds in place of the one on disk. The project is the nearest
 * upwards that has settings or a drizzle.config, or the one that the settings name. Outside of any, SQL is judged
 * alone, and TypeScript that declares tables as a schema without a history. Git is not asked. Never throws a `Problem`.
 */
export function judgementFor(linted: Linted): FileJudgement {
  try {
    return judged(linted);
  } catch (error) {
    if (error instanceof Problem) return { kind: 'problem', message: error.message, hint: error.hint };
    throw error;
  }
}

function judged(linted: Linted): FileJudgement {
  const place = placeOf(linted.file, linted.cwd, placeSettings(linted.settings));
  const text = linted.hasBOM ? `\uFEFF${linted.text}` : linted.text;
  const texts = overlaid(workingTree(place.here.root), new Map([[place.path, text]]));
  const source: Source = {
    here: place.here, texts, resolve: importResolver(place.here.root, texts), memory: freshMemory(),
  };
  const intake = intakeOf(place, source, text);
  if (intake === null || !isPart(place.path, intake)) return { kind: 'foreign' };
  const { findings, suppressed } = judge(intake.facts, chooseRules(rules, ruleChoice(intake, linted, rules)));
  return {
    kind: 'judged',
    findings: [...findings, ...suppressed].filter(({ at }) => at.file === place.path),
    offset: linted.hasBOM ? 1 : 0,
    intake,
  };
}

/** Null: nothing here judges the file. */
function intakeOf({ here, path, request, isNamed }: Place, source: Source, text: string): Intake | null {
  if (isNamed) return takeIn(request, source);
  const folder = projectAround(source.texts, here.folder);
  if (folder !== null) return takeIn(request, { ...source, here: { ...here, folder } });
  if (path.endsWith('.sql')) return takeIn({ ...request, paths: [`${here.root}/${path}`] }, source);
  return declaresTables(path, text) ? takeInSchemaAlone(path, source) : null;
}

function declaresTables(path: string, text: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path) && /['"]drizzle-orm\/pg-core['"]/.test(text);
}

/** Is the file one that the project is made of? */
function isPart(path: string, { facts: { history }, schemaRead, location }: Intake): boolean {
  if (schemaRead.includes(path) || history.migrations.some(({ file, downFile }) => path === file || path === downFile)) return true;
  if (location === null) return false;
  return path.startsWith(`${history.folder}/`) && /\.(?:sql|json)$/.test(path);
}
