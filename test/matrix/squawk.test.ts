import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { statementRefusesTransaction } from '../../src/catalog/deploys.ts';
import { chooseRules } from '../../src/engine/choose-rules.ts';
import { judge } from '../../src/engine/judge.ts';
import type { Database } from '../../src/evidence/database.ts';
import { freshDatabase } from '../kit/fresh-database.ts';
import { traced, type Trace } from '../../src/evidence/trace.ts';
import { freshMemory } from '../../src/intake/read-state.ts';
import { readSql } from '../../src/parse/sql/sql-file.ts';
import type { Example } from '../../src/rule/example.ts';
import { families } from '../evidence/forms/index.ts';
import { ground } from '../evidence/forms/ground.ts';
import { clear, layGround } from '../evidence/put-to-postgres.ts';
import { factsOf } from '../kit/sample-project.ts';
import { type Compared, saysWhatADeployDoes, squawkPage } from './squawk-page.ts';

/** SQL that both judge, and what was there before. */
interface Case {
  readonly example: Example & { readonly sql: string };
  /** On the ground of the forms, with what the form gives besides; null: on what the example gives. */
  readonly besidesGround: string | null;
  readonly major: number;
  readonly inTransaction: boolean;
}

const newest = 18;

/** Examples about a statement: options, a schema or a base are things that squawk has not. */
const fromRules: readonly Case[] = rules.flatMap(({ examples }) => examples.flatMap((example) => {
  const sql = example.bad ?? example.good;
  if (typeof sql !== 'string' || example.options !== undefined || example.deployed !== undefined) return [];
  return [caseOf({ ...example, sql }, { besidesGround: null, major: example.postgres ?? newest })];
}));
const fromForms: readonly Case[] = Object.values(families).flat().map(({ given, sql }) =>
  caseOf({ given: `${ground}${given ?? ''}`, bad: sql, sql, postgres: newest }, { besidesGround: given ?? '', major: newest }));
const cases = [...new Map([...fromRules, ...fromForms].map((one) => [JSON.stringify(one), one])).values()];

describe('squawk and sluice on the same SQL', () => {
  let database: Database;
  let squawk: ReadonlyMap<Case, readonly string[]>;
  beforeAll(async () => {
    database = await freshDatabase();
    squawk = await squawkOn(cases);
  });
  afterAll(() => database.close());

  it('docs/squawk.md has every difference, explained by what Postgres does', async () => {
    const compared: Compared[] = [];
    for (const one of cases) {
      const [loud, ours] = [squawk.get(one) ?? [], oursOn(one)];
      const differs = loud.some(saysWhatADeployDoes) !== (ours.length > 0);
      const trace = differs ? await observed(database, one) : null;
      compared.push({ sql: one.example.sql, circumstances: circumstancesOf(one), squawk: loud, ours, trace });
    }
    await expect(squawkPage(compared, rules, squawkVersion())).toMatchFileSnapshot('../../docs/squawk.md');
  });
});

function caseOf(example: Case['example'], { besidesGround, major }: Pick<Case, 'besidesGround' | 'major'>): Case {
  const { statements } = readSql('case.sql', example.sql);
  const alone = statements.some((statement) => statementRefusesTransaction(statement, major));
  const inTransaction = example.runner !== 'neon-http' && !(alone && example.runner === 'sluice');
  return { example, besidesGround, major, inTransaction };
}

/** What squawk does not know, in words. */
function circumstancesOf({ example: { given, runner, statistics }, besidesGround }: Case): string {
  const rows = Object.entries(statistics ?? {}).map(([table, count]) => `${table} has ${String(count)} rows`);
  return [
    ...(rows.length === 0 ? [] : [rows.join(', ')]),
    ...(runner === undefined || runner === 'drizzle' ? [] : [`runner ${runner}`]),
    besidesGround === null ? given ?? 'nothing' : `the ground of the forms ${besidesGround}`,
  ].map((words) => words.replaceAll(/\s+/g, ' ').trim()).join(' · ');
}

/** Rules about a statement and its deploy; how objects are named and kept is not squawk's matter. */
const ownFamilies = ['safety', 'breaking', 'security', 'sql'];

const chosen = chooseRules(rules, { rules: {} }).filter(({ rule }) => ownFamilies.includes(rule.id.split('/')[0] ?? ''));

/** The ground of the forms is read and replayed once. */
const memory = freshMemory();

