import { basename, dirname, join, resolve } from 'node:path';
import { chooseRules } from '../engine/choose-rules.ts';
import { pruned, recordFindings, type Baseline, type BaselineEntry } from '../engine/baseline.ts';
import { judge } from '../engine/judge.ts';
import { migrationHashes, pathsIn } from '../intake/read-baseline.ts';
import { takeIn, type Intake } from '../intake/take-in.ts';
import { preferBaselineCompiler } from '../parse/sql/postgres-parser.ts';
import { workingFolder } from '../project/root.ts';
import { writeAll } from '../project/write-files.ts';
import { visible } from '../report/visible.ts';
import { plural } from '../text/plural.ts';
import { Problem } from '../text/problem.ts';
import { pathUnder } from './path-under.ts';
import type { ProjectFlags } from './project-flags.ts';

/** What `sluice baseline` is given. */
export interface BaselineFlags extends ProjectFlags {
  readonly prune?: true;
}

/** Records what `check --all` finds today, or takes out what is found no more, and says what it did. */
export function writeBaseline({ prune, ...flags }: BaselineFlags): void {
  preferBaselineCompiler();
  const cwd = workingFolder(flags.cwd);
  const intake = takeIn({ ...flags, cwd, scope: { kind: 'all' }, paths: [], baseline: 'write' });
  if (intake.location === null) throw new Problem('There is no project here.', 'Run it where drizzle.config is.');
  const shown = pathUnder(cwd, resolve(intake.root, intake.baselineFile));
  process.stdout.write(`${visible(prune === undefined ? record(intake, shown) : pruneStale(intake, shown))}\n`);
}

function record(intake: Intake, shown: string): string {
  const { recorded: _, ...facts } = intake.facts;
  const { findings: found } = judgeAll({ ...intake, facts }, null);
  const findings = recordFindings(found, pathsIn(intake.baselineFile));
  write(intake, { version: 1, migrations: migrationHashes(intake.facts.history), findings }, shown);
  const files = new Set(findings.map(({ file }) => file)).size;
  return `${plural(found.length, 'finding')} in ${plural(files, 'file')} recorded in ${shown}.`;
}

function pruneStale(intake: Intake, shown: string): string {
  const { baseline: found, facts: { history } } = intake;
  if (found === null) throw new Problem(`There is no baseline ${shown}.`, 'Write one with "sluice baseline".');
  const { stale } = judgeAll(intake, found);
  const kept = pruned(found.baseline, stale, new Set(history.migrations.map(({ tag }) => tag)));
  const gone = Object.keys(found.baseline.migrations).length - Object.keys(kept.migrations).length;
  const left = `${plural(countOf(kept.findings), 'finding')} left`;
  if (stale.length === 0 && gone === 0) return `Nothing in ${shown} is stale: ${left}.`;
  write(intake, kept, shown);
  const migrations = gone === 0 ? '' : ` and ${plural(gone, 'migration')}`;
  return `${plural(countOf(stale), 'stale finding')}${migrations} taken out of ${shown}, ${left}.`;
}

function judgeAll({ facts, settings, rules, pathInSettings }: Intake, baseline: Intake['baseline']): ReturnType<typeof judge> {
  const chosen = chooseRules(rules(), { ...settings, pathOf: pathInSettings });
  return judge(facts, chosen, { ruleIds: rules().map(({ id }) => id), baseline });
}

function write({ root, baselineFile }: Intake, baseline: Baseline, shown: string): void {
  const path = join(root, baselineFile);
  const written = writeAll(dirname(path), [{ path: basename(path), text: `${JSON.stringify(baseline, null, 2)}\n` }]);
  if (!written.ok) throw new Problem(`${shown} cannot be written: ${written.message}.`, 'Name a file that may be written as "baseline" in the settings.');
}

function countOf(entries: readonly BaselineEntry[]): number {
  return entries.reduce((sum, { count }) => sum + count, 0);
}
