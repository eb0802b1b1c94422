import { apart, holding, isInUse, keyOf, listed, lockWords, quoted, quotedName, rule, sameName, show } from '#rule';
import type { ChangeContext, ChangeOf, Step } from '#rule';

const given = 'create table author (id integer primary key); create table book (id integer primary key, author_id integer, pages integer);';
const foreignKey = 'alter table book add constraint book_author_id_fk foreign key (author_id) references author (id) not valid;';
const check = 'alter table book add constraint book_pages_positive check (pages > 0) not valid;';

export default rule({
  id: 'safety/validate-in-same-deploy',
  title: 'Validate a constraint in a later transaction than the one that adds it',
  why: 'NOT VALID is meant to spare the table a long lock. In one transaction with VALIDATE CONSTRAINT it spares nothing: the lock of ADD CONSTRAINT is held while all rows are read.',
  instead: 'Add the constraint NOT VALID, and validate it in a transaction of its own.',
  level: 'error',
  silent: [
    'A table that the deploy itself makes.',
    'VALIDATE CONSTRAINT in another transaction: with the runner `sluice` in another migration, with `drizzle` in a later deploy.',
    'A constraint that is valid already.',
  ],
  examples: [
    {
      given, runner: 'drizzle',
      bad: `${foreignKey} alter table book validate constraint book_author_id_fk;`,
      claims: { locks: { book: 'ShareRowExclusive', author: 'ShareRowExclusive' }, scans: ['book'] },
    },
    {
      given, runner: 'sluice',
      bad: `${check} alter table book validate constraint book_pages_positive;`,
      claims: { locks: { book: 'AccessExclusive' }, scans: ['book'] },
    },
    {
      given, runner: 'drizzle', together: true,
      bad: { migrations: {
        '0001_check_pages': { up: check, down: 'alter table book drop constraint book_pages_positive;' },
        '0002_validate_pages': { up: 'alter table book validate constraint book_pages_positive;', down: 'select 1;' },
      } },
    },
    {
      given, runner: 'sluice', together: true,
      good: { migrations: {
        '0001_check_pages': { up: check, down: 'alter table book drop constraint book_pages_positive;' },
        '0002_validate_pages': { up: 'alter table book validate constraint book_pages_positive;', down: 'select 1;' },
      } },
    },
    { given: `${given} ${check}`, good: 'alter table book validate constraint book_pages_positive;' },
    {
      given,
      good: `create table loan (id integer primary key, book_id integer);
alter table loan add constraint loan_book_id_fk foreign key (book_id) references book (id) not valid;
alter table loan validate constraint loan_book_id_fk;`,
    },
    {
      given,
      good: `alter table book add constraint book_pages_positive check (pages > 0);
alter table book validate constraint book_pages_positive;`,
    },
  ],
  check: {
    validateConstraint(change, on) {
      const { effects, runner, transaction } = on;
      if (transaction.alone || effects.scans.length === 0 || !isInUse(change.table, on)) return;
      const added = addedBefore(change, on);
      if (added === null) return;
      const { constraint, table } = change;
      const waiting = holding(on).filter((lock) => sameName(lock.table, table) || lock.by === added.change);
      const held = waiting.map((lock) => `${lockWords(lock.mode)} on ${show(lock.table)} (${lock.waits} wait)`);
      return {
        at: change.origin,
        text: `Validating ${constraint.name} reads all of ${show(table)} in the transaction that adds it, which holds ${listed(held)} until it ends.`,
        instead: `Put ALTER TABLE ${quotedName(table)} VALIDATE CONSTRAINT ${quoted(constraint.name)}; ${apart(runner)}.`,
        related: [{ at: added.change.origin, text: 'Takes the lock.' }],
      };
    },
  },
});

interface Added {
  readonly change: ChangeOf<'addConstraint'>;
  readonly step: Step;
}

/** Where the transaction has added the constraint: by its name, or by its place where Postgres chose the name. */
function addedBefore({ table, constraint }: ChangeOf<'validateConstraint'>, on: ChangeContext<unknown>): Added | null {
  const { before, transaction: { steps } } = on;
  const known = before.tables.get(keyOf(table))?.constraints.find(({ name }) => name === constraint.name);
  for (const step of steps) {
    for (const change of step.statement.changes) {
      if (change.kind !== 'addConstraint' || !sameName(change.table, table)) continue;
      const isIt = change.constraint.name === constraint.name || (known?.origin !== undefined && change.constraint.origin === known.origin);
      if (isIt && 'validated' in change.constraint && !change.constraint.validated) return { change, step };
    }
  }
  return null;
}
