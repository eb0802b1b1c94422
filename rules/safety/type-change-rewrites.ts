import { isInUse, keyOf, mayFail, narrowsType, quoted, quotedName, recreatesEnum, rule, show, waitOf, whoWaits } from '#rule';
import type { ChangeContext, ChangeOf } from '#rule';

const given = 'create table author (id integer primary key, name varchar(40), books integer, seen timestamp);';

export default rule({
  id: 'safety/type-change-rewrites',
  title: 'Change a type without writing the table anew',
  why: 'Most changes of a type write the whole table and its indexes anew, while an ACCESS EXCLUSIVE lock makes every read and write of it wait.',
  instead: 'Add a column of the new type, write to both, fill the rows that are there in batches, and swap them in a later deploy.',
  level: 'error',
  silent: [
    'What Postgres does without touching a row: a longer or unlimited varchar, text, a wider numeric of the same scale.',
    'A table that the same deploy creates or has emptied, or that statistics say is small.',
    'A part of making an enum again: safety/enum-recreated says what all of it does.',
  ],
  examples: [
    {
      given, bad: 'alter table author alter column books set data type bigint;',
      claims: { locks: { author: 'AccessExclusive' }, rewrites: ['author'] },
    },
    { given, runner: 'sluice', bad: 'alter table author alter column name type varchar(20);', claims: { rewrites: ['author'] } },
    { given, bad: "alter table author alter column seen type timestamptz using seen at time zone 'UTC';", claims: { rewrites: ['author'] } },
    {
      given, bad: "alter table author alter column seen type timestamptz using seen at time zone 'Europe/Vienna';",
      claims: { rewrites: ['author'] },
    },
    {
      given: `${given} alter table author add check (name <> '');`, bad: 'alter table author alter column name type text;',
      claims: { locks: { author: 'AccessExclusive' }, scans: ['author'], rewrites: [] },
    },
    { given, bad: 'alter table reader alter column name type text;' },
    { given, good: 'alter table author alter column name type varchar(80);', claims: { rewrites: [], scans: [] } },
    { given, good: 'alter table author alter column name type text;' },
    { given, good: 'truncate author; alter table author alter column books set data type bigint;' },
    { given, statistics: { author: 200 }, good: 'alter table author alter column books set data type bigint;' },
    {
      given: "create type state as enum ('draft', 'lost'); create table book (id integer, state state);",
      good: `alter table book alter column state type text; drop type state; create type state as enum ('draft');
alter table book alter column state type state using state::state;`,
    },
    {
      given: "create table book (state text default 'draft');",
      bad: `create type state as enum ('draft', 'lost'); alter table book alter column state set default 'draft'::state;
alter table book alter column state type state using state::state;`,
      claims: { rewrites: ['book'] },
    },
    { given, good: 'create table book (pages integer); alter table book alter column pages type bigint;' },
  ],
  check: {
    setColumnType(change, on) {
      if (recreatesEnum(change, on.deploy, on.beforeDeploy)) return;
      const what = `${show(change.table)}.${change.column.name}`;
      if (waitOf(change, on)?.cause !== 'type') return unknown(change, on);
      const { rewrites, scans, builds } = on.effects;
      const fails = mayFail(change, on) === null || narrowsType(typeBefore(change, on), change.type) === 'no' ? ''
        : ', and it fails if a value does not fit';
      if (rewrites.length > 0) {
        const types = `from ${typeBefore(change, on)} to ${change.type}`;
        return {
          at: change.origin,
          text: `Changing ${what} ${types} writes the table and its indexes anew, and ${whoWaits(on, change.table)} wait meanwhile${fails}.`,
          instead: insteadOf(change, on),
        };
      }
      const does = builds.length > 0 ? `builds ${builds.map(({ name }) => name).join(', ')} anew` : 'reads the whole table';
      return {
        at: change.origin,
        level: 'warn',
        text: `Changing ${what} to ${change.type} ${does}, and ${whoWaits(on, change.table)} wait meanwhile${fails}.`,
        instead: scans.length > 0 && builds.length === 0
          ? 'A check of the column, or a foreign key on it, is tried on every row: drop it before, and add it NOT VALID behind.'
          : 'Drop those indexes before, and build them CONCURRENTLY behind.',
      };
    },
  },
});

type On = ChangeContext<unknown>;

/** Nothing that is known for certain takes long, but not all is known. */
function unknown(change: ChangeOf<'setColumnType'>, on: On) {
  const { effects } = on;
  if (effects.unknown.length === 0 || !isInUse(change.table, on) || effects.fails.some(({ certain }) => certain === 'always')) return;
  return {
    at: change.origin,
    level: 'info' as const,
    text: `Changing ${show(change.table)}.${change.column.name} to ${change.type} may write the table anew: ${effects.unknown.join('; ')}.`,
  };
}

function typeBefore({ table, column }: ChangeOf<'setColumnType'>, { before }: On): string {
  return before.tables.get(keyOf(table))?.columns.find(({ name }) => name === column.name)?.type ?? 'what it was';
}

function insteadOf(change: ChangeOf<'setColumnType'>, on: On): string {
  const [from, to] = [typeBefore(change, on), change.type];
  const [table, column, next] = [quotedName(change.table), quoted(change.column.name), quoted(`${change.column.name}_new`)];
  const length = /^character varying\((\d+)\)$/.exec(to)?.[1];
  if (length !== undefined && /^(?:character varying|text)/.test(from) && narrowsType(from, to) !== 'no') {
    return `Keep the type, and let a check say it: ALTER TABLE ${table} ADD CHECK (length(${column}) <= ${length}) NOT VALID; \
and VALIDATE CONSTRAINT it in a later deploy.`;
  }
  const inBlock = !on.transaction.alone && on.postgres >= 12;
  const isElsewhere = /\bat\s+time\s+zone\b|\btimezone\b/i.test(change.using?.text ?? '') && !/'utc'/i.test(change.using?.text ?? '');
  if (inBlock && !isElsewhere && /^timestamp(?:\(\d\))? without/.test(from) && /^timestamp(?:\(\d\))? with /.test(to)) {
    return `If the values are meant in UTC, SET LOCAL TimeZone = 'UTC'; before it and no USING: then the table stays as it is.`;
  }
  return `ALTER TABLE ${table} ADD COLUMN ${next} ${to}; let the code or a trigger write both, \
fill the rows that are there in batches, and in a later deploy swap the names.`;
}
