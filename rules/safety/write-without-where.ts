import { listed, quotedName, rule, show, writesBlindly } from '#rule';

const given = 'create table author (id integer primary key, name text not null);';

export default rule({
  id: 'safety/write-without-where',
  title: 'Say which rows an UPDATE or DELETE is about',
  why: 'UPDATE and DELETE without a condition reach every row. What was there is gone with the deploy, and no down migration brings it back.',
  instead: 'Write the condition. Where every row is meant, say so in a comment above it.',
  level: 'warn',
  silent: [
    'Tables that the same deploy makes, and temporary ones.',
    'An UPDATE that only fills columns of this deploy: nothing is lost.',
    'A condition that names a column or asks a query.',
    'A comment above it, or above the writes it goes on with: whoever explains it has not forgotten the condition.',
  ],
  examples: [
    { given, bad: 'delete from author;' },
    { given, bad: 'delete from author where true;' },
    { given, bad: "update author set name = 'unknown';" },
    { given, bad: "update author set name = 'unknown' where 1 = 1;" },
    { given, bad: "alter table author add column slug text; update author set slug = name, name = 'unknown';" },
    { given, good: "update author set name = 'unknown' where name = '';" },
    { given, good: 'delete from author where exists (select 1 from author);' },
    { given, bad: '-- Custom SQL migration file, put your code below! --\n\ndelete from author;' },
    { given, good: '-- Authors are read from the archive again when the service starts.\ndelete from author;' },
    { given: `${given} create table book (id integer);`, good: '-- Both are read from the archive again.\ndelete from book;\ndelete from author;' },
    { given, good: 'create table book (id integer); delete from book;' },
    { given, good: 'create temporary table book (id integer); delete from book;' },
    { given, good: 'alter table author add column slug text; update author set slug = name;' },
  ],
  check: {
    changeRows(change, on) {
      if (!writesBlindly(change, on)) return;
      const table = listed(change.tables.map(show));
      const named = listed(change.tables.map(quotedName));
      const old = change.columns?.filter((column) => change.tables.some((one) => on.columnBornHere(one, column) !== 'yes')) ?? [];
      const [text, batch] = change.command === 'delete'
        ? [`This deletes every row of ${table}.`, `DELETE FROM ${named} WHERE …;`]
        : [`This overwrites ${listed(old)} in every row of ${table}.`, `UPDATE ${named} SET … WHERE …;`];
      return { at: change.origin, text, instead: `${batch} Where every row is meant, say so in a comment above it: -- <why>` };
    },
  },
});
