import { isInUse, keyOf, listed, mayFail, narrowsType, quoted, quotedName, recreatesEnum, rule, sameName, show, waitOf, whoWaits } from '#rule';
import type { ChangeContext, ChangeOf, DeployContext, Moment, Report } from '#rule';

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
    'A further column of the same table in the same transaction: the first names them, since they are one wait.',
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
    {
      given, bad: 'alter table author alter column books type bigint, alter column name type varchar(20);',
      claims: { locks: { author: 'AccessExclusive' }, rewrites: ['author'] },
    },
    { given, bad: 'alter table author alter column books type bigint; alter table author alter column name type varchar(20);' },
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
    deploy({ transactions }, on) {
      const changesType = transactions.some(({ steps }) => steps.some(({ statement: { changes } }) => changes.some(({ kind }) => kind === 'setColumnType')));
      return changesType ? rewritings(on) : [];
    },
    setColumnType(change, on) {
      if (recreatesEnum(change, on.deploy, on.beforeDeploy)) return;
      if (waitOf(change, on)?.cause !== 'type') return unknown(change, on);
      if (on.effects.rewrites.length > 0) return;
      const { scans, builds } = on.effects;
      const does = builds.length > 0 ? `builds ${builds.map(({ name }) => name).join(', ')} anew` : 'reads the whole table';
      return {
        at: change.origin,
        level: 'warn',
        text: `Changing ${show(change.table)}.${change.column.name} to ${change.type} ${does}, and ${whoWaits(on, change.table)} wait meanwhile${failing({ change, on })}.`,
        instead: scans.length > 0 && builds.length === 0
          ? 'A check of the column, or a foreign key on it, is tried on every row: drop it before, and add it NOT VALID behind.'
          : 'Drop those indexes before, and build them CONCURRENTLY behind.',
      };
    },
  },
});

type On = ChangeContext<unknown>;
type Retyped = Moment & { readonly change: ChangeOf<'setColumnType'> };

/** What one transaction does to one table is one wait, whatever the number of columns. */
function rewritings({ moments, options, postgres, runner }: DeployContext<unknown>): readonly Report[] {
  const rewriting = moments().filter(isRewriting);
  return rewriting.flatMap((moment, place) => {
    const isBeside = (other: Retyped): boolean => other.transaction === moment.transaction && sameName(other.change.table, moment.change.table);
    if (rewriting.slice(0, place).some(isBeside)) return [];
    const [first, ...others] = rewriting.filter(isBeside).map((one): Rewriting => ({ change: one.change, on: { ...one, options, postgres, runner } }));
    return first === undefined ? [] : [report(first, others)];
  });
}

function isRewriting(moment: Moment): moment is Retyped {
  const { change, deploy, beforeDeploy, effects } = moment;
  return change.kind === 'setColumnType' && effects.rewrites.length > 0 && waitOf(change, moment)?.cause === 'type'
    && !recreatesEnum(change, deploy, beforeDeploy);
}

interface Rewriting {
  readonly change: ChangeOf<'setColumnType'>;
  readonly on: On;
}

function report(first: Rewriting, others: readonly Rewriting[]): Report {
  const { change, on } = first;
  const all = [first, ...others];
  const waits = `${whoWaits(on, change.table)} wait meanwhile${all.map((one) => failing(one)).find((text) => text !== '') ?? ''}`;
  const instead = insteadOf(change, on);
  if (others.length === 0) {
    return { at: change.origin, instead, text: `Changing ${columnOf(first)} ${typesOf(first)} writes the table and its indexes anew, and ${waits}.` };
  }
  const statements = new Set(all.map((one) => one.on.statement));
  const shown = listed([...all.slice(0, 4).map(columnOf), ...(all.length > 4 ? [`${all.length - 4} more`] : [])]);
  const times = statements.size === 1 ? '' : `, once for each of ${statements.size} statements`;
  const together = statements.size === 1 ? '' : ` Or at least one ALTER TABLE for all: it writes the table once.`;
  return {
    at: change.origin,
    text: `Changing ${shown} writes the table and its indexes anew${times}, and ${waits}.`,
    instead: `For the first: ${instead}${together}`,
    related: all.map((one) => ({ at: one.change.origin, text: `${columnOf(one)} ${typesOf(one)}: ${insteadOf(one.change, one.on)}` })),
  };
}

function columnOf({ change }: Rewriting): string {
  return `${show(change.table)}.${change.column.name}`;
}

function typesOf({ change, on }: Rewriting): string {
  return `from ${typeBefore(change, on)} to ${change.type}`;
}

function failing({ change, on }: Rewriting): string {
  return mayFail(change, on) === null || narrowsType(typeBefore(change, on), change.type) === 'no' ? '' : ', and it fails if a value does not fit';
}

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
