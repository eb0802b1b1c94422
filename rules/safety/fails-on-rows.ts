import { keyOf, mayFail, quoted, quotedList, quotedName, rule, show, waitOf } from '#rule';
import type { Change, ChangeContext, ChangeOf, Constraint, NewConstraint, ObjectName } from '#rule';

const given = `create table author (id integer primary key, name text);
create table book (id integer primary key, title text, author_id integer);`;

export default rule({
  id: 'safety/fails-on-rows',
  title: 'Look at the rows before a statement that they can make fail',
  why: 'A statement that the rows of production do not fit ends the deploy with an error, though it went well on every other database.',
  instead: 'Count the rows that do not fit before the deploy, and mend them in an earlier one.',
  level: 'off',
  presets: { strict: 'warn' },
  silent: [
    'What makes others wait: the rule about that lock says it too.',
    'A table that the same deploy creates or empties, or that statistics say has no rows.',
    'A key with a column that the same deploy adds and does not fill: null equals nothing.',
    'NOT NULL of a column that an UPDATE earlier in the deploy fills.',
    'A key in place of one on fewer of its columns, which the same deploy drops.',
    'VALIDATE CONSTRAINT of what is validated.',
  ],
  examples: [
    { given, runner: 'sluice', bad: 'create unique index concurrently author_name_idx on author (name);' },
    {
      given: `${given} alter table book add constraint book_author_id_fk foreign key (author_id) references author (id) not valid;`,
      bad: 'alter table book validate constraint book_author_id_fk;', claims: { locks: { book: 'ShareUpdateExclusive', author: 'RowShare' } },
    },
    {
      given: `${given} alter table author add constraint author_name_check check (name <> '') not valid;`,
      bad: 'alter table author validate constraint author_name_check;', claims: { scans: ['author'] },
    },
    { given, good: 'alter table author alter column name set not null;' },
    { given, good: 'alter table author add constraint author_name_unique unique (name);' },
    {
      given, runner: 'sluice',
      good: 'alter table author add column orcid text;--> statement-breakpoint\ncreate unique index concurrently author_orcid_idx on author (orcid);',
    },
    { given, runner: 'sluice', good: 'create table loan (id integer); create unique index concurrently loan_id_idx on loan (id);' },
    { given, runner: 'sluice', good: 'truncate author; create unique index concurrently author_name_idx on author (name);' },
    {
      given: `${given} create unique index author_name_idx on author (name);`, runner: 'sluice',
      good: 'drop index concurrently author_name_idx; create unique index concurrently author_name_id_idx on author (name, id);',
    },
    {
      given: `${given} alter table author add constraint author_name_check check (name <> '');`,
      good: 'alter table author validate constraint author_name_check;',
    },
    {
      given, good: "update author set name = 'Anonymous' where name is null; alter table author alter column name set not null;",
    },
    { given, statistics: { author: 200 }, bad: 'alter table author add constraint author_name_unique unique (name);' },
    { given, statistics: { author: 0 }, good: 'alter table author add constraint author_name_unique unique (name);' },
  ],
  check: {
    createIndex: (change, on) => report(change, change.index.table, on),
    setNotNull: (change, on) => report(change, change.table, on),
    addConstraint: (change, on) => report(change, change.table, on),
    validateConstraint: (change, on) => report(change, change.table, on),
    setColumnType: (change, on) => report(change, change.table, on),
    addColumn(change, on) {
      return mayFail(change, on)?.sqlstate === '23502' ? undefined : report(change, change.table, on);
    },
  },
});

type On = ChangeContext<unknown>;

function report(change: Change, table: ObjectName, on: On) {
  if (on.bornHere(table) === 'yes' || waitOf(change, on) !== null) return;
  const failure = mayFail(change, on);
  if (failure === null) return;
  const query = misfits(change, table, on);
  return {
    at: change.origin,
    text: `Rows of ${show(table)} can make this fail with SQLSTATE ${failure.sqlstate}: ${failure.reason}.`,
    ...(query === null ? {} : { instead: `Before the deploy: ${query}` }),
    ...(change.kind === 'validateConstraint' ? { level: 'info' as const } : {}),
  };
}

/** A query for the rows that do not fit, or null where only the statement itself can tell. */
function misfits(change: Change, table: ObjectName, on: On): string | null {
  switch (change.kind) {
    case 'createIndex': return repeated(table, change.index.keys.flatMap(({ column }) => column ?? []), change.index.where?.text ?? null);
    case 'setNotNull': return `SELECT count(*) FROM ${quotedName(table)} WHERE ${quoted(change.column.name)} IS NULL;`;
    case 'addConstraint': return misfitsOf(change.constraint, table);
    case 'validateConstraint': return misfitsOf(constraintOf(change, on), table);
    default: return null;
  }
}

function constraintOf({ table, constraint }: ChangeOf<'validateConstraint'>, { before }: On): Constraint | null {
  return before.tables.get(keyOf(table))?.constraints.find(({ name }) => name === constraint.name) ?? null;
}

function misfitsOf(constraint: NewConstraint | Constraint | null, table: ObjectName): string | null {
  switch (constraint?.kind) {
    case 'unique':
    case 'primaryKey': return repeated(table, constraint.columns, null);
    case 'check': return `SELECT count(*) FROM ${quotedName(table)} WHERE NOT (${constraint.expression.text});`;
    case 'notNull': return `SELECT count(*) FROM ${quotedName(table)} WHERE ${quoted(constraint.column)} IS NULL;`;
    case 'foreignKey': {
      const [[column, ...more], [referenced]] = [constraint.columns, constraint.referencedColumns ?? []];
      if (column === undefined || referenced === undefined || more.length > 0) return null;
      const parent = `SELECT FROM ${quotedName(constraint.references)} p WHERE p.${quoted(referenced)} = c.${quoted(column)}`;
      return `SELECT count(*) FROM ${quotedName(table)} c WHERE c.${quoted(column)} IS NOT NULL AND NOT EXISTS (${parent});`;
    }
    default: return null;
  }
}

function repeated(table: ObjectName, columns: readonly string[], where: string | null): string | null {
  if (columns.length === 0) return null;
  const list = quotedList(columns);
  return `SELECT ${list} FROM ${quotedName(table)}${where === null ? '' : ` WHERE ${where}`} GROUP BY ${list} HAVING count(*) > 1;`;
}
