import { apart, blocksOf, blocksWrites, briefly, isInUse, keyOf, listed, longLocks, rule, show, v, writesBesideLocks } from '#rule';
import type { Moment, ObjectName } from '#rule';

const given = 'create table author (id integer primary key, name text); create table book (id integer primary key, title text, author_id integer);';

export default rule({
  id: 'safety/locks-several-live-tables',
  title: 'Lock one table in use a transaction',
  why: 'A transaction that locks one table and then waits for another stops everyone at the first for as long as it waits, and one that uses both the other way round ends in a deadlock with it.',
  instead: 'Change one table a transaction, and set lock_timeout so that the deploy gives up before others have to wait long.',
  level: 'off',
  presets: { strict: 'warn' },
  silent: [
    'A foreign key counts as one table: that the table it refers to is locked too lies in its nature.',
    'Tables that the deploy makes or drops, or that statistics say are small.',
    'Locks that let writes go on.',
    'A transaction that does slow work or writes all rows while it holds the locks: the rules about that speak.',
  ],
  options: v.object({
    tables: v.optional(v.pipe(
      v.number(), v.integer(), v.minValue(2), v.description('How many tables in use a transaction must lock to be reported.'),
    ), 2),
  }),
  examples: [
    { given, bad: 'alter table author add column bio text; alter table book add column pages integer;' },
    {
      given, runner: 'drizzle', together: true,
      bad: { migrations: {
        '0001_add_bio': { up: 'alter table author add column bio text;', down: 'alter table author drop column bio;' },
        '0002_add_pages': { up: 'alter table book add column pages integer;', down: 'alter table book drop column pages;' },
      } },
    },
    {
      given, runner: 'sluice', together: true,
      good: { migrations: {
        '0001_add_bio': { up: 'alter table author add column bio text;', down: 'alter table author drop column bio;' },
        '0002_add_pages': { up: 'alter table book add column pages integer;', down: 'alter table book drop column pages;' },
      } },
    },
    { given, good: 'alter table author add column bio text; alter table author add column born date;' },
    { given, good: 'alter table book add constraint book_author_id_fk foreign key (author_id) references author (id) not valid;' },
    { given, good: 'create table loan (book_id integer references book (id), author_id integer references author (id)); alter table loan add column day date;' },
    { given, good: 'drop table book; drop table author;' },
    { given, good: "comment on table book is 'On paper'; alter table author alter column name set statistics 100;" },
    { given, good: 'alter table author add column bio text; create index book_title_idx on book (title);' },
    { given, good: 'alter table author add column slug text; alter table book add column slug text; update author set slug = name;' },
    { given, options: { tables: 3 }, good: 'alter table author add column bio text; alter table book add column pages integer;' },
  ],
  check: {
    deploy(deploy, { moments, runner, options }) {
      return blocksOf(moments()).flatMap((block) => {
        if (longLocks(block).length > 0 || writesBesideLocks(block).length > 0) return [];
        const taken = firstLocks(block);
        const last = taken[options.tables - 1];
        if (last === undefined) return [];
        const others = taken.filter((one) => one !== last);
        return [{
          at: last.moment.change.origin,
          text: `This waits for ${show(last.table)} while the transaction keeps ${listed(taken.slice(0, options.tables - 1).map(({ table }) => show(table)))} locked.`,
          instead: `Put ${briefly(last.moment.change, deploy)} ${apart(runner)}.`,
          related: others.map(({ table, moment }) => ({ at: moment.change.origin, text: `Locks ${show(table)}.` })),
        }];
      });
    },
  },
});

interface FirstLock {
  readonly table: ObjectName;
  readonly moment: Moment;
}

/** The tables that changes are about, each with the first that makes others wait for it. */
function firstLocks(block: readonly Moment[]): readonly FirstLock[] {
  const first = new Map<string, FirstLock>();
  for (const moment of block) {
    const table = lockedBy(moment);
    if (table !== null && !first.has(keyOf(table))) first.set(keyOf(table), { table, moment });
  }
  return [...first.values()];
}

/** The first lock is on the table that the change is about; others are at the ends of foreign keys. A table that goes is in use no more. */
function lockedBy(moment: Moment): ObjectName | null {
  const { change, effects: { locks: [lock] } } = moment;
  const isOfOthers = change.kind === 'createTable' && change.table.partitionOf === null;
  if (lock === undefined || isOfOthers || (change.kind === 'dropRelation' && change.relation !== 'index')) return null;
  return blocksWrites(lock.mode) && isInUse(lock.table, moment) ? lock.table : null;
}
