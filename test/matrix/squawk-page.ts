import type { Trace } from '../../src/evidence/trace.ts';
import { lockModes, type LockMode } from '../../src/facts/effects.ts';
import type { Rule } from '../../src/rule/rule.ts';

/** One case before both judges. */
export interface Compared {
  readonly sql: string;
  /** What was there before, and who applies it. */
  readonly circumstances: string;
  /** Rules that fired, of squawk and of ours. */
  readonly squawk: readonly string[];
  readonly ours: readonly string[];
  /** What Postgres does where one of them is silent; null: it does not run in one transaction. */
  readonly trace: readonly Trace[] | null;
}

/** squawk's rules that say how to write, not what a deploy does: not compared. */
const matters: Readonly<Record<string, string>> = {
  'prefer-bigint-over-int': 'the width of a number is the schema’s choice',
  'prefer-bigint-over-smallint': 'the width of a number is the schema’s choice',
  'prefer-identity': 'Drizzle has `serial` and identity columns, and the schema chooses',
  'prefer-text-field': 'a widened varchar is neither read nor written anew',
  'prefer-timestamp-tz': 'the schema’s choice',
  'ban-char-field': 'the schema’s choice',
  'prefer-robust-stmts': 'IF EXISTS is for runs that are repeated by hand; a ledger and a transaction make that needless',
  'prefer-repack': 'asks for an extension',
  'identifier-too-long': '`naming/identifier-length` says it in the schema',
  'require-lock-timeout': '`safety/missing-lock-timeout` asks once a deploy, in `strict`; squawk at every statement',
  'require-statement-timeout': 'as the one before',
  'require-timeout-settings': 'as the two before, in one',
  'unused-ignore': 'about squawk’s own comments',
};

/** Whether a rule of squawk's is about what this tool judges too. */
export function saysWhatADeployDoes(rule: string): boolean {
  return !(rule in matters);
}

/** What Postgres says to each of squawk's rules, and why the two differ. */
const verdicts: Readonly<Record<string, string>> = {
  'require-concurrent-index-creation':
    'A build blocks writes for as long as it reads the table. squawk asks for CONCURRENTLY although the transaction that it was told of refuses it (25001), and on tables that the migration before made; an index on a table that nobody uses yet blocks nobody.',
  'require-concurrent-index-deletion':
    'DROP INDEX holds ACCESS EXCLUSIVE on the table and reads nothing. What it may cost is queries that used the index, which no lock tells.',
  'require-concurrent-reindex': 'REINDEX blocks writes to the table, and every query by way of the index.',
  'require-concurrent-partition-detach': 'DETACH holds ACCESS EXCLUSIVE on parent and partition and reads nothing.',
  'constraint-missing-not-valid':
    'Validation reads the table under the lock that adds the constraint. On a table born in the deploy there is nothing to read.',
  'adding-foreign-key-constraint':
    'SHARE ROW EXCLUSIVE on both tables and a read of the referring one. A new column without a default holds only nulls: it is not read.',
  'adding-field-with-default':
    'Since PostgreSQL 11 a default that is not volatile is kept in the catalog: the table is not written anew.',
  'adding-not-nullable-field':
    'SET NOT NULL reads the table, unless a valid CHECK says the same already (PostgreSQL 12) or a primary key does.',
  'adding-required-field':
    'It fails (23502) as soon as there is a row. In an empty table, or with a domain, a sequence or identity that fills it, it does not.',
  'adding-serial-primary-key-field': 'The default is volatile: the table is written anew under ACCESS EXCLUSIVE.',
  'changing-column-type':
    'Only the types say whether the table is written anew: a longer varchar, varchar to text, a wider numeric, timestamp(3) to timestamp are a change in the catalog. squawk does not know the old type.',
  'disallowed-unique-constraint': 'The index behind it is built under ACCESS EXCLUSIVE, unless USING INDEX names one that is there.',
  'renaming-column': 'A rename is a change in the catalog. Who breaks is the deployed code.',
  'renaming-table': 'A rename is a change in the catalog. Who breaks is the deployed code.',
  'ban-drop-column': 'The column is gone at once; what it held is lost. Documented with `-- breaking:` it is a decision, and silent.',
  'ban-drop-table': 'What it held is lost. Documented with `-- breaking:` it is a decision, and silent.',
  'ban-drop-database': 'It cannot run in a transaction.',
  'ban-drop-not-null': 'A change in the catalog: nothing is read. Deployed code that does not expect null may break.',
  'transaction-nesting': 'BEGIN inside a transaction warns and does nothing; COMMIT ends the runner’s transaction.',
  'ban-concurrent-index-creation-in-transaction': 'CONCURRENTLY in a transaction fails with 25001, whatever else is in it.',
  'ban-create-domain-with-constraint': 'A new domain has no columns yet: nothing is read.',
  'ban-alter-domain-with-add-constraint': 'Every table with a column of the domain is read.',
  'ban-truncate-cascade': 'TRUNCATE … CASCADE empties every table that refers to it.',
  'ban-uncommitted-transaction': 'A file that begins a transaction and does not end it leaves it to the runner.',
  'ban-duplicate-column-assignments': 'It fails (42601) wherever it runs.',
  'require-enum-value-ordering': 'Without BEFORE or AFTER the value is the last, which is what Drizzle’s schema says.',
  'require-table-schema': 'Off by default.',
  'syntax-error': 'Postgres’s own parser reads it.',
};

