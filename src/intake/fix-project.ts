import { applyFixes, type ChangedTexts, type Fixes, type Rewrite } from '../engine/fixes.ts';
import type { Judgement } from '../engine/judge.ts';
import { overlaid } from '../project/overlaid.ts';
import type { Finding, Remedy } from '../rule/finding.ts';
import { isDeclared } from '../rule/is-declared.ts';
import { Problem } from '../text/problem.ts';
import { editsOf, migrationsPlace } from './edits-of.ts';
import { freshMemory } from './read-state.ts';
import type { Request } from './request.ts';
import { takeIn, type Intake, type Source } from './take-in.ts';

/** A project, fixed in memory: nothing is written. */
export interface FixedProject extends Fixes {
  /** The project with its texts as they would be. */
  readonly intake: Intake;
  readonly judgement: Judgement;
  /** A file as it was read. */
  readonly textBefore: (file: string) => string | null;
}

/** What is applied to a project, and what may come of it. */
export interface ProjectFixing {
  /** Asks the rules that are chosen for the project. The fixes of what they find are applied. */
  readonly judged: (intake: Intake) => Judgement;
  readonly nextSteps: ReadonlySet<string>;
  /** Is a finding in this file to be fixed? Left out: where the request wants findings. */
  readonly wants?: (file: string) => boolean;
}

/** The project of a request as it is after its fixes. */
export function fixProject(request: Request, source: Source, { judged, nextSteps, wants }: ProjectFixing): FixedProject {
  const before = takeIn(request, source);
  const beforehand = judged(before);
  const { parse } = freshMemory();
  const fixes = applyFixes(beforehand.findings, {
    textOf: before.textOf,
    editsOf: (amendment, textOf, texts) => editsOf(amendment, { textOf, migrations: migrationsPlace(before, texts), parse }),
    mayFix: ({ at }) => (wants ?? before.wants)(at.file),
    mayChange: changeable(before),
    judge: (texts) => readable(() => judged(takeIn(request, changed(source, texts))).findings),
    nextSteps,
  });
  const textBefore = before.textOf;
  if (fixes.texts.size === 0) return { ...fixes, intake: before, judgement: beforehand, textBefore };
  const intake = takeIn(request, changed(source, fixes.texts));
  return { ...fixes, intake, judgement: judged(intake), textBefore };
}

function changed(source: Source, texts: ChangedTexts): Source {
  return { ...source, texts: overlaid(source.texts, texts) };
}

function readable<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}

/** Would `--fix` cure the finding? Whether it does harm is only known when it is done. */
export function fixableIn(intake: Intake): (finding: Finding) => boolean {
  const outcome = outcomeIn(intake);
  return ({ fix }) => fix !== null && outcome(fix) === 'possible';
}

/**
 * Suggestions of a finding that can be applied, with their numbers among all of them, from 1. Not a new name for what a
 * migration has made: that cures nothing before the next migration is generated, and drizzle-kit asks about it.
 */
export function rewritesIn(intake: Intake): (finding: Finding) => readonly Rewrite[] {
  const outcome = outcomeIn(intake);
  return ({ suggestions }) => suggestions.flatMap((remedy, place) =>
    (remedy.amendment.kind !== 'renameDeclared' && outcome(remedy) === 'possible' ? [{ text: remedy.text, number: place + 1 }] : []));
}

/** What would become of a remedy: it cannot be made, or it would change a file that is not to be changed. */
export function outcomeIn(intake: Intake): (remedy: Remedy) => 'possible' | 'impossible' | 'forbidden' {
  const { parse } = freshMemory();
  const [mayChange, migrations] = [changeable(intake), migrationsPlace(intake)];
  return ({ amendment }) => {
    const edits = editsOf(amendment, { textOf: intake.textOf, migrations, parse });
    if (edits === null || edits.length === 0) return 'impossible';
    return edits.every(({ file }) => mayChange(file)) ? 'possible' : 'forbidden';
  };
}

/** Says a baseline that is there, and was not asked, that some migration is applied? Nobody knows. */
function isBaselineIgnored({ baseline, baselineFile, textOf }: Intake): boolean {
  return baseline === null && textOf(baselineFile) !== null;
}

/**
 * Whether a file may be changed without asking: the schema, the journal, and migrations that are new for certain. What
 * the base ref or the baseline has may be applied somewhere. A file outside the project's tree, or one that is not
 * UTF-8 and would lose what was not read, is left alone.
 */
function changeable(intake: Intake): (file: string) => boolean {
  const { facts: { history, tagsAtBase }, baseline, textOf } = intake;
  const isNew = (tag: string): boolean => tagsAtBase?.has(tag) === false && !isBaselineIgnored(intake)
    && !Object.hasOwn(baseline?.baseline.migrations ?? {}, tag);
  return (file) => {
    if (isNewFile(file, intake)) return tagsAtBase !== null;
    if (file.startsWith('../') || textOf(file)?.includes('\uFFFD') !== false) return false;
    if (isDeclared({ file, span: { start: 0, end: 0 } })) return true;
    if (file === history.journalFile) return tagsAtBase !== null;
    const migration = history.migrations.find((one) => one.file === file || one.downFile === file);
    return migration !== undefined && isNew(migration.tag);
  };
}

/** A file of a migration that is not there yet. */
function isNewFile(file: string, { facts: { history: { layout, folder } }, textOf }: Intake): boolean {
  return layout !== 'none' && file.startsWith(`${folder}/`) && textOf(file) === null;
}

/** What a user should know who wonders why a migration was left alone. */
export function fixNotes(intake: Intake): readonly string[] {
  const { facts: { history, tagsAtBase, judged } } = intake;
  if (isBaselineIgnored(intake)) {
    return ['Migrations were left as they are: the baseline, which tells which of them are applied, is not asked.'];
  }
  if (tagsAtBase !== null || history.migrations.length === 0 || judged.length === 0) return [];
  return ['Migrations were left as they are: there is nothing to compare with that tells which of them are new.'];
}
