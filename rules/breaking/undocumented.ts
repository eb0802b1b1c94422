import { breakingKinds, lackOf, rule, v } from '#rule';

const options = v.object({
  ignore: v.optional(v.pipe(
    v.array(v.picklist(breakingKinds)), v.description(`Kinds that need no note: ${breakingKinds.map((kind) => `\`${kind}\``).join(', ')}.`),
  ), []),
});

const given = 'create table dataset (id integer primary key, title text, licence text);';
const [states, loans, titles] = [
  "create type state as enum ('lent'); create table shelf (id integer primary key, state state);",
  "create table loan (id integer primary key, state text not null default 'open', note text default '');",
  `${given} create view dataset_title as select title from dataset;`,
];

export default rule({
  id: 'breaking/undocumented',
  title: 'Document a breaking change where it happens',
  why: 'Code that is still running, and people who read the database, find the old name gone or the old value refused.',
  instead: 'Lead the statement with a note of both parts: `-- breaking: <who breaks>; <what they do>`.',
  level: 'error',
  silent: [
    'An object that the same deploy creates.',
    'Temporary tables; indexes and constraints, which no query names.',
    'A type that no column has any more: what became of its columns is told.',
    'A table that leaves a view under its old name; a view or a generated column that is made again.',
    'A default that a nullable column loses, or that is there again when the deploy is done.',
    'Kinds that `ignore` names.',
    'What the first migration of the history makes.',
  ],
  options,
  examples: [
    { given, bad: 'alter table dataset drop column licence;' },
    { given, good: '-- breaking: exports before 2.3; read licence_id instead\nalter table dataset drop column licence;' },
    { given, bad: '-- breaking: exports before 2.3\nalter table dataset drop column licence;' },
    { given, bad: '-- breaking: <who breaks>; <what they do>\nalter table dataset drop column licence;' },
    { given, bad: 'alter table dataset rename column title to name;' },
    { given, bad: 'alter table dataset alter column title set not null;' },
    { given, bad: 'alter table dataset alter column title type varchar(20);' },
    { given, bad: 'drop table dataset;' },
    { given: titles, bad: 'drop view dataset_title;' },
    { given: loans, bad: 'alter table loan alter column state drop default;' },
    { given: states, bad: 'drop type state cascade;' },
    { given: states, good: '-- breaking: the importer; nothing\nalter table shelf drop column state; drop type state;' },
    { given, good: 'alter table dataset add column note text; alter table dataset drop column note;' },
    { given, good: 'create temporary table copied as select * from dataset; drop table copied;' },
    { given: `${given} create index dataset_title_idx on dataset (title);`, good: 'drop index dataset_title_idx;' },
    { given, good: 'alter table dataset rename to record; create view dataset as select * from record;' },
    { given: titles, good: 'drop view dataset_title; create view dataset_title as select title, licence from dataset;' },
    { given: loans, good: 'alter table loan alter column note drop default;' },
    { given: loans, good: "alter table loan alter column state drop default; alter table loan alter column state set default 'lent';" },
    { given, good: 'alter table dataset alter column title set not null;', options: { ignore: ['notNullSet'] } },
    { good: { migrations: { '0000_first': { up: `${given} alter table dataset drop column licence;` } } } },
  ],
  check: {
    change(change, { breaking, statement, options: { ignore } }) {
      const lack = lackOf(statement.breaking);
      const found = lack === null ? null : breaking();
      if (lack === null || found === null || ignore.includes(found.kind)) return;
      return { at: change.origin, text: `${capitalised(found.what)}, and ${lack}.` };
    },
  },
});

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