/** The text of docs/squawk.md. */
export function squawkPage(all: readonly Compared[], rules: readonly Rule[], version: string): string {
  const cases = all.map((one) => ({ ...one, squawk: one.squawk.filter(saysWhatADeployDoes) }));
  const [theirs, ours] = [cases.filter(({ ours: own }) => own.length === 0), cases.filter(({ squawk }) => squawk.length === 0)];
  const both = cases.filter(({ squawk, ours: own }) => squawk.length > 0 && own.length > 0).length;
  const neither = cases.filter(({ squawk, ours: own }) => squawk.length === 0 && own.length === 0).length;
  const onlyTheirs = theirs.filter(({ squawk }) => squawk.length > 0);
  const onlyOurs = ours.filter(({ ours: own }) => own.length > 0);
  return `# Beside squawk

The page is written by \`npm run compare:squawk\`. squawk ${version} and \`recommended\` judge the same SQL: the examples of
the rules and the statement forms of [proof.md](proof.md), each as a migration of its own after what was there before,
which squawk, reading one file at a time, does not know. It is told the version (\`--pg-version\`) and, where the runner opens a
transaction, \`--assume-in-transaction\`. What Postgres does is observed on PGlite while the SQL runs in a transaction.

| cases | both speak | both are silent | squawk alone | sluice alone |
| --- | --- | --- | --- | --- |
| ${cases.length} | ${both} | ${neither} | ${onlyTheirs.length} | ${onlyOurs.length} |

Not compared, for they do not say what a deploy does, or say it elsewhere:

${setAside(all)}

## squawk speaks, sluice is silent

${sections(onlyTheirs, ({ squawk }) => squawk, (rule) => verdicts[rule] ?? missing(rule))}

## sluice speaks, squawk is silent

${sections(onlyOurs, ({ ours: own }) => own, (id) => rules.find((rule) => rule.id === id)?.why ?? '')}
`;
}

function missing(rule: string): never {
  throw new Error(`test/matrix/squawk-page.ts has no sentence about squawk's rule ${rule}.`);
}

function setAside(all: readonly Compared[]): string {
  return Object.entries(matters).flatMap(([rule, reason]) => {
    const count = all.filter(({ squawk }) => squawk.includes(rule)).length;
    return count === 0 ? [] : [`- \`${rule}\` (${String(count)} ${count === 1 ? 'case' : 'cases'}): ${reason}.`];
  }).join('\n');
}

/** More of a kind say nothing new. */
const shownCases = 10;

function sections(cases: readonly Compared[], rulesOf: (one: Compared) => readonly string[], sentence: (rule: string) => string): string {
  const byRule = new Map<string, Compared[]>();
  for (const one of cases) for (const rule of rulesOf(one)) byRule.set(rule, [...byRule.get(rule) ?? [], one]);
  const parts = [...byRule].sort(([left], [right]) => (left < right ? -1 : 1)).map(([rule, group]) => `### ${rule}: ${String(group.length)}

${sentence(rule)}

| SQL | before it | what Postgres does |
| --- | --- | --- |
${group.slice(0, shownCases).map(lineOf).join('\n')}
${group.length > shownCases ? `\n${String(group.length - shownCases)} more.\n` : ''}`);
  return parts.length === 0 ? 'Nothing.' : parts.join('\n').trimEnd();
}

function lineOf({ sql, circumstances, trace }: Compared): string {
  return `| \`${oneLine(sql)}\` | ${oneLine(circumstances)} | ${whatPostgresDoes(trace)} |`;
}

function oneLine(sql: string): string {
  const words = sql.replaceAll(/\s+/g, ' ').trim().replaceAll('|', '\\|').replaceAll('`', '\'');
  return words.length > 200 ? `${words.slice(0, 199)}…` : words;
}

/** In words, of all statements together. */
function whatPostgresDoes(traces: readonly Trace[] | null): string {
  if (traces === null) return 'not in one transaction: not watched';
  const failed = traces.find(({ fails }) => fails !== null);
  if (failed !== undefined) return `fails: ${failed.fails ?? ''}`;
  return [lockWords(traces), costWords(traces)].join('; ');
}

function lockWords(traces: readonly Trace[]): string {
  const strongest = new Map<string, LockMode>();
  for (const [table, mode] of traces.flatMap(({ locks }) => Object.entries(locks))) {
    const known = strongest.get(table);
    if (known === undefined || lockModes.indexOf(mode) > lockModes.indexOf(known)) strongest.set(table, mode);
  }
  const hindering = [...strongest].filter(([, mode]) => lockModes.indexOf(mode) >= lockModes.indexOf('ShareUpdateExclusive'));
  if (hindering.length === 0) return 'no lock that stops a reader or a writer';
  return hindering.map(([table, mode]) => `${inWords(mode)} on ${shown(table)}`).join(', ');
}

function costWords(traces: readonly Trace[]): string {
  const all = (of: (trace: Trace) => readonly string[]): readonly string[] => [...new Set(traces.flatMap(of).map(shown))];
  const [rewrites, scans, builds] = [all((each) => each.rewrites), all((each) => each.scans), all((each) => each.builds)];
  const words = [
    rewrites.length === 0 ? 'no rewrite' : `writes ${rewrites.join(', ')} anew`,
    scans.length === 0 ? 'no scan' : `reads ${scans.join(', ')}`,
    ...(builds.length === 0 ? [] : [`builds ${builds.join(', ')}`]),
  ];
  return words.join(', ');
}

function shown(name: string): string {
  return name.replace(/^public\./, '');
}

/** `ACCESS EXCLUSIVE`, as the documentation writes it. */
function inWords(mode: LockMode): string {
  return mode.replaceAll(/(?<=.)(?=[A-Z])/g, ' ').toUpperCase();
}
