import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { type ChosenRule, chooseRules } from '../engine/choose-rules.ts';
import { judge, type Judgement } from '../engine/judge.ts';
import type { Finding, Level } from '../rule/finding.ts';
import { tally, type ReportInput } from '../report/report-input.ts';
import { preferBaselineCompiler } from '../parse/sql/postgres-parser.ts';
import type { Request } from '../intake/request.ts';
import { staleNotes } from '../intake/baseline-notes.ts';
import { schemaNotes } from '../intake/schema-notes.ts';
import { statisticsNotes } from '../intake/statistics-notes.ts';
import { fixableIn, fixNotes, fixProject, rewritesIn, type FixedProject } from '../intake/fix-project.ts';
import { hasProject } from '../intake/project-around.ts';
import { diskSource, indexSource, rulesFor, takeIn, type Intake, type Source } from '../intake/take-in.ts';
import { rememberStaged } from '../project/remember-staged.ts';
import { Problem } from '../text/problem.ts';
import { workingFolder } from '../project/root.ts';
import { fixedLines, nextStepsOf, patchOf, writeFixes } from './fix.ts';
import type { Format } from './format.ts';
import { lookAtSizes } from './look-at-sizes.ts';
import { ownVersion } from '../project/own-version.ts';
import { pathUnder } from './path-under.ts';
import { placeIn } from './place-in.ts';
import { deliver, destinationsOf, type Destinations } from './reports.ts';
import { terminalPaint } from './terminal-paint.ts';
import { projectPaths, scopeOf, type ProjectFlags, type ScopeFlags } from './project-flags.ts';

/** What `sluice check` is given. */
export interface CheckFlags extends ProjectFlags, ScopeFlags {
  /** False for `--no-baseline`. */
  readonly baseline?: boolean;
  readonly staged?: true;
  readonly liveStatistics?: true;
  readonly evaluate?: true;
  readonly fix?: true;
  readonly fixDryRun?: true;
  readonly format: Format;
  /** `format=file`, or a file in place of the output. */
  readonly output?: readonly string[];
  readonly rule?: Readonly<Record<string, Level | 'off'>>;
  readonly maxWarnings?: number;
  readonly quiet?: true;
}

/** Judges a project, prints what it found, and gives the exit code. */
export async function check(paths: readonly string[], flags: CheckFlags): Promise<number> {
  const start = performance.now();
  preferBaselineCompiler();
  const cwd = workingFolder(flags.cwd);
  const destinations = destinationsOf(cwd, flags.format, flags.output ?? [], process.env['GITHUB_STEP_SUMMARY']);
  refuseFixingStaged(flags);
  if (flags.evaluate !== undefined) (await import('./evaluation.ts')).refuseEvaluating(flags);
  const staged = flags.staged === undefined ? null : indexSource(cwd);
  const asked = requestOf(cwd, paths, flags);
  if (staged !== null && !isProjectIn(asked, staged)) {
    process.stdout.write('Judged: nothing; there is no drizzle.config here in the next commit.\n');
    return 0;
  }
  const source = staged ?? diskSource(cwd);
  const request = await withLiveSizes(asked, source, flags);
  const fixing = flags.fix === undefined && flags.fixDryRun === undefined ? null : await fixed(request, source, flags, cwd);
  const intake = await evaluatedIntake(fixing?.intake ?? takeIn(request, source), flags);
  const chosen = chosenFor(intake, flags);
  const judgement = fixing?.judgement ?? judged(intake, flags);
  const isWanted = ({ at }: Finding): boolean => intake.wants(at.file);
  const findings = judgement.findings.filter(isWanted);
  const totals = tally(findings);
  const isWhole = flags.all !== undefined && paths.length === 0;
  const input: ReportInput = {
    findings: flags.quiet === undefined ? findings : findings.filter(({ level }) => level === 'error'),
    totals,
    suppressed: judgement.suppressed.filter(isWanted),
    known: judgement.known.filter(isWanted),
    counts: judgement.counts,
    scope: intake.scope,
    notes: [...intake.notes, ...schemaNotes(intake.facts, placeIn(intake, cwd)), ...sizeNotes(intake, cwd), ...baselineNotes(intake, judgement, cwd, isWhole), ...(fixing === null ? [] : fixNotes(intake))],
    durationMs: performance.now() - start,
    isFixable: fixing === null ? fixableIn(intake) : triedAll,
    rewritesOf: rewritesIn(intake),
    textOf: intake.textOf,
    rules: chosen.map(({ rule }) => rule),
    version: ownVersion(),
    pathOf: (file) => pathUnder(cwd, resolve(intake.root, file)),
  };
  if (fixing !== null) (destinations.printed === 'pretty' ? process.stdout : process.stderr).write(fixing.told);
  process.stdout.write(staged !== null && isQuiet(input, destinations)
    ? `Judged: ${intake.scope}; nothing found.\n`
    : await deliver(input, destinations, terminalPaint()));
  if (staged !== null) {
    rememberStaged({ root: staged.here.root, cwd, args: process.argv.slice(2) }, staged.reads);
  }
  return totals.errors > 0 || totals.warnings > (flags.maxWarnings ?? Infinity) ? 1 : 0;
}

