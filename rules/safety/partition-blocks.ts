import { keyOf, laterDeploy, outsideTransaction, quotedName, rule, sameName, show, waitOf, whoWaits, wordsOf } from '#rule';
import type { Catalog, ObjectName } from '#rule';

const given = `create table loan (id integer, day date not null) partition by range (day);
create table loan_2025 partition of loan for values from ('2025-01-01') to ('2026-01-01');
create table loan_2026 (id integer, day date not null);`;
const bounds = "for values from ('2026-01-01') to ('2027-01-01')";

export default rule({
  id: 'safety/partition-blocks',
  title: 'Add and take away partitions without blocking the table',
  why: 'CREATE TABLE … PARTITION OF and DETACH take ACCESS EXCLUSIVE on the whole partitioned table: they wait for every query that runs on it, and all that come after wait behind them. ATTACH reads the new partition.',
  instead: 'Create the table by itself and ATTACH it; a check that says what its bounds say spares the reading. DETACH … CONCURRENTLY.',
  level: 'warn',
  silent: [
    'A partition of a table that the same deploy creates, or that statistics say is small.',
    'ATTACH of a table that is empty since the same deploy makes it, or that a validated check proves to fit.',
    'DETACH before PostgreSQL 14, which has no other way.',
  ],
  examples: [
    {
      given, bad: `create table loan_next partition of loan ${bounds};`,
      claims: { locks: { loan: 'AccessExclusive' } },
    },
    { given, runner: 'sluice', bad: 'create table loan_rest partition of loan default;' },
    { given, bad: 'alter table loan detach partition loan_2025;', claims: { locks: { loan: 'AccessExclusive', loan_2025: 'AccessExclusive' } } },
    { given, runner: 'sluice', bad: 'alter table loan detach partition loan_2025;' },
    {
      given, bad: `alter table loan attach partition loan_2026 ${bounds};`,
      claims: { locks: { loan: 'ShareUpdateExclusive', loan_2026: 'AccessExclusive' }, scans: ['loan_2026'] },
    },
    {
      given: `${given} alter table loan_2026 add check (day >= '2026-01-01' and day < '2027-01-01');`,
      good: `alter table loan attach partition loan_2026 ${bounds};`, claims: { scans: [] },
    },
    {
      given: `${given} create table loan_rest partition of loan default; alter table loan_2026 add check (day >= '2026-01-01' and day < '2027-01-01');`,
      bad: `alter table loan attach partition loan_2026 ${bounds};`, claims: { scans: ['loan_rest'] },
    },
    { given, good: 'create table loan_next (like loan including all); alter table loan attach partition loan_next ' + bounds + ';' },
    {
      given: `create table loan (id integer, day date not null) partition by range (day);`, runner: 'sluice',
      good: `create table loan_next (id integer, day date not null); alter table loan attach partition loan_next ${bounds};`,
    },
    { given, postgres: 13, good: 'alter table loan detach partition loan_2025;' },
    { given, runner: 'sluice', good: 'alter table loan detach partition loan_2025 concurrently;' },
    { good: `create table loan (day date) partition by range (day); create table loan_rest partition of loan default;` },
    { given, statistics: { loan: 200 }, good: 'alter table loan detach partition loan_2025;' },
  ],
  check: {
    createTable(change, on) {
      const parent = change.table.partitionOf;
      if (parent === null || waitOf(change, on)?.cause !== 'partition') return;
      const [table, whole] = [quotedName(change.table), quotedName(parent)];
      return {
        at: change.origin,
        text: `CREATE TABLE ${change.table.name} PARTITION OF takes ACCESS EXCLUSIVE on ${show(parent)}: reads and writes of it wait.`,
        instead: `CREATE TABLE ${table} (LIKE ${whole} INCLUDING ALL${hasIdentity(parent, on.before) ? ' EXCLUDING IDENTITY' : ''}); \
ALTER TABLE ${whole} ATTACH PARTITION ${table} ${boundsIn(wordsOf(change.origin, on.migration))};`,
      };
    },
    attachPartition(change, on) {
      const wait = waitOf(change, on);
      if (wait?.cause !== 'partition') return;
      const isNew = sameName(wait.table, change.partition);
      const [seeks, says] = isNew ? ['that its rows fit', 'what the bounds say, with IS NOT NULL of the key']
        : ['that none of its rows belongs to the new one', 'that nothing within the bounds is there'];
      return {
        at: change.origin,
        text: `ATTACH reads all of ${show(wait.table)} to see ${seeks}, and ${whoWaits(on, wait.table)} wait meanwhile.`,
        instead: `Before it, a check that says ${says}: ALTER TABLE ${quotedName(wait.table)} ADD CHECK (…) NOT VALID; and ${laterDeploy(on.runner)} VALIDATE CONSTRAINT it. Then ATTACH reads nothing.`,
      };
    },
    detachPartition(change, on) {
      if (on.postgres < 14 || waitOf(change, on)?.cause !== 'partition') return;
      return {
        at: change.origin,
        text: `DETACH takes ACCESS EXCLUSIVE on ${show(change.table)}: reads and writes of it wait.`,
        instead: `${outsideTransaction(on.runner)}: ALTER TABLE ${quotedName(change.table)} \
DETACH PARTITION ${quotedName(change.partition)} CONCURRENTLY; unless the table has a default partition.`,
      };
    },
  },
});

/** A partition draws from the sequence of the whole table; since 17 none with one of its own is attached. */
function hasIdentity(table: ObjectName, { tables }: Catalog): boolean {
  return tables.get(keyOf(table))?.columns.some(({ identity }) => identity !== null) === true;
}

function boundsIn(words: string): string {
  return /\bfor\s+values\s+(?:in|from|with)\s*\([\s\S]*?\)(?:\s*to\s*\([\s\S]*?\))?/i.exec(words)?.[0] ?? 'DEFAULT';
}
