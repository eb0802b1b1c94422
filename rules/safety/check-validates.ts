import {
  constraintNameOf, isFilledBefore, laterDeploy, mayFail, quoted, quotedName, rule, show, validatedLater, waitOf, whoWaits,
} from '#rule';
import type { ChangeContext, ChangeOf, NewConstraint } from '#rule';

const given = 'create table book (id integer primary key, pages integer);';

export default rule({
  id: 'safety/check-validates',
  title: 'Validate a check apart from adding it',
  why: 'A new CHECK is tried on every row there is while an ACCESS EXCLUSIVE lock makes every read and write of the table wait. Where the same deploy adds all columns that it is about, it is told as info, unless statistics say that the table is large.',
  instead: 'Add it NOT VALID, which reads nothing and holds for new rows at once; VALIDATE CONSTRAINT it in a later deploy, which lets reads and writes go on.',
  level: 'warn',
  silent: [
    'NOT VALID.',
    'A table that the same deploy creates or has emptied, or that statistics say is small.',
  ],
  examples: [
    {
      given, bad: 'alter table book add constraint book_pages_check check (pages > 0);',
      claims: { locks: { book: 'AccessExclusive' }, scans: ['book'] },
    },
    { given, runner: 'sluice', bad: 'alter table book add check (pages > 0);' },
    {
      given, runner: 'neon-http', bad: 'alter table book add column shelf integer check (shelf > 0);',
      claims: { locks: { book: 'AccessExclusive' }, scans: ['book'] },
    },
    { given, bad: 'alter table book add column shelf integer; alter table book add constraint book_shelf_check check (shelf > 0);' },
    { given, good: 'truncate book; alter table book add constraint book_pages_check check (pages > 0);' },
    { given, good: 'alter table book add constraint book_pages_check check (pages > 0) not valid;' },
    { given, good: 'create table loan (days integer); alter table loan add constraint loan_days_check check (days > 0);' },
    { given, statistics: { book: 200 }, good: 'alter table book add constraint book_pages_check check (pages > 0);' },
  ],
  check: {
    addConstraint(change, on) {
      const { constraint } = change;
      if (constraint.kind !== 'check' || waitOf(change, on)?.cause !== 'check') return;
      const name = constraintNameOf(change, constraint, on.before);
      const remedy = validatedLater(change, constraint, on);
      return {
        at: change.origin,
        ...(isOfNewColumns(change, constraint, on) && on.isSmall(change.table) !== 'no' ? { level: 'info' as const } : {}),
        text: textOf(change, constraint, on),
        instead: `Write NOT VALID behind it, and ${laterDeploy(on.runner)}: ${validate(change, name)}`,
        ...(remedy === null ? {} : { suggestions: [remedy] }),
      };
    },
    addColumn(change, on) {
      if (waitOf(change, on)?.cause !== 'check') return;
      const constraint = change.column.constraints.find((one) => one.kind === 'check');
      if (constraint?.kind !== 'check') return;
      const table = quotedName(change.table);
      const name = constraintNameOf(change, constraint, on.before) ?? `${change.table.name}_${change.column.name}_check`;
      const add = `ALTER TABLE ${table} ADD CONSTRAINT ${quoted(name)} CHECK (${constraint.expression.text}) NOT VALID;`;
      return {
        at: change.origin,
        text: textOf(change, constraint, on),
        instead: `Add the column without it, then ${add} and ${laterDeploy(on.runner)}: ${validate(change, name)}`,
      };
    },
    alterDomain(change, on) {
      const wait = waitOf(change, on);
      if (change.action.kind !== 'addCheck' || wait?.cause !== 'check') return;
      const [domain, name] = [quotedName(change.domain), change.action.name === null ? '…' : quoted(change.action.name)];
      const where = `the tables that use it, such as ${show(wait.table)}`;
      return {
        at: change.origin,
        text: `A check of the domain ${show(change.domain)} is tried on every row of ${where}, and ${whoWaits(on)} wait meanwhile.`,
        instead: `Write NOT VALID behind it, and ${laterDeploy(on.runner)}: ALTER DOMAIN ${domain} VALIDATE CONSTRAINT ${name};`,
      };
    },
  },
});

type Check = Extract<NewConstraint, { kind: 'check' }>;

function textOf(change: ChangeOf<'addConstraint' | 'addColumn'>, constraint: Check, on: ChangeContext<unknown>): string {
  const name = constraintNameOf(change, constraint, on.before);
  const fails = mayFail(change, on)?.sqlstate === '23514' ? ', and it fails if a row breaks it' : '';
  const which = name ?? `(${constraint.expression.text})`;
  return `Adding the check ${which} reads all of ${show(change.table)}, and ${whoWaits(on, change.table)} wait meanwhile${fails}.`;
}

/** Every row has in them what they begin with: whether that meets the check shows on any row, the first try included. */
function isOfNewColumns(change: ChangeOf<'addConstraint'>, { expression: { columns } }: Check, on: ChangeContext<unknown>): boolean {
  return columns !== null && columns.length > 0 && columns.every((column) =>
    on.columnBornHere(change.table, column) === 'yes' && !isFilledBefore(change, change.table, column, on));
}

function validate({ table }: ChangeOf<'addConstraint' | 'addColumn'>, name: string | null): string {
  return name === null ? 'VALIDATE CONSTRAINT it.' : `ALTER TABLE ${quotedName(table)} VALIDATE CONSTRAINT ${quoted(name)};`;
}
