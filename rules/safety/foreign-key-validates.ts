import {
  constraintNameOf, isPartitioned, laterDeploy, mayFail, quoted, quotedName, rule, sameName, show, validatedLater, waitOf, whoWaits,
  withoutStatement, wordsOf,
} from '#rule';
import type { ChangeContext, ChangeOf, NewConstraint, Remedy } from '#rule';

const given = `create table author (id integer primary key, name text);
create table book (id integer primary key, title text, author_id integer);`;
const key = 'alter table book add constraint book_author_id_fk foreign key (author_id) references author (id)';

export default rule({
  id: 'safety/foreign-key-validates',
  title: 'Validate a foreign key apart from adding it',
  why: 'ADD FOREIGN KEY reads the whole referencing table while a SHARE ROW EXCLUSIVE lock on both tables makes every write of them wait. For a column that the same deploy adds and nothing fills it has no value to look up: that is told as info, unless statistics say that the table is large.',
  instead: 'Add it NOT VALID, which reads nothing and holds for new rows at once; VALIDATE CONSTRAINT it in a later deploy, which lets writes go on.',
  level: 'warn',
  silent: [
    'NOT VALID.',
    'REFERENCES of a column that ADD COLUMN adds without a default: every row is null, so nothing is read.',
    'A referencing table that the same deploy creates or has emptied, or that statistics say is small: its parent is locked for a moment only.',
  ],
  examples: [
    {
      given, bad: `${key};`,
      claims: { locks: { author: 'ShareRowExclusive', book: 'ShareRowExclusive' }, scans: ['book'] },
    },
    { given, runner: 'sluice', bad: `${key};` },
    { given, runner: 'neon-http', bad: `do $$ begin ${key}; exception when duplicate_object then null; end $$;` },
    {
      given, bad: 'alter table author add column mentor_id integer; alter table author add constraint author_mentor_id_fk foreign key (mentor_id) references author (id);',
      claims: { scans: ['author'] },
    },
    {
      given, bad: 'alter table book add column editor_id integer default 1 references author (id);',
      claims: { locks: { author: 'ShareRowExclusive', book: 'AccessExclusive' }, scans: ['book'] },
    },
    {
      given, statistics: { author: 2_000_000 },
      bad: 'alter table author add column mentor_id integer; alter table author add constraint author_mentor_id_fk foreign key (mentor_id) references author (id);',
    },
    { given, good: `${key} not valid;` },
    {
      given,
      good: 'delete from book; alter table book add column editor_id integer not null; alter table book add constraint book_editor_id_fk foreign key (editor_id) references author (id);',
    },
    { given, good: `truncate book; ${key};` },
    { given, good: `${key} not valid;--> statement-breakpoint\nalter table book validate constraint book_author_id_fk;` },
    { given, good: 'alter table book add column editor_id integer references author (id);' },
    {
      given, good: 'create table loan (id integer primary key, book_id integer); alter table loan add constraint loan_book_id_fk foreign key (book_id) references book (id);',
    },
    { good: `${given} ${key};` },
    { given, statistics: { book: 200, author: 2_000_000 }, good: `${key};` },
  ],
  check: {
    addConstraint(change, on) {
      const { constraint } = change;
      if (constraint.kind !== 'foreignKey' || waitOf(change, on)?.cause !== 'foreignKey') return;
      const remedy = inline(change, constraint, on) ?? (isRefusedNotValid(change, on) ? null : validatedLater(change, constraint, on));
      return {
        at: change.origin,
        ...(isNewAndEmpty(change, constraint, on) && on.isSmall(change.table) !== 'no' ? { level: 'info' as const } : {}),
        text: textOf(change, constraint, on),
        instead: insteadOf(change, constraint, on),
        ...(remedy === null ? {} : { suggestions: [remedy] }),
      };
    },
    addColumn(change, on) {
      if (waitOf(change, on)?.cause !== 'foreignKey') return;
      const constraint = change.column.constraints.find((one) => one.kind === 'foreignKey');
      if (constraint?.kind !== 'foreignKey') return;
      const [table, column] = [quotedName(change.table), quoted(change.column.name)];
      return {
        at: change.origin,
        text: textOf(change, constraint, on),
        instead: `Add the column with its reference and without the default, which reads nothing; then ALTER TABLE ${table} ALTER COLUMN ${column} SET DEFAULT ${change.column.default?.text ?? '…'}; and fill the rows that are there in batches.`,
      };
    },
  },
});

type ForeignKey = Extract<NewConstraint, { kind: 'foreignKey' }>;
type On = ChangeContext<unknown>;

