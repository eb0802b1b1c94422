import { quotedName, rule, show, waitOf, whoWaits } from '#rule';
import type { Change } from '#rule';

const given = 'create table author (id integer primary key, name text); create index author_name_idx on author (name);';

export default rule({
  id: 'safety/rewrites-table',
  title: 'Write a live table anew only while nobody waits for it',
  why: 'Some statements write the whole table and its indexes anew, while an ACCESS EXCLUSIVE lock makes every read and write of it wait.',
  instead: 'Deploy it alone, at a time when the table can stand still; pg_repack does the same with a short lock.',
  level: 'error',
  silent: [
    'A table that the same deploy creates, or that statistics say is small.',
    'What other rules speak of: a new column, a change of type.',
    'What Postgres refuses in a transaction: VACUUM FULL with Drizzle’s migrator.',
  ],
  examples: [
    { given, bad: 'alter table author set unlogged;', claims: { locks: { author: 'AccessExclusive' }, rewrites: ['author'] } },
    { given, runner: 'sluice', bad: 'vacuum full author;' },
    { given, runner: 'drizzle', good: 'vacuum full author;' },
    { given, good: 'alter table author alter column id type bigint;' },
    { given, good: 'create table book (title text); alter table book set unlogged;' },
    { given, statistics: { author: 200 }, good: 'alter table author set unlogged;' },
  ],
  check: {
    change(change, on) {
      const wait = waitOf(change, on);
      if (wait?.cause !== 'rewrite') return;
      return {
        at: change.origin,
        text: `${subject(change)} writes ${show(wait.table)} and its indexes anew, and ${whoWaits(on, wait.table)} wait meanwhile.`,
        ...(change.kind === 'vacuum' ? { instead: `VACUUM ${quotedName(wait.table)}; makes nobody wait. To give the space back, pg_repack takes a short lock.` } : {}),
      };
    },
  },
});

function subject(change: Change): string {
  switch (change.kind) {
    case 'setPersistence': return change.persistence === 'unlogged' ? 'SET UNLOGGED' : 'SET LOGGED';
    case 'vacuum': return 'VACUUM FULL';
    case 'cluster': return 'CLUSTER';
    case 'alterRelation': return change.action.kind === 'setTablespace' ? 'SET TABLESPACE' : 'SET ACCESS METHOD';
    default: return 'This';
  }
}
