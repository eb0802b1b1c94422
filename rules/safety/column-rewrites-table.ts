import { keyOf, mayFail, quoted, quotedName, rule, show, waitOf, whoWaits } from '#rule';
import type { ChangeContext, ChangeOf } from '#rule';

const given = 'create table author (id integer primary key, name text);';
const domain = "create domain isbn as text check (value ~ '^97[89]');";

export default rule({
  id: 'safety/column-rewrites-table',
  title: 'Add a column without writing the table anew',
  why: 'A value of its own for every row makes ADD COLUMN write the whole table and its indexes anew, while an ACCESS EXCLUSIVE lock makes every read and write of it wait.',
  instead: 'Add the column without it, which takes a moment, SET DEFAULT for new rows, and fill the rows that are there in batches.',
  level: 'error',
  silent: [
    'No default, a constant, now() or another default that is the same for every row of a statement.',
    'A table that the same deploy creates, or that statistics say is small.',
    'A generated column that is VIRTUAL.',
    'IF NOT EXISTS, where the column is there.',
  ],
  examples: [
    {
      given, bad: 'alter table author add column token uuid default gen_random_uuid() not null;',
      claims: { locks: { author: 'AccessExclusive' }, rewrites: ['author'] },
    },
    { given, bad: 'alter table author add column number serial;', claims: { rewrites: ['author'] } },
    { given, runner: 'sluice', bad: 'alter table author add column number integer generated always as identity;', claims: { rewrites: ['author'] } },
    { given, bad: 'alter table author add column short text generated always as (left(name, 3)) stored;', claims: { rewrites: ['author'] } },
    { given: given + domain, bad: 'alter table author add column first isbn;', claims: { rewrites: ['author'] } },
    {
      given: 'create table author (id integer primary key, name text, short text generated always as (left(name, 3)) stored);', postgres: 17,
      bad: 'alter table author alter column short set expression as (left(name, 5));', claims: { rewrites: ['author'] },
    },
    { given, good: 'alter table author add column note text;', claims: { rewrites: [] } },
    { given, good: "alter table author add column created_at timestamptz default now() not null, add column tags jsonb default '{}'::jsonb;", claims: { rewrites: [] } },
    { given, postgres: 18, good: 'alter table author add column short text generated always as (left(name, 3)) virtual;' },
    { given, good: 'create table book (title text); alter table book add column id serial;' },
    { given, good: 'alter table author add column if not exists id serial;' },
    { given, statistics: { author: 200 }, good: 'alter table author add column number serial;' },
  ],
  check: {
    addColumn(change, on) {
      if (waitOf(change, on)?.cause !== 'newColumn') return;
      const fails = mayFail(change, on)?.sqlstate === '23514' ? ', and it fails if a row breaks a check' : '';
      return {
        at: change.origin,
        text: `Adding ${show(change.table)}.${change.column.name} ${because(change)} writes the table and its indexes anew, and ${whoWaits(on, change.table)} wait meanwhile${fails}.`,
        instead: insteadOf(change, on),
      };
    },
    setExpression(change, on) {
      if (waitOf(change, on)?.cause !== 'newColumn') return;
      return {
        at: change.origin,
        text: `Another expression for ${show(change.table)}.${change.column.name} writes the table and its indexes anew, and ${whoWaits(on, change.table)} wait meanwhile.`,
        instead: 'Add a plain column that a trigger fills, fill the rows that are there in batches, then swap the names in a later deploy.',
      };
    },
  },
});

type AddColumn = ChangeOf<'addColumn'>;

function because({ column }: AddColumn): string {
  if (column.serial) return 'as serial';
  if (column.identity !== null) return 'as identity';
  if (column.generated !== null) return 'as a stored generated column';
  return column.default === null ? `of type ${column.type}, whose checks are tried on every row,` : `with the default ${column.default.text}`;
}

function insteadOf(change: AddColumn, { before, postgres }: ChangeContext<unknown>): string {
  const { column } = change;
  const [table, name] = [quotedName(change.table), quoted(column.name)];
  const bare = (type: string): string => `ALTER TABLE ${table} ADD COLUMN ${name} ${type};`;
  const afterwards = column.notNull ? ' NOT NULL comes last, by a check that is validated first.' : '';
  if (column.generated !== null) {
    return postgres >= 18 ? 'Make it VIRTUAL, which stores nothing; or add a plain column that a trigger fills, and fill the rows that are there in batches.'
      : `${bare(column.type)} and a trigger that fills it for new rows; then fill the rows that are there in batches.`;
  }
  if (column.serial || column.identity !== null) {
    const sequence = quotedName({ schema: change.table.schema, name: `${change.table.name}_${column.name}_seq` });
    return `${bare(column.type)} CREATE SEQUENCE ${sequence} OWNED BY ${table}.${name}; ALTER TABLE ${table} ALTER COLUMN ${name} SET DEFAULT nextval('${sequence}'); then fill the rows that are there in batches.${afterwards}`;
  }
  if (column.default === null) {
    const type = domainOf(column.type, before);
    return `${bare(type ?? 'of the type under the domain')} ALTER TABLE ${table} ADD CHECK (…) NOT VALID; and VALIDATE CONSTRAINT it in a later deploy.`;
  }
  return `${bare(column.type)} ALTER TABLE ${table} ALTER COLUMN ${name} SET DEFAULT ${column.default.text}; then UPDATE the rows that are there in batches.${afterwards}`;
}

function domainOf(type: string, { domains }: ChangeContext<unknown>['before']): string | null {
  const [schema = 'public', name = type] = type.includes('.') ? type.split('.') : ['public', type];
  return domains.get(keyOf({ schema, name }))?.type ?? null;
}
