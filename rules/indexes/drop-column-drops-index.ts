import { listed, lostWithColumn, rule, show } from '#rule';

const given = `create table author (id integer primary key, pen_name text, unique (id, pen_name));
create table book (id integer primary key, author_id integer, pen_name text, title text, note text);`;

export default rule({
  id: 'indexes/drop-column-drops-index',
  title: 'Drop an index by its name before a column that it uses',
  why: 'DROP COLUMN drops every index, key and foreign key that uses the column along with it, those of other columns too: queries lose an index, or rows a guard, and nothing says so.',
  instead: 'Drop it by name first, and make one on the columns that stay.',
  level: 'warn',
  silent: [
    'An index or key of this column alone.',
    'What was dropped by its name before.',
    'What the same deploy makes again on the columns that stay.',
    'A table that the deploy makes itself, or drops.',
  ],
  examples: [
    { given: `${given} create index book_author_id_title_idx on book (author_id, title);`, bad: 'alter table book drop column title;' },
    { given: `${given} alter table book add constraint book_once unique (author_id, title);`, bad: 'alter table book drop column title;' },
    { given: `${given} create index book_author_id_idx on book (author_id) where note is null;`, bad: 'alter table book drop column note;' },
    { given: `${given} create index book_author_id_idx on book (author_id) include (title);`, bad: 'alter table book drop column title;' },
    {
      given: `${given} alter table book add constraint book_author_fk foreign key (author_id, pen_name) references author (id, pen_name);`,
      bad: 'alter table book drop column pen_name;',
    },
    { given: `${given} create index book_title_idx on book (title);`, good: 'alter table book drop column title;' },
    {
      given: `${given} create index book_author_id_title_idx on book (author_id, title);`,
      good: 'drop index book_author_id_title_idx; alter table book drop column title;',
    },
    {
      given: `${given} create index book_author_id_title_idx on book (author_id, title);`,
      good: 'alter table book drop column title; create index book_author_id_idx on book (author_id);',
    },
    { given, good: 'create table shelf (id integer, room text, place text, unique (room, place)); alter table shelf drop column place;' },
  ],
  check: {
    dropColumn(change, on) {
      if (on.bornHere(change.table) === 'yes') return;
      const lost = lostWithColumn(change, on);
      if (lost.length === 0) return;
      const things = listed(lost.map(({ what, name, others }) => `the ${what} ${name}, which is on ${others.join(', ')} too`));
      return { at: change.origin, text: `Together with column ${change.column.name} of ${show(change.table)} Postgres drops ${things}.` };
    },
  },
});
