import { DatabaseFailure, type Database } from '../evidence/database.ts';
import type { Claims, Example } from '../rule/example.ts';
import type { Rule } from '../rule/rule.ts';
import { Problem } from '../text/problem.ts';
import { claimsOf, observedClaims, type Claimed } from './claims.ts';
import { offeredBy, remediedBy, type Offered } from './remedies.ts';
import { reportsOf } from './reports-of.ts';

/** Something about a rule that is not as it should be. */
export interface Failure {
  /** Its number, from 1; null: it is about the rule's words. */
  readonly example: number | null;
  readonly expected: string;
  readonly got: string;
}

/** What came of putting a rule to the proof. */
export interface Proof {
  readonly rule: Rule;
  /** Empty: the rule is right. */
  readonly failures: readonly Failure[];
  /** Examples whose claims Postgres was asked about. */
  readonly claimsChecked: number;
  /** Examples whose claims it could not be asked about, by why. */
  readonly claimsUnchecked: readonly { readonly example: number; readonly because: string }[];
}

/** A Postgres to put claims to, and its major. */
export interface Judge {
  readonly database: Database;
  readonly postgres: number;
}

/**
 * Puts a rule to the proof that ours have to pass: its words, a finding for every bad example, none for a good one, fixes
 * that cure and do no harm, and what it claims of Postgres. `judge` null, with why: there is no Postgres to ask.
 */
export async function proveRule(rule: Rule, rules: readonly Rule[], judge: Judge | string): Promise<Proof> {
  const claims = await claimFailures(rule, judge);
  const examples = rule.examples.flatMap((example, place) => exampleFailures(rule, { example, number: place + 1 }, rules));
  return {
    rule,
    failures: [...wordFailures(rule), ...[...examples, ...claims.failures].sort((left, right) => (left.example ?? 0) - (right.example ?? 0))],
    claimsChecked: claims.checked,
    claimsUnchecked: claims.unchecked,
  };
}

/** What is missing from a rule's words, or from its set of examples. */
export function wordFailures({ title, why, instead, silent = [], examples, options }: Rule): readonly Failure[] {
  const failures = [
    ...(/^[A-Z].*[^.]$/s.test(title) ? [] : [['a title that begins with a capital and ends without a full stop', title]]),
    ...Object.entries({ why, instead }).filter(([, text]) => !isSentence(text)).map(([name, text]) => [`"${name}" as sentences that end with a full stop`, text]),
    ...silent.filter((text) => !isSentence(text)).map((text) => ['each case of "silent" as a sentence that ends with a full stop', text]),
    ...(silent.length > 0 ? [] : [['"silent": the cases in which it says nothing, a sentence each', 'none']]),
    ...(examples.some(({ bad }) => bad !== undefined) ? [] : [['an example that is bad', 'none']]),
    ...(examples.some(({ good }) => good !== undefined) ? [] : [['an example that is good', 'none']]),
    ...Object.keys(options?.entries ?? {}).filter((name) => !hasDefault(options?.entries[name]))
      .map((name) => [`a default of the option "${name}", as v.optional(…, default): the settings may say nothing`, 'none']),
  ];
  return failures.map(([expected = '', got = '']) => ({ example: null, expected, got }));
}

function isSentence(text: string): boolean {
  return /[.>]$/.test(text);
}

function hasDefault(entry: unknown): boolean {
  return typeof entry === 'object' && entry !== null && ('default' in entry || ('type' in entry && /optional|nullish/.test(String(entry.type))));
}

interface Numbered {
  readonly example: Example;
  readonly number: number;
}

function exampleFailures(rule: Rule, numbered: Numbered, rules: readonly Rule[]): readonly Failure[] {
  const failure = (expected: string, got: string): Failure => ({ example: numbered.number, expected, got });
  try {
    const findings = reportsOf(rule, numbered.example, rules);
    const told = findings.map(({ text }) => `"${text}"`).join(' and ') || 'nothing';
    if (numbered.example.bad === undefined) return findings.length === 0 ? [] : [failure('nothing to be found in what is good', told)];
    if (findings.length !== 1) return [failure('one finding in what is bad', findings.length === 0 ? 'none' : `${findings.length}: ${told}`)];
    return remedyFailures(rule, numbered, rules).map(([expected, got]) => failure(expected, got));
  } catch (error) {
    if (error instanceof Problem) return [failure('an answer', error.message)];
    throw error;
  }
}

