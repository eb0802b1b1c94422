import { baredKeys, rule, show } from '#rule';

const given = `create table author (id integer primary key);
create table book (id integer primary key, author_id integer references author, shelf integer);
create index book_author_id_idx on book (author_id);`;

export default rule({
  id: 'indexes/foreign-key-bared',
  title: 'Keep an index under a foreign key from deploy to deploy',
  why: 'Between the deploy that drops the index and the one that makes another, every DELETE or key change of the parent reads the whole referencing table.',
  instead: 'Make the new index first, and drop the old one behind it.',
  level: 'warn',
  silent: [
    'Another index that serves the foreign key is there before or made in the same deploy.',
    'A foreign key that goes in the same deploy.',
    'A foreign key that stays without an index: indexes/foreign-key-covered speaks of it.',
    'A foreign key that no index served before.',
  ],
  examples: [
    { given, bad: { migrations: {
      '0001_drop_index': { up: 'drop index book_author_id_idx;', down: 'create index book_author_id_idx on book (author_id);' },
      '0002_wider_index': { up: 'create index book_author_id_shelf_idx on book (author_id, shelf);', down: 'drop index book_author_id_shelf_idx;' },
    } } },
    {
      given: `create table author (id integer primary key);
create table book (id integer primary key, author_id integer references author, shelf integer, unique (author_id, shelf));`,
      bad: { migrations: {
        '0001_drop_shelf': { up: 'alter table book drop column shelf;', down: 'alter table book add column shelf integer;' },
        '0002_index': { up: 'create index book_author_id_idx on book (author_id);', down: 'drop index book_author_id_idx;' },
      } },
    },
    { given, together: true, good: { migrations: {
      '0001_drop_index': { up: 'drop index book_author_id_idx;', down: 'create index book_author_id_idx on book (author_id);' },
      '0002_wider_index': { up: 'create index book_author_id_shelf_idx on book (author_id, shelf);', down: 'drop index book_author_id_shelf_idx;' },
    } } },
    { given, good: 'create index book_author_id_shelf_idx on book (author_id, shelf); drop index book_author_id_idx;' },
    { given, good: 'drop index book_author_id_idx;' },
    { given, good: 'drop index book_author_id_idx; alter table book drop constraint book_author_id_fkey;' },
    { given: given.replace(/create index.*/, ''), good: 'alter table book drop column shelf;' },
  ],
  check: {
    deploy(_deploy, on) {
      return baredKeys(on.moments(), on).map(({ table, foreignKey, by, change }) => ({
        at: change.origin,
        text: `Without ${by.name} no index serves the foreign key ${show(table)} (${foreignKey.columns.join(', ')}) to ${show(foreignKey.references)} until a later deploy makes one.`,
      }));
    },
  },
});
