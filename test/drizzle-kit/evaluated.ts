import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { evaluation } from '../../src/cli/evaluation.ts';
import { runDrizzleKit } from '../../src/drizzle-kit/run-drizzle-kit.ts';
import { chooseRules } from '../../src/engine/choose-rules.ts';
import { judge } from '../../src/engine/judge.ts';
import type { Evaluation } from '../../src/facts/evaluation.ts';
import { takeIn, type Intake } from '../../src/intake/take-in.ts';
import { workingTree } from '../../src/project/working-tree.ts';
import type { Finding } from '../../src/rule/finding.ts';
import { temporaryFolder } from '../project/folder.ts';

/** What execution and reading say of one project. */
export interface BothAnswers {
  readonly evaluated: Evaluation;
  /** What the rule says without an evaluation. */
  readonly read: readonly Finding[];
  /** What it says with it. */
  readonly told: readonly Finding[];
}

/** Asks both of the project in a folder. */
export async function bothAnswers(folder: string): Promise<BothAnswers> {
  const intake = takeIn({ cwd: folder, scope: { kind: 'all' }, paths: [] });
  const evaluated = await evaluation(intake, chosenFor(intake));
  return { evaluated, read: findings(intake, intake.facts), told: findings(intake, { ...intake.facts, evaluated }) };
}

function chosenFor(intake: Intake): ReturnType<typeof chooseRules> {
  return chooseRules(intake.rules(), { ...intake.settings, pathOf: intake.pathInSettings });
}

function findings(intake: Intake, facts: Intake['facts']): readonly Finding[] {
  const judgement = judge(facts, chosenFor(intake), { ruleIds: intake.rules().map(({ id }) => id), baseline: null });
  return judgement.findings.filter(({ rule }) => rule === 'history/schema-not-generated');
}

interface ProjectOptions {
  readonly modules?: string;
  readonly casing?: string | null;
}

/** What drizzle-kit made of a schema, which is the same each time. */
const generated = new Map<string, Readonly<Record<string, string>>>();

/** A project of one schema file, whose migrations drizzle-kit made; packages are those of `modules`. Gone after the test. */
export async function generatedProject(schema: string, options: ProjectOptions = {}): Promise<string> {
  const key = JSON.stringify([schema, options]);
  const made = generated.get(key);
  const folder = temporaryFolder({ ...projectFiles(schema, options), ...made });
  symlinkSync(options.modules ?? resolve(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'));
  if (made === undefined) generated.set(key, await generate(folder));
  return folder;
}

function projectFiles(schema: string, { casing }: ProjectOptions): Readonly<Record<string, string>> {
  return {
    'package.json': '{ "type": "module" }',
    'src/schema.ts': schema,
    'drizzle.config.ts': `import { defineConfig } from 'drizzle-kit';
if (!process.env.NEVER_SET) throw new Error('the configuration is not to be executed');
export default defineConfig({ dialect: 'postgresql', schema: './src/schema.ts', out: './drizzle'${casing ? `, casing: '${casing}'` : ''} });
`,
  };
}

async function generate(folder: string): Promise<Readonly<Record<string, string>>> {
  const made = await runDrizzleKit(['generate', '--name', 'init'], {
    cwd: folder, env: { ...process.env, NEVER_SET: 'but here' }, timeoutMs: 120_000,
  });
  if (!made.output.includes('Your SQL migration')) throw new Error(made.output);
  const texts = workingTree(folder);
  return Object.fromEntries(texts.list('drizzle').map((file) => [file, texts.read(file) ?? '']));
}
