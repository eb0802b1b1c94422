import { embeddedDatabase } from '../evidence/embedded-database.ts';
import { claimsOf } from '../examples/claims.ts';
import { proveRule, type Failure, type Judge, type Proof } from '../examples/prove-rule.ts';
import { diskSource, rulesIn } from '../intake/take-in.ts';
import { preferBaselineCompiler } from '../parse/sql/postgres-parser.ts';
import { workingFolder } from '../project/root.ts';
import { visible, visibleLines } from '../report/visible.ts';
import type { Rule } from '../rule/rule.ts';
import { plural } from '../text/plural.ts';
import { Problem } from '../text/problem.ts';
import type { SettingsFlags } from './project-flags.ts';
import { rulesAt } from './rules-at.ts';

/** What `sluice test-rules` is given. */
export interface TestRulesFlags extends SettingsFlags {
  readonly format: 'pretty' | 'json';
}

/** Puts a project's own rules to the proof, prints what came of it, and gives the exit code: 1 if one is wrong. */
export async function testRules(files: readonly string[], flags: TestRulesFlags): Promise<number> {
  preferBaselineCompiler();
  const rules = files.length === 0 ? rulesAt(flags) : rulesIn(files, diskSource(workingFolder(flags.cwd)));
  const own = rules.filter(({ file }) => file !== undefined);
  if (own.length === 0) throw new Problem('This project has no rules of its own.', 'Name their files as "ruleFiles" in the settings, or here.');
  const proofs = await proofsOf(own, rules);
  process.stdout.write(flags.format === 'json' ? jsonOf(proofs) : prettyOf(proofs));
  return proofs.some(({ failures }) => failures.length > 0) ? 1 : 0;
}

/** A Postgres is started only if there is something to ask it. */
async function proofsOf(own: readonly Rule[], rules: readonly Rule[]): Promise<readonly Proof[]> {
  const judge = own.some((rule) => claimsOf(rule).length > 0) ? await embeddedJudge() : 'nothing is claimed';
  try {
    const proofs: Proof[] = [];
    for (const rule of own) proofs.push(await proveRule(rule, rules, judge));
    return proofs;
  } finally {
    if (typeof judge !== 'string') await judge.database.close();
  }
}

/** The embedded Postgres, or why there is none: it is an optional part. */
async function embeddedJudge(): Promise<Judge | string> {
  try {
    const database = await embeddedDatabase();
    const [row] = await database.query<{ major: number }>("select current_setting('server_version_num')::int / 10000 as major");
    return { database, postgres: row?.major ?? 0 };
  } catch (error) {
    if (error instanceof Problem) return 'there is no embedded Postgres; npm install -D @electric-sql/pglite';
    throw error;
  }
}

function prettyOf(proofs: readonly Proof[]): string {
  const width = Math.max(...proofs.map(({ rule }) => rule.id.length));
  const wrong = proofs.filter(({ failures }) => failures.length > 0).length;
  const verdict = wrong === 0 ? `${plural(proofs.length, 'rule')}, all right.` : `${wrong} of ${plural(proofs.length, 'rule')} wrong.`;
  return [...proofs.flatMap((proof) => linesOf(proof, width)), verdict, ''].join('\n');
}

function linesOf(proof: Proof, width: number): readonly string[] {
  const { rule, failures, claimsChecked, claimsUnchecked } = proof;
  const verdict = failures.length === 0 ? 'right' : `${failures.length} wrong`;
  const claims = claimsChecked === 0 ? '' : `, ${plural(claimsChecked, 'claim')} checked`;
  return [
    `${rule.id.padEnd(width)}  ${plural(rule.examples.length, 'example')}${claims}: ${verdict}`,
    ...claimsUnchecked.map(({ example, because }) => `  The claim of example ${example} was not checked: ${because}.`),
    ...failures.flatMap((failure) => failureLines(failure, rule)),
  ];
}

function failureLines({ example, expected, got }: Failure, { file = '', examples }: Rule): readonly string[] {
  const sample = example === null ? undefined : examples[example - 1];
  const kind = sample === undefined ? '' : `, example ${example ?? ''} (${sample.bad === undefined ? 'good' : 'bad'})`;
  return [`  ${visible(file)}${kind}`, ...told('expected', expected), ...told('got', got)];
}

function told(word: string, text: string): readonly string[] {
  const [first = '', ...rest] = visibleLines(text).trimEnd().split('\n');
  if (rest.length === 0) return [`    ${word} ${first}`];
  return [`    ${word}`, ...[first, ...rest].map((line) => `      ${line}`)];
}

/** Version 1: a rule, an entry; `example` counts from 1, and is null where a failure is about the rule's words. */
function jsonOf(proofs: readonly Proof[]): string {
  const rules = proofs.map(({ rule, failures, claimsChecked, claimsUnchecked }) => (
    { rule: rule.id, file: rule.file, examples: rule.examples.length, claimsChecked, claimsUnchecked, failures }));
  return `${JSON.stringify({ version: 1, rules }, null, 2)}\n`;
}
