/** A small open data repository with one of everything a catalog holds. PostgreSQL 15 and later. */
export const repository = `
create extension citext;
create extension btree_gist;
create schema archive;
create schema drizzle;
create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint);
create type state as enum ('draft', 'published');
alter type state add value 'review' before 'published';
create domain checksum as character(64) not null constraint hex check (value ~ '^[0-9a-f]+$');
create type place as (town text, states state[]);
create domain archive."Shelf Mark" as text;
create sequence accession;
create table dataset (
  id integer generated always as identity primary key,
  slug varchar(20) not null,
  title text default 'untitled',
  states state[],
  price numeric(10, 2),
  owner citext,
  shelf archive."Shelf Mark",
  published_at timestamp(3) with time zone,
  length bigint generated always as (length(title)) stored,
  sort_title text collate "C",
  gone integer
);
alter table dataset drop column gone;
alter table dataset enable row level security;
create policy published_only on dataset for select using ('published' = any (states));
create table file (
  id bigserial primary key,
  dataset_id integer,
  path text,
  size bigint not null check (size >= 0),
  kept daterange,
  unique nulls not distinct (path, dataset_id) include (size),
  constraint file_kept_excl exclude using gist (dataset_id with =, kept with &&) where (size > 0)
);
alter table file add foreign key (dataset_id) references dataset on delete cascade not valid;
create unique index dataset_titles on dataset (
  lower(title), slug text_pattern_ops desc nulls last, title collate "C" desc, sort_title
) include (id) nulls not distinct where title is not null;
create index dataset_search on dataset using gin (to_tsvector('simple', title));
create view published_dataset as select id, title from dataset where 'published' = any (states);
create materialized view size_by_dataset as select dataset_id, sum(size) as size from file group by 1;
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create function bytes(size bigint, states state[] default null, out total bigint) language sql as 'select $1';
create procedure archive_all() language sql as 'update dataset set title = title';
create aggregate longest(text) (sfunc = text_larger, stype = text);
create trigger file_touch before update on file for each row execute function touch();
alter table file disable trigger file_touch;
create table download (id integer, at date not null, primary key (id, at)) partition by range (at);
create table download_2026 partition of download for values from ('2026-01-01') to ('2027-01-01');
create table receipt (download_id integer, download_at date,
  constraint receipt_download_fkey foreign key (download_id, download_at) references download);
create temporary table scratch (id integer);
`;