/** What is said of the case itself: the ground has its faults too. */
function oursOn({ example }: Case): readonly string[] {
  const { findings } = judge(factsOf(example, memory), chosen, { ruleIds: rules.map(({ id }) => id) });
  const given = '0000_given';
  return [...new Set(findings.filter(({ migration }) => migration !== given).map(({ rule }) => rule))].sort();
}

/** One run for each version and way of running: the setting is of the run, not of the file. */
async function squawkOn(all: readonly Case[]): Promise<ReadonlyMap<Case, readonly string[]>> {
  const command = await squawkCommand();
  const folder = mkdtempSync(join(tmpdir(), 'squawk-'));
  const found = new Map<Case, readonly string[]>();
  try {
    for (const [flags, group] of runsOf(all)) {
      mkdirSync(join(folder, flags), { recursive: true });
      const files = group.map(({ example }, place) => {
        const file = join(folder, flags, `${String(place)}.sql`);
        writeFileSync(file, `${example.sql}\n`);
        return file;
      });
      const reported = reportsOf(command, flags, files);
      group.forEach((one, place) => found.set(one, reported.get(files[place] ?? '') ?? []));
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runsOf(all: readonly Case[]): ReadonlyMap<string, readonly Case[]> {
  const runs = new Map<string, Case[]>();
  for (const one of all) {
    const flags = `--pg-version=${String(one.major)} ${one.inTransaction ? '--assume-in-transaction' : '--no-assume-in-transaction'}`;
    runs.set(flags, [...runs.get(flags) ?? [], one]);
  }
  return runs;
}

/** By file: the rules that fired, each once. squawk ends with 1 when it finds something. */
function reportsOf(command: string, flags: string, files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const rulesIn = new Map<string, readonly string[]>();
  for (const { file, rule_name: rule } of JSON.parse(outputOf(command, ['--reporter', 'json', ...flags.split(' '), ...files])) as SquawkReport[]) {
    rulesIn.set(file, [...new Set([...rulesIn.get(file) ?? [], rule])].sort());
  }
  return rulesIn;
}

interface SquawkReport {
  readonly file: string;
  readonly rule_name: string;
}

function outputOf(command: string, parameters: readonly string[]): string {
  try {
    return execFileSync(command, parameters, { encoding: 'utf8', stdio: 'pipe', maxBuffer: 1 << 26 });
  } catch (thrown) {
    const { stdout } = thrown as { readonly stdout?: string };
    if (stdout === undefined || stdout === '') throw thrown;
    return stdout;
  }
}

const bench = join(import.meta.dirname, '../../bench');

async function squawkCommand(): Promise<string> {
  const { installed } = await import(pathToFileURL(join(bench, 'installed.mjs')).href) as { installed: (command: string) => string };
  return installed('squawk');
}

function squawkVersion(): string {
  const { dependencies } = JSON.parse(readFileSync(join(bench, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
  return dependencies['squawk-cli'] ?? '';
}

/** What PGlite sees the statements do, one after the other; null where they do not run in one transaction. */
async function observed(database: Database, { example: { given, sql }, besidesGround }: Case): Promise<readonly Trace[] | null> {
  const { statements } = readSql('case.sql', sql);
  const isOneTransaction = statements.every((statement) =>
    !statementRefusesTransaction(statement, newest) && statement.changes.every(({ kind }) => kind !== 'transaction'));
  if (!isOneTransaction) return null;
  await prepare(database, besidesGround, given ?? '');
  await database.exec('begin');
  try {
    return await tracesOf(database, statements.map(({ origin: { span } }) => sql.slice(span.start, span.end)));
  } finally {
    await database.exec('rollback');
  }
}

/** Is the ground there, and nothing besides it? It is laid anew only then: every case is rolled back. */
let isLaid = false;

async function prepare(database: Database, besidesGround: string | null, given: string): Promise<void> {
  if (besidesGround === null) await clear(database);
  else if (!isLaid) await layGround(database);
  await database.exec(besidesGround ?? given);
  isLaid = besidesGround === '';
}

async function tracesOf(database: Database, statements: readonly string[]): Promise<readonly Trace[]> {
  const traces: Trace[] = [];
  for (const sql of statements) {
    const trace = await traced(database, () => database.exec(sql));
    traces.push(trace);
    if (trace.fails !== null) break;
  }
  return traces;
}
