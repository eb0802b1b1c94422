import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { statementRefusesTransaction } from '../catalog/deploys.ts';
import { chooseRules } from '../engine/choose-rules.ts';
import type { ProjectFacts } from '../engine/facts.ts';
import { judge } from '../engine/judge.ts';
import { DatabaseFailure } from '../evidence/database.ts';
import { withMigrations, type Migration } from '../facts/history.ts';
import { connect } from '../gate/connection.ts';
import { exclusively } from '../gate/exclusively.ts';
import { failureText } from '../gate/failure-text.ts';
import { migrate, type MigrateResult } from '../gate/migrate.ts';
import type { Refusal } from '../gate/refusals.ts';
import { schemaNotes } from '../intake/schema-notes.ts';
import { takeIn, type Intake } from '../intake/take-in.ts';
import type { Location } from '../intake/locate.ts';
import { preferBaselineCompiler } from '../parse/sql/postgres-parser.ts';
import { pretty } from '../report/pretty.ts';
import { tally } from '../report/report-input.ts';
import { workingFolder } from '../project/root.ts';
import { plural } from '../text/plural.ts';
import { Problem } from '../text/problem.ts';
import { ownVersion } from '../project/own-version.ts';
import { statisticsNotes } from '../intake/statistics-notes.ts';
import { databaseOf } from './database-of.ts';
import { deployedProject } from './deployed-project.ts';
import { pathUnder } from './path-under.ts';
import { placeIn } from './place-in.ts';
import { terminalPaint } from './terminal-paint.ts';

/** What `sluice migrate`, and what else works on the database of a project, is given. */
export interface MigrateFlags {
  readonly cwd: string;
  readonly config?: string;
  readonly drizzleConfig?: string;
}

/** Checks what is pending on the database and applies it. Gives the exit code: 1 if something was refused or failed. */
export async function migrateCommand(flags: MigrateFlags): Promise<number> {
  preferBaselineCompiler();
  const cwd = workingFolder(flags.cwd);
  const project = deployedProject(takeIn({ ...flags, cwd, scope: { kind: 'all' }, paths: [] }));
  const { intake, location, ledger } = project;
  const database = await connect({ ...databaseOf(project.folder, location, 'to migrate'), extensions: project.extensions });
  try {
    return report(await exclusively(database, () => migrate(database, intake.facts.history, {
      ledger,
      refusesTransaction: (statement) => statementRefusesTransaction(statement, intake.facts.postgres),
      judge: (pending) => Promise.resolve(objections(intake, location, pending, cwd)),
      onApplied: ({ tag }) => { print(`applied ${tag}`); },
    }), { onWait: () => { print(waiting); } }));
  } catch (thrown) {
    throw thrown instanceof DatabaseFailure ? noAnswer(database.place, thrown) : thrown;
  } finally {
    await database.close();
  }
}

/** Said once, while another has the lock. */
export const waiting = 'Another sluice is at work on this database: waiting for it.';

/** Between two migrations nothing is open: what was told as applied is, and nothing else. */
function noAnswer(place: string, { message }: DatabaseFailure): Problem {
  return new Problem(`The database ${place} broke off: ${message}.`, 'What is told as applied above is; run sluice migrate again.');
}

/** A comment for another runner, or for a migration that goes out alone, may have nothing to take away here. */
const notAsked = 'suppression/unused';

/** Judges the pending set as one deploy of `sluice migrate`, prints what it finds, and objects to every error. */
function objections(
  intake: Intake, { settings }: Location, pending: readonly Migration[], cwd: string,
): readonly Refusal[] {
  const start = performance.now();
  const rules = intake.rules();
  const chosen = chooseRules(rules, { ...settings, pathOf: intake.pathInSettings }).filter(({ rule }) => rule.id !== notAsked);
  const judgement = judge(pendingFacts(intake.facts, pending), chosen, { ruleIds: rules.map(({ id }) => id), baseline: intake.baseline });
  const { findings, counts, suppressed, known } = judgement;
  const totals = tally(findings);
  const pathOf = (file: string): string => pathUnder(cwd, resolve(intake.root, file));
  if (findings.length > 0) {
    print(pretty({
      findings, counts, totals, suppressed, known,
      scope: `${pending.length} pending of ${intake.facts.history.migrations.length} migrations`,
      notes: [...schemaNotes(intake.facts, placeIn(intake, cwd)), ...statisticsNotes(intake.statistics, Date.now(), pathOf)],
      durationMs: performance.now() - start,
      isFixable: () => false,
      rewritesOf: () => [],
      textOf: intake.textOf,
      pathOf,
      rules,
      version: ownVersion(),
    }, terminalPaint()));
  }
  if (totals.errors === 0) return [];
  return [{
    migration: null,
    message: `The pending migrations have ${plural(totals.errors, 'error')}.`,
    hint: 'Mend them as the findings above say; nothing was applied.',
  }];
}

/** What the database has already is the base, whatever git says. */
function pendingFacts(facts: ProjectFacts, pending: readonly Migration[]): ProjectFacts {
  const applied = facts.history.migrations.filter((migration) => !pending.includes(migration));
  return {
    ...facts,
    judged: pending,
    grouping: 'together',
    runner: 'sluice',
    base: applied.length === 0 ? null : { declared: null, unread: [], assumed: [], directed: [], history: withMigrations(facts.history, applied) },
    tagsAtBase: new Set(applied.map(({ tag }) => tag)),
  };
}

/** Prints what became of it, and gives the exit code. */
export function report(result: MigrateResult): number {
  switch (result.outcome) {
    case 'upToDate':
      print('Nothing is pending.');
      return 0;
    case 'applied':
      print(`${result.migrations.length} applied.`);
      return 0;
    case 'refused':
      for (const { message, hint } of result.refusals) process.stderr.write(`sluice: ${message}\n  ${hint}\n`);
      return 1;
    case 'failed':
      process.stderr.write(`${failureText(result)}\n`);
      return 1;
    default:
      return result satisfies never;
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
