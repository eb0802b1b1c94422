import { blocked, holding, listed, rule, sameName, show, v } from '#rule';
import type { Moment, Runner } from '#rule';

const given = 'create table author (id integer primary key, name text);';
const bio = 'alter table author add column bio text;';

export default rule({
  id: 'safety/missing-lock-timeout',
  title: 'Set lock_timeout before a table in use is locked',
  why: 'A statement that waits for its lock makes all who come after it wait too, even readers that it would let pass: one long query before it, and the table stands still. lock_timeout lets the deploy give up instead, to be tried again.',
  instead: 'Set lock_timeout before the first lock, or for the role that migrates, and say so with timeouts: "external".',
  level: 'off',
  presets: { strict: 'warn' },
  silent: [
    'Options that say timeouts: "external": the role, the URL or the server sets them.',
    'The deploy locks no table in use, or only so that writes go on.',
    'lock_timeout is set before the first such lock, in the same transaction or for the session.',
    'A deploy of which it was said already.',
  ],
  options: v.object({
    timeouts: v.optional(v.pipe(
      v.picklist(['migrations', 'external']), v.description('Who sets lock_timeout: the migrations, or something outside of them.'),
    ), 'migrations'),
  }),
  examples: [
    { given, bad: bio, claims: { locks: { author: 'AccessExclusive' } } },
    { given, bad: `set local lock_timeout = 0; ${bio}` },
    { given, bad: bio, runner: 'sluice' },
    { given, bad: bio, runner: 'neon-http' },
    { given, bad: `${bio} set local lock_timeout = '2s'; alter table author add column born date;` },
    {
      given, runner: 'drizzle', together: true,
      good: { migrations: {
        '0001_add_bio': { up: `set local lock_timeout = '2s'; ${bio}`, down: 'alter table author drop column bio;' },
        '0002_add_born': { up: 'alter table author add column born date;', down: 'alter table author drop column born;' },
      } },
    },
    {
      given, runner: 'sluice', together: true,
      bad: { migrations: {
        '0001_add_bio': { up: `set local lock_timeout = '2s'; ${bio}`, down: 'alter table author drop column bio;' },
        '0002_add_born': { up: 'alter table author add column born date;', down: 'alter table author drop column born;' },
      } },
    },
    {
      given, runner: 'drizzle', together: true,
      bad: { migrations: {
        '0001_add_bio': { up: bio, down: 'alter table author drop column bio;' },
        '0002_add_born': { up: 'alter table author add column born date;', down: 'alter table author drop column born;' },
      } },
    },
    { given, good: `set local lock_timeout = '2s'; ${bio}` },
    { given, good: `set lock_timeout = '2s'; ${bio}` },
    { given, bad: `set lock_timeout = '2s'; ${bio}`, runner: 'neon-http' },
    { given, good: `set lock_timeout = '2s'; commit; ${bio}`, runner: 'sluice' },
    { given, options: { timeouts: 'external' }, good: bio },
    { given, good: 'create table book (id integer primary key, title text); alter table book add column pages integer;' },
    { given, good: "update author set name = 'Austen' where id = 1;" },
  ],
  check: {
    deploy(_, { moments, runner, options }) {
      if (options.timeouts === 'external') return;
      const first = firstUnguarded(moments(), runner);
      if (first === null) return;
      return {
        at: first.change.origin,
        text: `This may wait for ${listed(blocked(first).map(({ table }) => show(table)))} without an end, and all who come after it wait behind it.`,
        instead: remedies[runner],
      };
    },
  },
});

const remedies: Readonly<Record<Runner, string>> = {
  drizzle: 'Put SET LOCAL lock_timeout = \'2s\'; first in the first migration that is pending: it holds for the transaction of all of them.',
  sluice: 'Put SET LOCAL lock_timeout = \'2s\'; first in the migration.',
  'neon-http': 'With neon-http each statement is a session of its own: set it for the role that migrates (ALTER ROLE … SET lock_timeout = \'2s\';), and say so with timeouts: "external".',
};

/** The first lock that others wait for with no lock_timeout set; what the transaction holds already is waited for no more. */
function firstUnguarded(moments: readonly Moment[], runner: Runner): Moment | null {
  let session: Moment | null = null;
  const guarded = new Set<Moment['transaction']>();
  for (const moment of moments) {
    const { change, transaction } = moment;
    if (change.kind === 'setVariable' && change.variable === 'lock_timeout') {
      const isSet = change.value !== null && !/^0\D*$/.test(change.value);
      if (!change.local) session = isSet ? moment : null;
      if (change.local && isSet && !transaction.alone) guarded.add(transaction);
      if (!isSet) guarded.delete(transaction);
    }
    if (!guarded.has(transaction) && !reaches(session, moment, runner) && waits(moment)) return moment;
  }
  return null;
}

/** sluice migrate resets all after a migration; with neon-http a session ends with its statement. */
function reaches(set: Moment | null, moment: Moment, runner: Runner): boolean {
  switch (runner) {
    case 'drizzle': return set !== null;
    case 'sluice': return set?.migration === moment.migration;
    case 'neon-http': return false;
    default: return runner satisfies never;
  }
}

function waits(moment: Moment): boolean {
  const held = holding(moment);
  return blocked(moment).some(({ table }) => !held.some((lock) => sameName(lock.table, table)));
}
