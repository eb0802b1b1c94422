import { resolve } from 'node:path';
import { chooseRules, findRule } from '../engine/choose-rules.ts';
import { judge, type Judgement } from '../engine/judge.ts';
import { isUnder } from '../intake/choose-judged.ts';
import { fixNotes } from '../intake/fix-project.ts';
import { rewriteProject, type LeftFinding, type RewrittenProject } from '../intake/rewrite-project.ts';
import type { Request } from '../intake/request.ts';
import { diskSource, rulesFor, type Intake } from '../intake/take-in.ts';
import { preferBaselineCompiler } from '../parse/sql/postgres-parser.ts';
import { typedPath, workingFolder } from '../project/root.ts';
import { visible } from '../report/visible.ts';
import { fixedLines, nextStepsOf, patchOf, writeFixes } from './fix.ts';
import { pathUnder } from './path-under.ts';
import { placeIn } from './place-in.ts';
import { projectPaths, scopeOf, type ProjectFlags, type ScopeFlags } from './project-flags.ts';

/** What `sluice rewrite` is given. */
export interface RewriteFlags extends ProjectFlags, ScopeFlags {
  readonly suggestion: number;
  readonly dryRun?: true;
}

/** With Drizzle's migrator two migrations that are pending together are one transaction: the second has to wait. */
const laterDeploy = 'safety/validate-in-same-deploy';

/** Puts a suggestion in place of each finding of a rule, and says what it wrote. Gives the exit code: 1 if any is left. */
export async function rewrite(id: string, paths: readonly string[], flags: RewriteFlags): Promise<number> {
  preferBaselineCompiler();
  const cwd = workingFolder(flags.cwd);
  const source = diskSource(cwd);
  const request: Request = { cwd, paths: [], scope: scopeOf(flags), ...projectPaths(flags) };
  const rules = rulesFor(request, source);
  const rule = findRule(rules, id);
  const wanted = paths.map((path) => typedPath(source.here, path));
  const project = rewriteProject(request, source, {
    rule: rule.id,
    suggestion: flags.suggestion,
    judged,
    nextSteps: new Set([...nextStepsOf(rules), laterDeploy]),
    ...(paths.length === 0 ? {} : { wants: (file: string) => wanted.some((path) => isUnder(path, file)) }),
  });
  const pathOf = (file: string): string => pathUnder(cwd, resolve(source.here.root, file));
  if (flags.dryRun === undefined) writeFixes(project, source);
  else process.stdout.write(await patchOf(project, pathOf));
  process.stdout.write(toldOf(project, rule.id, { cwd, pathOf, isDry: flags.dryRun !== undefined }));
  return project.left.length > 0 ? 1 : 0;
}

function judged({ facts, settings, rules, pathInSettings, baseline }: Intake): Judgement {
  return judge(facts, chooseRules(rules(), { ...settings, pathOf: pathInSettings }), { ruleIds: rules().map(({ id }) => id), baseline });
}

interface Telling {
  readonly cwd: string;
  readonly pathOf: (file: string) => string;
  readonly isDry: boolean;
}

function toldOf(project: RewrittenProject, rule: string, { cwd, pathOf, isDry }: Telling): string {
  const { fixed, left, intake } = project;
  if (fixed.length === 0 && left.length === 0) return `Nothing of ${rule} is found. Judged: ${visible(intake.scope)}.\n`;
  const lines = [
    ...left.map((each) => leftLine(each, placeIn(intake, cwd))),
    ...(left.some(({ because }) => because === 'forbidden') ? fixNotes(intake) : []),
    ...laterLines(project),
  ];
  return [
    fixedLines(project, pathOf, isDry ? 'Would rewrite' : 'Rewrote'),
    fixed.length === 0 ? '' : filesLine(project, pathOf, isDry),
    ...lines.map((line) => `${visible(line)}\n`),
  ].join('');
}

function filesLine({ texts, textBefore }: RewrittenProject, pathOf: (file: string) => string, isDry: boolean): string {
  const files = [...texts.keys()].sort();
  const made = files.filter((file) => textBefore(file) === null);
  const changed = files.filter((file) => textBefore(file) !== null);
  const named = (verb: string, all: readonly string[]): string =>
    (all.length === 0 ? '' : `${isDry ? 'Would be ' : ''}${verb}: ${all.map((file) => visible(pathOf(file))).join(', ')}.\n`);
  return `${named(isDry ? 'changed' : 'Changed', changed)}${named(isDry ? 'new' : 'New', made)}`;
}

const reasons = {
  impossible: 'there is no such suggestion that can be made',
  forbidden: 'its migration is at the base or in the baseline, or nothing tells that it is new',
  harm: 'its finding would stay, or others would come of it',
  branches: 'it takes a migration of its own, and two branches are open that do not go together, so none can go on from both: '
    + 'sluice check --all says which, at history/snapshot-chain',
} as const satisfies Record<LeftFinding['because'], string>;

function leftLine({ finding: { at }, because }: LeftFinding, placeOf: (origin: LeftFinding['finding']['at']) => string): string {
  return `Left as it is: ${placeOf(at)}, since ${reasons[because]}.`;
}

/** What is to be deployed later is right as it stands, and must not go out with the rest. */
function laterLines({ findings, intake: { facts: { runner } } }: RewrittenProject): readonly string[] {
  const later = findings.filter(({ rule }) => rule === laterDeploy);
  if (later.length === 0 || runner !== 'drizzle') return [];
  return [
    'Deploy what validates after the rest is out: with the runner drizzle all that is pending is one transaction, so hold the new migration back, or apply both with sluice migrate and set runner: "sluice".',
  ];
}
