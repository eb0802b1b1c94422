import { join, posix } from 'node:path';
import { evaluate, type EvaluationResult } from '../drizzle-kit/evaluate.ts';
import type { ChosenRule } from '../engine/choose-rules.ts';
import type { Catalog } from '../facts/catalog.ts';
import type { Evaluation } from '../facts/evaluation.ts';
import type { Location } from '../intake/locate.ts';
import { spelling } from '../intake/read-state.ts';
import type { Intake } from '../intake/take-in.ts';
import { readSnapshot } from '../parse/drizzle/snapshot.ts';
import { Problem } from '../text/problem.ts';
import type { CheckFlags } from './check.ts';

/** The rule that tells what an evaluation found. */
const teller = 'history/schema-not-generated';

/** What is executed is what lies on disk. @throws Problem where something else is judged. */
export function refuseEvaluating({ staged, fix, fixDryRun }: CheckFlags): void {
  if (staged !== undefined) {
    throw new Problem(
      'What is staged is not evaluated: drizzle-kit executes the files on disk, which may be others.',
      'Run "sluice check --evaluate" without --staged.',
    );
  }
  if (fix !== undefined || fixDryRun !== undefined) {
    throw new Problem('A fix changes the schema that would be evaluated.', 'Run "sluice check --fix" first, then "sluice check --evaluate".');
  }
}

/**
 * What drizzle-kit makes of the project's schema.
 * @throws Problem where it cannot be told: who asked for it is not served with what reading tells.
 */
export async function evaluation(intake: Intake, chosen: readonly ChosenRule[]): Promise<Evaluation> {
  const { location, root, facts, settings } = intake;
  if (location === null) throw new Problem('There is no project here to evaluate.', 'Run it where drizzle.config is.');
  if (location.schemaFiles.length === 0) throw new Problem('There is no schema to evaluate.', 'Name its files as "schema" in drizzle.config, or give --schema.');
  if (!chosen.some(({ rule }) => rule.id === teller)) {
    throw new Problem(`${teller} is off, which tells what --evaluate finds.`, `Leave --evaluate out, or add --rule ${teller}=error.`);
  }
  return evaluationOf(await evaluate({
    folder: join(root, location.folder),
    schema: schemaFrom(location),
    out: join(root, location.out),
    layout: facts.history.layout,
    casing: location.casing,
    env: process.env,
    given: settings.evaluate.env,
    named: variablesIn(intake),
    timeoutMs: settings.evaluate.seconds * 1000,
  }), settings.evaluate.seconds);
}

/** As drizzle-kit gets them, which takes a folder for the files in it. */
function schemaFrom({ folder, schemaPatterns }: Location): readonly string[] {
  return schemaPatterns.map((pattern) => posix.relative(folder, pattern));
}

const variable = /\bprocess\.env(?:\.([A-Z_a-z]\w*)|\[['"]([A-Z_a-z]\w*)['"]\])/g;

/** Variables of the environment that the schema's files name, but for those that decide what is declared: a dummy would be a lie. */
function variablesIn({ schemaRead, textOf, facts }: Intake): ReadonlySet<string> {
  const named = (text: string): readonly string[] => [...text.matchAll(variable)].map(([, name, quoted]) => name ?? quoted ?? '');
  const deciding = new Set(facts.assumed.flatMap(({ origin: { file, span } }) => named((textOf(file) ?? '').slice(span.start, span.end))));
  return new Set(schemaRead.flatMap((file) => named(textOf(file) ?? '')).filter((name) => !deciding.has(name)));
}

function evaluationOf(result: EvaluationResult, seconds: number): Evaluation {
  switch (result.kind) {
    case 'nothing': return { kind: 'same' };
    case 'written': return { kind: 'statements', statements: statementsIn(result.sql) };
    case 'question': return { kind: 'ambiguous', asked: result.about, declared: catalogIn(result.snapshot) };
    case 'failed': throw failure(result, seconds);
    default: return result satisfies never;
  }
}

function statementsIn(sql: string): readonly string[] {
  return sql.split('--> statement-breakpoint').map((statement) => statement.trim()).filter((statement) => statement !== '');
}

function catalogIn(snapshot: string | null): Catalog | null {
  const reading = snapshot === null ? null : readSnapshot('snapshot.json', snapshot, spelling);
  return reading?.ok === true ? reading.snapshot.catalog : null;
}

function failure({ reason, timedOut }: Extract<EvaluationResult, { readonly kind: 'failed' }>, seconds: number): Problem {
  return timedOut
    ? new Problem(
      `The schema cannot be evaluated: drizzle-kit was not done after ${seconds} seconds.`,
      'Does a module that it imports wait for something? Otherwise give it more, as "evaluate": { "seconds": … } in the settings.',
    )
    : new Problem(
      `The schema cannot be evaluated: ${/[.!?]$/.test(reason) ? reason : `${reason}.`}`,
      'If it lacks a variable of your environment, which it does not get, name that in the settings: "evaluate": { "env": { … } }.',
    );
}