/** After --fix nothing is left that it can do: what could be fixed and was not did harm. */
const triedAll = (): boolean => false;

function chosenFor({ settings, rules, pathInSettings }: Intake, flags: CheckFlags): readonly ChosenRule[] {
  return chooseRules(rules(), { ...settings, rules: withLevels(settings.rules, flags.rule ?? {}), pathOf: pathInSettings });
}

function judged(intake: Intake, flags: CheckFlags): Judgement {
  return judge(intake.facts, chosenFor(intake, flags), { ruleIds: intake.rules().map(({ id }) => id), baseline: intake.baseline });
}

/** Where the database is says the project, so it is read once more than otherwise. */
async function withLiveSizes(request: Request, source: Source, { liveStatistics }: CheckFlags): Promise<Request> {
  if (liveStatistics === undefined) return request;
  return { ...request, statistics: await lookAtSizes(takeIn({ ...request, statistics: 'none' }, source)) };
}

function refuseFixingStaged({ staged, fix, fixDryRun }: CheckFlags): void {
  if (staged === undefined || (fix === undefined && fixDryRun === undefined)) return;
  throw new Problem(
    'What is staged is not fixed: a fix changes the working tree, and the index would stay as it is.',
    'Run "sluice check --fix" without --staged, then stage what it changed.',
  );
}

/** While a merge is unfinished there is nothing that could be executed. */
async function evaluatedIntake(intake: Intake, flags: CheckFlags): Promise<Intake> {
  const { unfinished = [], history } = intake.facts;
  if (flags.evaluate === undefined || unfinished.length > 0 || history.conflicts.length > 0) return intake;
  const { evaluation } = await import('./evaluation.ts');
  return { ...intake, facts: { ...intake.facts, evaluated: await evaluation(intake, chosenFor(intake, flags)) } };
}

/** The project with its safe fixes, written unless that is not wanted; `told`: what people shall know of it. */
async function fixed(
  request: Request, source: Source, flags: CheckFlags, cwd: string,
): Promise<FixedProject & { readonly told: string }> {
  const project = fixProject(request, source, { judged: (intake) => judged(intake, flags), nextSteps: nextStepsOf(rulesFor(request, source)) });
  const pathOf = (file: string): string => pathUnder(cwd, resolve(source.here.root, file));
  if (flags.fixDryRun !== undefined) {
    return { ...project, told: `${await patchOf(project, pathOf)}${fixedLines(project, pathOf, 'Would fix')}` };
  }
  writeFixes(project, source);
  return { ...project, told: fixedLines(project, pathOf, 'Fixed') };
}

/** A branch from before Drizzle, or a commit that takes it out: whoever committed there did before us too. */
function isProjectIn({ config, drizzleConfig, schema, out, paths }: Request, { texts, here }: Source): boolean {
  return paths.length > 0 || [config, drizzleConfig, schema, out].some((given) => given !== undefined) || hasProject(texts, here.folder);
}

/** A hook has nothing to say where nothing is found; what is written into files or for programs is written whole. */
function isQuiet({ findings, notes }: ReportInput, { printed, files }: Destinations): boolean {
  return findings.length === 0 && notes.length === 0 && printed === 'pretty' && files.length === 0;
}

function sizeNotes({ statistics, root }: Intake, cwd: string): readonly string[] {
  return statisticsNotes(statistics, Date.now(), (file) => pathUnder(cwd, resolve(root, file)));
}

/** Of a part of a project nobody can tell what is stale. */
function baselineNotes({ baseline, root }: Intake, { stale }: Judgement, cwd: string, isWhole: boolean): readonly string[] {
  return baseline === null || !isWhole ? [] : staleNotes(stale, pathUnder(cwd, resolve(root, baseline.file)));
}

function requestOf(cwd: string, paths: readonly string[], flags: CheckFlags): Request {
  return {
    cwd,
    paths,
    conflicts: 'reported',
    scope: flags.staged === undefined ? scopeOf(flags) : { kind: 'staged' },
    ...projectPaths(flags),
    ...(flags.baseline === false ? { baseline: 'ignore' } : {}),
  };
}

type Settings = Intake['settings']['rules'];

/** A level from the command line keeps the options that the settings give. */
function withLevels(settings: Settings, levels: NonNullable<CheckFlags['rule']>): Settings {
  const changed = Object.entries(levels).map(([id, level]) => {
    const before = settings[id];
    const options = typeof before === 'object' ? before[1] : undefined;
    return [id, options === undefined ? level : [level, options] as const] as const;
  });
  return { ...settings, ...Object.fromEntries(changed) } as Settings;
}
