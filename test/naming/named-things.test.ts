import { describe, expect, it } from 'vitest';
import { namedMigrations, namedThings, type NamedThing } from '../../src/naming/named-things.ts';
import { namedKinds } from '../../src/naming/kinds.ts';
import { catalogOf, migration } from '../kit/catalog.ts';

const library = catalogOf(`
  create schema lending;
  create type genre as enum ('novel', 'essay');
  create domain isbn as text;
  create type address as (street text);
  create table author (id int primary key, mentor_id int references author);
  create table book (
    id serial primary key, title varchar(200) not null, author_id int references author, editor_id int references author, genre genre,
    unique (title), check (title <> ''), exclude using gist (title with =)
  );
  create index on book (author_id) include (genre);
  create unique index on book (lower(title));
  create table lending.loan (book_id int references book, day date, returned_at timestamptz(3)) partition by range (day);
  create table lending.loan_2026 partition of lending.loan for values from ('2026-01-01') to ('2027-01-01');
  create view novel as select * from book;
  create materialized view popular as select 1;
  create policy readers on book using (true);
  create sequence shelf_mark;
  create function borrow() returns trigger language plpgsql as 'begin end';
  create trigger on_borrow after insert on lending.loan for each row execute function borrow();
`);
const things = namedThings(library);

function named(name: string): NamedThing | undefined {
  return things.find((one) => one.name === name);
}

describe('the named things of a catalog', () => {
  it('are of every kind, but for migrations, which a history has', () => {
    expect(new Set(things.map(({ kind }) => kind))).toEqual(new Set(namedKinds.filter((kind) => kind !== 'migration')));
    expect(namedMigrations([migration(0, 'select 1;')])).toMatchObject([{ kind: 'migration', name: 'story', written: '0000_story', origin: { file: 'drizzle/0000_story.sql' } }]);
  });

  it('know the columns, and that an expression has none that could be told', () => {
    expect(named('book_author_id_genre_idx')).toMatchObject({ kind: 'index', table: 'book', columns: ['author_id'], included: ['genre'] });
    expect(named('book_lower_idx')).toMatchObject({ kind: 'uniqueIndex', columns: null });
    expect(named('book_title_check')).toMatchObject({ kind: 'check', columns: ['title'] });
  });

  it('know the other side of a key, and when its name alone does not tell them apart', () => {
    expect(named('author_id')).toMatchObject({ keys: ['foreignKey'], parents: [{ table: 'author', columns: ['id'], needsRole: true }] });
    expect(named('mentor_id')).toMatchObject({ parents: [{ table: 'author', needsRole: true }] });
    expect(named('book_id')).toMatchObject({ parents: [{ table: 'book', needsRole: false }] });
    expect(named('loan_book_id_fkey')).toMatchObject({ kind: 'foreignKey', parents: [{ table: 'book', columns: ['id'] }] });
  });

  it('know types from the most special to the most general', () => {
    expect(named('returned_at')?.types).toEqual(['timestamp(3) with time zone', 'timestamp with time zone', 'timestamptz', 'timestamp']);
    expect(named('title')?.types).toEqual(['character varying(200)', 'character varying', 'varchar', 'text']);
    expect(things.find(({ kind, name }) => kind === 'column' && name === 'genre')?.types).toContain('enum');
  });

  it('leave out what Postgres names, and what a partition has from its parent', () => {
    expect(named('book_id_seq')).toBeUndefined();
    expect(things.filter(({ owner }) => owner?.name === 'loan_2026').map(({ kind }) => kind)).toEqual(['partition']);
  });
});