function remedyFailures(rule: Rule, { example }: Numbered, rules: readonly Rule[]): readonly (readonly [string, string])[] {
  const offered = offeredBy(rule, example, rules);
  const fixless = example.fixed !== undefined && offered.every(({ kind }) => kind !== 'fix');
  return [
    ...(fixless ? [['a fix that gives "fixed"', 'a finding without a fix'] as const] : []),
    ...offered.flatMap((each) => wrongIn(each, rules)),
  ];
}

/** What is wrong with a remedy, each as what was expected and what came. */
export function wrongIn(offered: Offered, rules: readonly Rule[]): readonly (readonly [string, string])[] {
  const { remedy, kind, example: { fixed } } = offered;
  const what = `the ${kind} "${remedy.text}"`;
  const after = remediedBy(offered, rules);
  if (after === null) return [[`${what} to be possible`, 'no edit that makes it']];
  const wrong = [
    ...(after.isCured ? [] : [[`the finding gone after ${what}`, 'it stays']]),
    ...(after.worsened === 'unreadable' ? [[`TypeScript after ${what}`, 'what does not parse']] : []),
    ...(after.worsened !== 'unreadable' && after.worsened.length > 0 ? [[`no new findings after ${what}`, `more of ${after.worsened.join(', ')}`]] : []),
    ...(kind === 'fix' && fixed !== undefined && after.text !== fixed ? [[fixed, after.text ?? 'no such file']] : []),
  ];
  return wrong.map(([expected = '', got = '']) => [expected, got]);
}

async function claimFailures(rule: Rule, judge: Judge | string): Promise<{
  readonly failures: readonly Failure[]; readonly checked: number; readonly unchecked: Proof['claimsUnchecked'];
}> {
  const claimed = claimsOf(rule);
  const inProjects = rule.examples.flatMap((example, place) => (
    example.claims === undefined || claimed.some((one) => one.example === place + 1) ? [] : [{ example: place + 1, because: 'it is a project, not SQL' }]));
  if (typeof judge === 'string') return { failures: [], checked: 0, unchecked: [...inProjects, ...claimed.map(({ example }) => ({ example, because: judge }))] };
  const askable = claimed.filter(({ since }) => since <= judge.postgres);
  const later = claimed.filter((one) => !askable.includes(one))
    .map(({ example, since }) => ({ example, because: `it is about PostgreSQL ${since}, and ${judge.postgres} was asked` }));
  const failures: Failure[] = [];
  for (const one of askable) {
    const observed = await wordsOfPostgres(judge.database, one);
    if (observed !== words(one.claims)) failures.push({ example: one.example, expected: `Postgres to say: ${words(one.claims)}`, got: observed });
  }
  return { failures, checked: askable.length, unchecked: [...inProjects, ...later] };
}

/** What Postgres says to a claim; why it says nothing where what was given before does not run. */
async function wordsOfPostgres(database: Database, claimed: Claimed): Promise<string> {
  try {
    return words(await observedClaims(database, claimed));
  } catch (error) {
    if (error instanceof DatabaseFailure) return `an error in "given": ${error.message}`;
    throw error;
  }
}

function words({ locks = {}, rewrites = [], scans = [], fails }: Claims): string {
  const locked: readonly (readonly [string, string | undefined])[] = Object.entries(locks);
  const parts = [
    ...locked.map(([table, mode]) => (mode === undefined ? `no lock of ${table}` : `${mode} lock of ${table}`)).sort(),
    ...[...rewrites].sort().map((table) => `rewrites ${table}`),
    ...[...scans].sort().map((table) => `scans ${table}`),
    ...(fails === undefined ? [] : [`fails with ${fails}`]),
  ];
  return parts.join(', ') || 'nothing of it';
}
