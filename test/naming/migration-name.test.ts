import { describe, expect, it } from 'vitest';
import { migrationNameFor } from '../../src/naming/migration-name.ts';
import { readSql } from '../../src/parse/sql/sql-file.ts';

function nameFor(sql: string): string | null {
  return migrationNameFor({
    tag: '0001_wide_havok', position: 1, when: 1, entry: null, file: 'drizzle/0001_wide_havok.sql', sql: readSql('0001_wide_havok.sql', sql),
    downFile: null, snapshot: null, link: null, hasSnapshotFile: false, snapshotFile: '',
  });
}

describe('the name that a migration could have', () => {
  it.each([
    ['create table book (id int); create index on book (id);', 'create_book'],
    ['create type state as enum (\'lent\'); create table book (id int); create table loan (id int);', 'create_book_and_loan'],
    ['create table author (id int); create table book (id int); create table loan (id int);', 'create_author_book_and_loan'],
    ['create table author (id int); create table book (id int); create table loan (id int); create table shelf (id int);', 'create_author_book_loan_and_more'],
    ['alter table book add column isbn text;', 'add_isbn_to_book'],
    ['alter table book add column isbn text, add column pages int; create index on book (isbn);', 'add_isbn_and_pages_to_book'],
    ['alter table book add column isbn text; alter table loan add column days int;', 'add_isbn_to_book_and_more'],
    ['alter table "bookLoan" add column "lentAt" date;', 'add_lent_at_to_book_loan'],
    ['alter table book drop column isbn;', 'drop_isbn_from_book'],
    ['drop table book;', 'drop_book'],
    ['alter table book rename column isbn to isbn13;', 'rename_isbn_to_isbn13_of_book'],
    ['alter table book rename to volume;', 'rename_book_to_volume'],
    ['alter table book alter column isbn type varchar(13);', 'retype_isbn_of_book'],
    ['alter table book alter column isbn set not null;', 'require_isbn_of_book'],
    ['alter table book alter column isbn drop not null;', 'allow_no_isbn_of_book'],
    ['alter table book alter column isbn set default \'\';', 'default_isbn_of_book'],
    ['alter table book alter column isbn drop default;', 'drop_default_isbn_of_book'],
    ['create index on book (title, isbn);', 'index_title_isbn_of_book'],
    ['create index book_search on book (lower(title));', 'index_book_search_of_book'],
    ['alter table book add constraint a foreign key (author_id) references author (id);', 'reference_author_of_book'],
    ['alter table book add constraint a unique (isbn);', 'unique_isbn_of_book'],
    ['alter table book add constraint book_pages check (pages > 0);', 'constrain_book_pages_on_book'],
    ['alter table book validate constraint book_pages;', 'validate_book_pages'],
    ["alter type state add value 'lost';", 'add_lost_to_state'],
    ['create view novel as select 1;', 'create_novel'],
    ["update book set title = '';", 'update_book'],
    ["insert into book values (1);", 'seed_book'],
    ['create extension vector;', 'enable_vector'],
    ['select 1;', null],
    [`alter table ${'a'.repeat(40)} add column ${'b'.repeat(40)} text;`, `change_${'a'.repeat(40)}`],
    [`create table ${'a'.repeat(60)} (id int);`, null],
  ])('%s', (sql, name) => {
    expect(nameFor(sql)).toBe(name);
  });
});
