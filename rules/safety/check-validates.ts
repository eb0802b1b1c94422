import {
  constraintNameOf, isFilledBefore, keyOf, laterDeploy, mayFail, quoted, quotedName, rule, show, validatedLater, waitOf, whoWaits,
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
    {
      given: 'create domain score as integer; create table review (id integer primary key, stars score);',
      bad: 'alter domain score add constraint score_check check (value > 0);',
      claims: { locks: { review: 'Share' }, scans: ['review'] },
    },
    {
      given: 'create domain score as integer; create table review (id integer primary key, stars score); alter domain score add constraint score_check check (value > 0) not valid;',
      bad: 'alter domain score validate constraint score_check;', claims: { locks: { review: 'Share' }, scans: ['review'] },
    },
    {
      given: 'create domain score as integer; create table review (id integer primary key, stars score);',
      good: 'alter domain score add constraint score_check check (value > 0) not valid;',
    },
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
      const { action, domain } = change;
      if ((action.kind !== 'addCheck' && action.kind !== 'validateCheck') || waitOf(change, on)?.cause !== 'check') return;
      const which = action.name === null ? 'A check' : `The check ${action.name}`;
      return {
        at: change.origin,
        text: `${which} of the domain ${show(domain)} is tried on every row of the tables that use it, and ${whoWaits(on)} wait meanwhile.`,
        instead: action.kind === 'addCheck'
          ? `Write NOT VALID behind it: it holds for new values at once, and reads nothing. ${onTables(change, on)}`
          : `Leave it NOT VALID: it holds for new values all the same. ${onTables(change, on)}`,
      };
    },
  },
});

/** VALIDATE of a domain's check locks and reads as ADD does, measured on PostgreSQL 14 to 18: only a table's does better. */
function onTables({ domain }: ChangeOf<'alterDomain'>, on: ChangeContext<unknown>): string {
  const [first] = on.effects.scans;
  const column = first === undefined ? undefined
    : on.before.tables.get(keyOf(first))?.columns.find(({ type }) => type === `${domain.schema}.${domain.name}`);
  if (first === undefined || column === undefined) return 'To prove the rows that are there, give the tables the check, NOT VALID, and validate it there.';
  return `To prove the rows that are there, give each table the check: ALTER TABLE ${quotedName(first)} ADD CONSTRAINT ${quoted(`${first.name}_${column.name}_check`)} `
    + `CHECK (…) NOT VALID; and ${laterDeploy(on.runner)}: ALTER TABLE ${quotedName(first)} VALIDATE CONSTRAINT ${quoted(`${first.name}_${column.name}_check`)};`;
}

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