function textOf(change: ChangeOf<'addConstraint' | 'addColumn'>, constraint: ForeignKey, on: On): string {
  const name = constraintNameOf(change, constraint, on.before);
  const which = name === null ? `The foreign key to ${show(constraint.references)}` : `Adding the foreign key ${name}`;
  const fails = mayFail(change, on)?.sqlstate === '23503' ? ', and it fails if a row refers to nothing' : '';
  return `${which} reads all of ${show(change.table)}, and ${whoWaits(on, change.table)} wait meanwhile${fails}.`;
}

function insteadOf(change: ChangeOf<'addConstraint'>, constraint: ForeignKey, on: On): string {
  const table = quotedName(change.table);
  const name = constraintNameOf(change, constraint, on.before);
  const [column] = constraint.columns;
  if (isNewAndEmpty(change, constraint, on)) {
    return `Write it into the ADD COLUMN of ${quoted(column ?? '')}, where it reads nothing: ${references(change, constraint, on)}.`;
  }
  if (isRefusedNotValid(change, on)) {
    return `Add it NOT VALID to each partition and VALIDATE it there, then to ${table}, which takes those over without reading.`;
  }
  const validate = name === null ? 'VALIDATE CONSTRAINT it' : `ALTER TABLE ${table} VALIDATE CONSTRAINT ${quoted(name)};`;
  return `Write NOT VALID behind it, and ${laterDeploy(on.runner)}: ${validate}`;
}

/** Partitioned tables take NOT VALID foreign keys from PostgreSQL 18 on. */
function isRefusedNotValid({ table }: ChangeOf<'addConstraint'>, { postgres, before }: On): boolean {
  return postgres < 18 && isPartitioned(table, before);
}

/** The column came in the same deploy, and no statement but its ADD COLUMN could have filled it. */
function isNewAndEmpty(change: ChangeOf<'addConstraint'>, { columns }: ForeignKey, on: On): boolean {
  const [column, ...others] = columns;
  return column !== undefined && others.length === 0 && on.columnBornHere(change.table, column) === 'yes'
    && mayFail(change, on)?.sqlstate !== '23503';
}

/** The reference as a column takes it: without FOREIGN KEY and the column's name. */
function references(change: ChangeOf<'addConstraint'>, { name, origin }: ForeignKey, { migration }: On): string {
  const words = wordsOf(origin ?? change.origin, migration);
  const clause = /\breferences\b[\s\S]*$/i.exec(words)?.[0] ?? '';
  return name === null ? clause : `CONSTRAINT ${quoted(name)} ${clause}`;
}

/** Moves the reference into the ADD COLUMN of the same file. */
function inline(change: ChangeOf<'addConstraint'>, constraint: ForeignKey, on: On): Remedy | null {
  const { statement, migration } = on;
  const statements = migration.sql?.statements ?? [];
  if (!isNewAndEmpty(change, constraint, on) || statement.changes.length !== 1 || statement.tag !== 'ALTER TABLE') return null;
  const place = statements.findIndex(({ tag, changes }) => tag === 'ALTER TABLE' && changes.some((one) => isItsColumn(one, change, constraint)));
  const added = statements[place]?.changes.find((one) => isItsColumn(one, change, constraint));
  const between = statements.slice(place + 1, statements.indexOf(statement)).flatMap(({ changes }) => changes);
  if (added?.kind !== 'addColumn' || added.column.origin === null || between.some((one) => makesParent(one, constraint))) return null;
  const { file, span: { end } } = added.column.origin;
  return {
    text: `Write the reference into the ADD COLUMN of ${quoted(added.column.name)}.`,
    amendment: {
      kind: 'edit',
      edits: [{ file, span: { start: end, end }, text: ` ${references(change, constraint, on)}` }, withoutStatement(statement, migration)],
    },
  };
}

function isItsColumn(one: On['statement']['changes'][number], change: ChangeOf<'addConstraint'>, { columns }: ForeignKey): boolean {
  return one.kind === 'addColumn' && one.tolerates === null && sameName(one.table, change.table) && columns.includes(one.column.name);
}

/** What it refers to is made only after the column: the reference cannot stand there. */
function makesParent(one: On['statement']['changes'][number], { references: parent }: ForeignKey): boolean {
  switch (one.kind) {
    case 'createTable': return sameName(one.table, parent);
    case 'addConstraint': return sameName(one.table, parent) && one.constraint.kind !== 'foreignKey' && one.constraint.kind !== 'check';
    case 'createIndex': return one.index.unique && sameName(one.index.table, parent);
    case 'addColumn': return sameName(one.table, parent);
    case 'renameRelation': return one.to.name === parent.name;
    default: return false;
  }
}
