/** Small histories that Postgres accepts, each about one thing a replay has to get right. */
export const stories: Readonly<Record<string, string>> = {
  'names of keys and their suffixes': `
    create table author (id serial primary key unique, email text unique, name text not null, unique (name, email) include (id));
    create table book (
      id integer generated always as identity primary key, author_id integer references author,
      second_author_id int references author (id), title text check (title <> ''), pages int check (pages > 0) check (pages < 9000),
      isbn text constraint book_isbn_known unique, check (pages > 0 or title = 'blank'), check (true),
      foreign key (author_id) references author (id) on delete cascade on update set null
    );
    create table shelf (a int constraint rack_pkey check (a > 0));
    create table rack (a int primary key);
    create table old_shelf (a int check (a > 1));
    alter table old_shelf rename to older_shelf;
    create table old_shelf (a int check (a > 1), id serial);
    alter table old_shelf rename to oldest_shelf;
    create table old_shelf (a int, id serial, exclude using btree (a with =), exclude using btree (a with =, id with =) where (id > 0));
    create table a_very_long_table_name_for_datasets_and_their_versions (
      a_rather_long_column_name_here int unique, "éééééééééééééééééééééééééééééééééééééé" int unique, s serial,
      another_long_column_name_too int references author, unique (a_rather_long_column_name_here, another_long_column_name_too));
  `,
  'names of indexes': `
    create table loan (id int, a int, b int, d jsonb, e text, t timestamp);
    create index on loan (a, b);
    create index on loan (b, a desc nulls last) include (id);
    create index on loan (lower(e), (a + b), a);
    create index on loan ((a * 2), (b * 2));
    create index on loan (((d ->> 'x')::int));
    create index on loan ((e collate "C"), (a));
    create index on loan (coalesce(a, b));
    create index on loan ((case when a > 1 then 1 end));
    create index on loan ((d ->> 'q'), a) include (b);
    create index on loan (date_trunc('day', t), (a::text));
    create index on loan ((upper(e) || 'x'));
    create index on loan (a, a);
    create index on loan (a) where b is not null;
    create unique index loan_e on loan using btree (e text_pattern_ops) nulls not distinct where e like 'x%' and a in (1, 2);
    create index on loan using gin (d jsonb_path_ops);
    create index on loan using hash (a);
    create index on loan using brin (t);
    alter index loan_e rename to loan_text;
    drop index loan_a_b_idx;
  `,
  'a column dropped takes what names it': `
    create table author (id int primary key, email text unique);
    create table book (
      id serial primary key, title text, isbn text, pages int, weight int, doubled int generated always as (pages * 2) stored,
      author_id int references author, unique (title, isbn), check (pages < weight), check (weight > 0));
    create index on book (title) include (isbn);
    create index on book (title) where isbn is not null;
    create index on book (lower(isbn));
    create index on book (title);
    alter table book drop column isbn;
    alter table book drop column weight;
    alter table book drop column pages cascade;
    alter table book drop column author_id;
    alter table book drop column id;
    alter table author drop column email;
  `,
  'cascades reach other tables': `
    create table author (id int primary key, email text unique, region int);
    create table book (id int primary key, author_id int references author, email text references author (email));
    create view books as select b.id, a.email from book b join author a on a.id = b.author_id;
    create view book_ids as select id from books;
    create policy own on author using (region > 1);
    alter table author drop column region cascade;
    alter table author drop constraint author_email_key cascade;
    drop table author cascade;
    create type status as enum ('lent', 'free');
    create domain state as status;
    alter table book add column status status default 'free', add column states status[], add column dom state;
    create function is_free(s status) returns boolean language sql as 'select true';
    drop type status cascade;
    create function touch() returns trigger language plpgsql as 'begin return new; end';
    create trigger touched before update on book for each row execute function touch();
    drop function touch cascade;
    create sequence numbers;
    alter table book add column number bigint default nextval('numbers');
    drop sequence numbers cascade;
    create schema library;
    create table library.member (id serial primary key, level text);
    alter table book add column member_id int references library.member;
    drop schema library cascade;
  `,
  'renames follow through': `
    create type status as enum ('lent', 'free', 'lost');
    create table author (id serial primary key, region text not null);
    create table book (
      id serial primary key, author_id int not null references author, status status default 'free', history status[],
      "Title" text, check ("Title" <> 'Title' and status <> 'lost'), shout text generated always as (upper("Title")) stored);
    create unique index book_title on book (lower("Title"), status) where "Title" is not null;
    create policy seen on book for select using (status = 'free' and length("Title") > 0);
    create function touch() returns trigger language plpgsql as 'begin return new; end';
    create trigger touched before update on book for each row execute function touch();
    alter table book rename column "Title" to title;
    alter table book rename column author_id to writer_id;
    alter table author rename column id to author_no;
    alter table author rename to writer;
    alter table book rename constraint book_author_id_fkey to book_writer;
    alter table book rename constraint book_pkey to book_key;
    alter index author_pkey rename to writer_pkey;
    alter type status rename to state;
    alter type state rename value 'lost' to 'missing';
    alter type state add value 'sold' before 'free';
    alter type state add value 'burnt' after 'missing';
    alter type state add value if not exists 'gone';
    alter policy seen on book rename to visible;
    alter policy visible on book to public using (status <> 'lent');
    alter trigger touched on book rename to touch_it;
    alter function touch() rename to touch_book;
    alter sequence author_id_seq rename to writer_seq;
    create schema library;
    alter table book set schema library;
    alter type state set schema library;
    alter schema library rename to stacks;
    alter function touch_book() set schema stacks;
    alter table stacks.book rename column status to "State";
  `,
  'serial, identity, defaults': `
    create table "Users" (id bigserial, small smallserial, "user" serial, n int default 1 not null, at timestamptz default now());
    create schema "order";
    create table "order"."Users" (id serial);
    alter table "Users" add column no bigint generated by default as identity;
    alter table "Users" alter column n drop default, alter column n drop not null;
    alter table "Users" alter column n set default 7, alter column n set not null;
    alter table "Users" alter column n drop default;
    alter table "Users" alter column n add generated always as identity;
  `,
  'identity comes and goes': `
    create table loan (id int generated always as identity, n int not null, m serial);
    alter table loan alter column id type bigint;
    alter table loan alter column id set generated by default;
    alter table loan alter column id drop identity;
    alter table loan alter column n add generated by default as identity (sequence name loan_numbers start with 5);
    alter table loan alter column m drop default;
    alter table loan alter column m type bigint;
    create sequence free_one as smallint;
    alter sequence free_one owned by loan.n;
    alter sequence free_one owned by none;
    alter table loan alter column m set default nextval('public.free_one');
    drop sequence loan_m_seq;
    alter table loan set unlogged;
    drop table loan;
  `,
  'constraints come and go': `
    create table book (id int, isbn text, pages int, author_id int);
    create table author (id int primary key);
    create unique index book_isbn_idx on book (isbn);
    create unique index book_id_idx on book (id);
    alter table book add constraint book_isbn unique using index book_isbn_idx;
    alter table book add primary key using index book_id_idx;
    alter table book add constraint pages check (pages > 0) not valid, add foreign key (author_id) references author not valid;
    alter table book validate constraint pages;
    alter table book validate constraint book_author_id_fkey;
    alter table book add unique nulls not distinct (pages);
    alter table book drop constraint book_id_idx;
    alter table book alter column id drop not null;
    alter table book add constraint known not null isbn;
    alter table book drop constraint book_isbn, drop constraint pages, drop constraint book_author_id_fkey;
    alter table book alter column isbn type varchar(20) collate "C";
    alter table book enable row level security;
    alter table book disable row level security;
  `,
  'tables made of other tables': `
    create table author (id int primary key, region text default 'north' check (region <> '') , n int not null);
    create table translator (language text) inherits (author);
    create table reader as select id, region from author;
    create temporary table scratch (id int) on commit drop;
    create temporary table other_scratch (id serial primary key);
    insert into other_scratch default values;
  `,
  'partitions': `
    create table author (id int primary key);
    create table event (id int, kind int check (kind > 0), author_id int references author, primary key (id), unique (id, kind)) partition by range (id);
    create index event_kind on event (kind);
    create table event_1 partition of event for values from (1) to (5);
    create index on event (author_id);
    alter table event add column place int not null default 1;
    alter table event add constraint here check (place > 0);
    create index on only event (place, kind);
    create table event_2 (id int not null, kind int check (kind > 0), author_id int, place int not null);
    alter table event_2 add constraint event_kind_check check (kind > 0), add constraint here check (place > 0);
    alter table event attach partition event_2 for values from (5) to (9);
    alter table event rename column place to site;
    alter table event drop column site;
    alter table event detach partition event_2;
    drop table event;
  `,
  'views, functions, triggers, domains, types': `
    create table book (id int primary key, title text);
    create view titles as select title from book;
    create or replace view titles as select title, id from book;
    create materialized view shelf as select id from book;
    create unique index on shelf (id);
    alter materialized view shelf rename to rack;
    alter materialized view rack rename column id to book_id;
    alter view titles rename column title to name;
    alter view titles alter column name set default 'Untitled';
    alter view titles rename to all_titles;
    create function count_books(a int, b text) returns int language sql security definer as 'select 1';
    create function count_books(a int) returns int language sql as 'select 1';
    create or replace function count_books(a int) returns int language sql as 'select 2';
    create procedure tidy() language sql as 'delete from book';
    drop function count_books(int, text);
    create function touch() returns trigger language plpgsql as 'begin return new; end';
    create trigger touched before update on book for each row execute function touch();
    create or replace trigger touched after update on book for each row execute function touch();
    alter table book disable trigger touched;
    alter table book enable trigger all;
    drop trigger touched on book;
    create domain isbn as text default 'none' not null check (value <> '') constraint short check (length(value) < 20);
    alter domain isbn drop constraint short;
    alter domain isbn add check (length(value) < 30);
    alter domain isbn drop not null;
    alter domain isbn drop default;
    create type place as (shelf int, row text);
    alter table book add column place place, add column code isbn;
    alter type place rename to location;
    alter domain isbn rename to book_number;
    drop materialized view rack;
    drop view all_titles;
    drop procedure tidy;
  `,
  'what tolerates is left out': `
    create table if not exists book (id int);
    create table if not exists book (id int, title text);
    alter table book add column if not exists title text, add column if not exists id bigint;
    create index if not exists book_id on book (id);
    create index if not exists book_id on book (title);
    create schema if not exists public;
    drop table if exists author, book_copy cascade;
    drop index if exists author_idx;
    drop type if exists status;
    alter table if exists author add column name text;
    alter table book drop column if exists isbn, drop constraint if exists book_pages;
    do $$ begin create type status as enum ('lent'); exception when duplicate_object then null; end $$;
    do $$ begin create type status as enum ('free'); exception when duplicate_object then null; end $$;
    do $$ begin
      if not exists (select 1 from pg_type where typname = 'place') then create type place as enum ('here'); end if;
    end $$;
    do $$ begin
      if not exists (select 1 from pg_type where typname = 'place') then create type place as enum ('there'); end if;
    end $$;
  `,
};
