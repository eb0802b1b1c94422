import { constraintNameOf, isPartitioned, keyBuiltFirst, keyOfPartitions, mayFail, quotedList, rule, waitOf, whoWaits } from '#rule';
import type { ChangeContext, ChangeOf, NewConstraint } from '#rule';

const given = 'create table author (id integer primary key, name text);';

export default rule({
  id: 'safety/unique-without-index',
  title: 'Build the index of a unique constraint first',
  why: 'ADD UNIQUE builds its index while an ACCESS EXCLUSIVE lock makes every read and write of the table wait.',
  instead: 'CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT … UNIQUE USING INDEX, which takes a moment. NOT VALID is refused for a unique constraint.',
  level: 'error',
  silent: [
    'UNIQUE USING INDEX, which builds nothing.',
    'A table that the same deploy creates, or that statistics say is small.',
    'ADD COLUMN IF NOT EXISTS, where the column is there.',
  ],
  examples: [
    {
      given, bad: 'alter table author add constraint author_name_unique unique (name);',
      claims: { locks: { author: 'AccessExclusive' }, scans: ['author'] },
    },
    { given, runner: 'sluice', bad: 'alter table author add unique nulls not distinct (name) ;', postgres: 15 },
    {
      given, runner: 'neon-http', bad: 'alter table author add column orcid text unique;',
      claims: { locks: { author: 'AccessExclusive' }, scans: ['author'] },
    },
    {
      given: 'create table loan (id integer, day date) partition by range (day); create table loan_old partition of loan default;',
      bad: 'alter table loan add constraint loan_unique unique (id, day);',
    },
    {
      given: `${given} create unique index author_name_unique on author (name);`,
      good: 'alter table author add constraint author_name_unique unique using index author_name_unique;',
      claims: { locks: { author: 'AccessExclusive' }, scans: [] },
    },
    { given, good: 'create table book (isbn text); alter table book add constraint book_isbn_unique unique (isbn);' },
    { given, good: 'alter table author add column if not exists name text unique;' },
    { given, statistics: { author: 200 }, good: 'alter table author add constraint author_name_unique unique (name);' },
  ],
  check: {
    addConstraint: (change, on) => (change.constraint.kind === 'unique' ? report(change, change.constraint, on) : undefined),
    addColumn(change, on) {
      const constraint = change.column.constraints.find((one) => one.kind === 'unique');
      return constraint?.kind === 'unique' ? report(change, constraint, on) : undefined;
    },
  },
});

type Unique = Extract<NewConstraint, { kind: 'unique' }>;

function report(change: ChangeOf<'addConstraint' | 'addColumn'>, constraint: Unique, on: ChangeContext<unknown>) {
  if (waitOf(change, on)?.cause !== 'unique') return;
  const name = constraintNameOf(change, constraint, on.before);
  const fails = mayFail(change, on)?.sqlstate === '23505' ? ', and it fails if two rows have the same values' : '';
  return {
    at: change.origin,
    text: `The unique constraint ${name ?? `on (${constraint.columns.join(', ')})`} builds its index while ${whoWaits(on)} wait${fails}.`,
    instead: insteadOf(change, constraint, name, on),
  };
}

function insteadOf(
  { table, kind }: ChangeOf<'addConstraint' | 'addColumn'>, { columns, include, nullsNotDistinct }: Unique, name: string | null,
  on: ChangeContext<unknown>,
): string {
  if (isPartitioned(table, on.before)) return keyOfPartitions('a unique constraint', table);
  const options = [
    ...(include.length === 0 ? [] : [` INCLUDE (${quotedList(include)})`]), ...(nullsNotDistinct ? [' NULLS NOT DISTINCT'] : []),
  ].join('');
  const first = kind === 'addColumn' ? 'Add the column without UNIQUE. ' : '';
  const key = { table, name: name ?? `${table.name}_${columns.join('_')}_unique`, kind: 'UNIQUE', columns, options } as const;
  return `${first}${keyBuiltFirst(key, on)}`;
}
