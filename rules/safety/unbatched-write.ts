import { blocksOf, inBatches, listed, rule, show, writesBesideLocks, writesBlindly, writesWholeTable } from '#rule';

const given = 'create table author (id integer primary key, name text not null, slug text); create table book (id integer primary key, author_id integer, author_name text);';

export default rule({
  id: 'safety/unbatched-write',
  title: 'Write the rows of a large table in batches',
  why: 'One statement that writes every row keeps every row locked until it ends, writes each anew beside the old one, and leaves replicas behind; when it fails, all of it was for nothing.',
  instead: 'Write some thousand rows at a time from a script beside the deploy, each batch in a transaction of its own.',
  level: 'warn',
  silent: [
    'A condition that says which rows, or a join with a query of the same table: how many those are nobody knows.',
    'INSERT: nobody waits for rows that were not there.',
    'A table that the same deploy makes, or that statistics say is small.',
    'A write beside a lock in the same transaction: safety/write-after-blocking-lock speaks of it.',
    'A write without a condition and without a comment to data that was there before: safety/write-without-where speaks of it.',
  ],
  examples: [
    {
      given, runner: 'neon-http',
      bad: 'alter table author add column initials text; update author set initials = left(name, 1);',
    },
    {
      given, runner: 'sluice', together: true,
      bad: { migrations: {
        '0001_add_initials': { up: 'alter table author add column initials text;', down: 'alter table author drop column initials;' },
        '0002_fill_initials': { up: 'update author set initials = left(name, 1) where initials is null;', down: 'select 1;' },
      } },
    },
    {
      given, bad: 'update book set author_name = author.name from author where author.id = book.author_id;',
      claims: { locks: { book: 'RowExclusive' }, scans: ['book'] },
    },
    { given, good: 'update author set slug = name where slug is null;' },
    {
      given,
      good: 'with batch as (select id from author where slug is null limit 1000) update author set slug = name from batch where author.id = batch.id;',
    },
    { given, good: 'insert into book select id, id, name from author;' },
    { given, good: 'create table shelf (id integer); update shelf set id = author.id from author where author.id = shelf.id;' },
    { given, good: 'alter table author add column initials text; update author set initials = left(name, 1);' },
    { given, good: "update author set slug = '';" },
  ],
  check: {
    deploy(_, { moments }) {
      const all = moments();
      const told = new Set(blocksOf(all).flatMap(writesBesideLocks).map(({ write }) => write.change));
      return all.flatMap((moment) => {
        const { change } = moment;
        if (change.kind !== 'changeRows' || change.command === 'insert' || told.has(change)) return [];
        if (writesBlindly(change, moment) || !writesWholeTable(change, moment)) return [];
        const batch = inBatches(change, moment);
        return [{
          at: change.origin,
          text: `This writes every row of ${listed(change.tables.map(show))} in one statement, and keeps them locked until it ends.`,
          ...(batch === null ? {} : { instead: `Beside the deploy, until it writes nothing: ${batch}` }),
        }];
      });
    },
  },
});
