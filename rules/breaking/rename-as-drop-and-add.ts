import { emptyReplacements, quoted, quotedName, rule, show } from '#rule';
import type { Place, Replaced, Report } from '#rule';

const given = 'create table dataset (id integer primary key, title text not null, licence text, pages integer, words integer);';
const shelf = 'create table shelf (id integer primary key, room text, place integer, height integer);';

export default rule({
  id: 'breaking/rename-as-drop-and-add',
  title: 'Rename instead of dropping and adding anew',
  why: 'drizzle-kit asks whether a new column is a renamed one. Answered with "create", it writes a DROP and an ADD: every value is lost, and nothing fails.',
  instead: 'Write ALTER … RENAME in place of both statements; the snapshot stays as it is. Where the values shall go, lead the DROP with a note: `-- breaking: <who breaks>; <what they do>`.',
  level: 'error',
  silent: [
    'Types that differ, and serial, identity and generated columns.',
    'Names that do not resemble each other, unless the two are the only columns of their type that come and go, NOT NULL without a default or of an enum.',
    'A new column with a foreign key to a table that the old one did not refer to.',
    'A table without all columns of the old one; tables of three columns or fewer whose names do not resemble each other.',
    'A complete `-- breaking:` note above the DROP, unless it names what is new: nothing fills that.',
    'A statement that reads the old or writes the new: the author knew that they are two.',
    'A column or table that the same deploy made.',
  ],
  examples: [
    { given, bad: 'alter table dataset add column license text; alter table dataset drop column licence;' },
    { given, bad: 'alter table dataset drop column title; alter table dataset add column name text not null;' },
    {
      given,
      bad: 'alter table dataset add column license text;\n-- breaking: exports before 2.3; read license instead\nalter table dataset drop column licence;',
    },
    { given: shelf, bad: 'create table rack (id integer primary key, room text, place integer, height integer); drop table shelf;' },
    { given, good: 'alter table dataset rename column licence to license;' },
    { given, good: 'alter table dataset add column licence_id bigint; alter table dataset drop column licence;' },
    { given, good: 'alter table dataset add column lines integer; alter table dataset drop column pages; alter table dataset drop column words;' },
    {
      given: 'create table book (id integer primary key, lent boolean not null default false);',
      good: 'alter table book add column fragile boolean not null default false; alter table book drop column lent;',
    },
    { given, good: 'alter table dataset add column terms text; alter table dataset drop column licence;' },
    {
      given: `create table licence (id text primary key); ${given}`,
      good: 'alter table dataset add column licence_id text references licence (id); alter table dataset drop column licence;',
    },
    { given, good: "alter table dataset add column terms text not null default ''; alter table dataset drop column licence;" },
    { given: shelf, good: 'create table rack (id integer primary key, room text); drop table shelf;' },
    {
      given: 'create table tag (id integer primary key, word text);',
      good: 'create table shelf (id integer primary key, word text); drop table tag;',
    },
    {
      given,
      good: 'alter table dataset add column license text;\n-- breaking: exports before 2.3; leave the column out\nalter table dataset drop column licence;',
    },
    {
      given,
      good: 'alter table dataset add column license text; update dataset set license = upper(licence); alter table dataset drop column licence;',
    },
    { given, good: "alter table dataset add column license text; update dataset set license = 'MIT'; alter table dataset drop column licence;" },
    { given, good: 'alter table dataset add column note text; alter table dataset add column notes text; alter table dataset drop column note;' },
  ],
  check: {
    deploy(_, on) {
      return emptyReplacements(on.moments()).filter(({ drop }) => on.isJudged(drop.migration)).map(reportOf);
    },
  },
});

function reportOf({ drop: { change, migration }, from, to }: Replaced): Report {
  const what = from.column === null
    ? `Table ${show(from.table)} is dropped, and table ${show(to.table)}, with all of its columns, begins empty`
    : `Column ${show(from.table)}.${from.column} is dropped, and ${to.column ?? ''}, of the same type, begins empty`;
  return {
    at: change.origin,
    text: `${what}: if this is a renaming, all that it held is lost.`,
    instead: `If it is one, write \`${renaming(from, to)}\` in place of both statements of ${migration.tag}; the snapshot stays as it is. `
      + 'If not, lead the DROP with a note: `-- breaking: <who breaks>; <what they do>`.',
  };
}

function renaming(from: Place, to: Place): string {
  if (from.column !== null) {
    return `ALTER TABLE ${quotedName(from.table)} RENAME COLUMN ${quoted(from.column)} TO ${quoted(to.column ?? '')};`;
  }
  const moved = from.table.schema === to.table.schema ? [] : [`ALTER TABLE ${quotedName(from.table)} SET SCHEMA ${quoted(to.table.schema)};`];
  const renamed = from.table.name === to.table.name ? []
    : [`ALTER TABLE ${quotedName({ ...from.table, schema: to.table.schema })} RENAME TO ${quoted(to.table.name)};`];
  return [...moved, ...renamed].join(' ');
}
