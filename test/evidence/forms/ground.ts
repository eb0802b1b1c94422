/**
 * A small library with rows, committed before any form runs: tables that refer to one another, every kind of index,
 * partitions, views, an enum and domains. `lend` is what most forms change.
 */
export const ground = `
create type mood as enum ('calm', 'cross');
create domain isbn as text;
create domain positive as int check (value > 0);
create table reader (id int primary key, code text unique, name text not null, joined date, email varchar(80));
create table lend (
  id int primary key, reader_id int references reader, note text, place varchar(20), fixed char(5), amount numeric(10, 2),
  number int, big bigint, small smallint, ratio real, seen timestamp, told timestamptz, seen3 timestamp(3), at time(3), span interval,
  bits varbit(5), net cidr, body json, bodyb jsonb, feeling mood, tags varchar(5)[], numbers int[], ok boolean,
  must text not null, checked int, constraint lend_checked_check check (checked is not null), plain_key isbn
);
create index lend_reader_id_idx on lend (reader_id);
create index lend_place_idx on lend (place);
create index lend_number_idx on lend (number);
create index lend_seen_idx on lend (seen);
create index lend_amount_idx on lend (amount);
create unique index lend_big_idx on lend (big);
create table fine (id int primary key, lend_id int references lend on delete cascade, cents int);
create table log (day date not null, line text) partition by range (day);
create table log_old partition of log for values from ('2020-01-01') to ('2021-01-01');
create table log_new partition of log for values from ('2021-01-01') to ('2022-01-01');
create table log_next (day date not null, line text);
create table kinds (kind text not null, line text) partition by list (kind);
create table kinds_a partition of kinds for values in ('a');
create table kinds_default partition of kinds default;
create view lend_view as select id, note from lend;
create materialized view lend_count as select reader_id, count(*) as n from lend group by reader_id;
create unique index lend_count_reader_id_idx on lend_count (reader_id);
create sequence ticket;
create function touched() returns trigger language plpgsql as 'begin return new; end';
create trigger lend_touched before update on lend for each row execute function touched();
create table quiet (id int, word text);
create table locked (id int primary key, word text);
alter table locked enable row level security;
create policy locked_read on locked using (true);
insert into reader select n, 'c' || n, 'reader ' || n, date '2020-01-01' + n, n || '@example.org' from generate_series(1, 200) n;
insert into lend (id, reader_id, note, place, fixed, amount, number, big, small, ratio, seen, told, seen3, at, span, bits, net, body, bodyb,
  feeling, tags, numbers, ok, must, checked, plain_key)
  select n, n, 'note', 'p' || n, 'f', n, n, n, 1, n, '2020-01-01', '2020-01-01', '2020-01-01', '10:00', '1 day', b'1', '10.0.0.0/8', '{}', '{}',
  'calm', array['a'], array[1], true, 'm', n, 'x' from generate_series(1, 200) n;
insert into fine select n, n, n from generate_series(1, 100) n;
insert into log select date '2020-01-01' + n, 'x' from generate_series(1, 100) n;
insert into log_next select date '2022-01-01' + n, 'x' from generate_series(1, 100) n;
insert into kinds select 'a', 'x' from generate_series(1, 50);
insert into quiet select n, 'w' from generate_series(1, 100) n;
insert into locked select n, 'w' from generate_series(1, 100) n;
`;
