import { columnsGround } from './ground-columns.ts';

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
create table tree (
  id int primary key, parent_id int references tree, alias text constraint tree_alias_key unique, place int, size int,
  kind text,
  constraint tree_size_check check (size > 0) not valid
);
create index tree_place_idx on tree (place);
create unique index tree_size_idx on tree (size);
alter table tree cluster on tree_place_idx;
create table leaf (id int primary key, tree_alias text references tree (alias), tree_id int, word text, ghost int);
alter table leaf add constraint leaf_tree_id_fkey foreign key (tree_id) references tree not valid;
create view leaf_view as select id, word from leaf;
create view leaf_view_view as select id from leaf_view;
create statistics leaf_statistics on tree_alias, word from leaf;
create table shelf (room int, place int, note text, constraint shelf_pkey primary key (room, place));
create table stay (id int primary key, during int4range, constraint stay_during_excl exclude using gist (during with &&));
create table loose (id int not null, alias text, size int, constraint loose_alias_check check (alias is not null));
create unique index loose_id_idx on loose (id);
create unique index loose_alias_idx on loose (alias);
create unique index loose_size_idx on loose (size);
create index loose_words_idx on loose using gin (to_tsvector('english', alias));
create table mother (id int, word text, size int, constraint mother_size_check check (size > 0));
create table daughter (more text) inherits (mother);
create table stray (id int, word text, size int, constraint mother_size_check check (size > 0));
create table event (id int, day date, owner_id int references reader, note text, primary key (id, day)) partition by range (day);
create table event_1 partition of event for values from ('2020-01-01') to ('2021-01-01');
create table event_2 partition of event for values from ('2021-01-01') to ('2022-01-01') partition by list (id);
create table event_2a partition of event_2 for values in (1);
create table event_rest partition of event default;
create index event_note_idx on event (note);
create table event_next (id int not null, day date not null, owner_id int, note text,
  constraint event_next_check check (day >= '2022-01-01' and day < '2023-01-01'));
create table event_later (id int not null, day date not null, owner_id int, note text);
create table event_note (id int primary key, event_id int, event_day date, foreign key (event_id, event_day) references event);
create index event_1_id_idx on event_1 (id);
create table kinds_b (kind text not null, line text, constraint kinds_b_check check (kind = 'b'));
create table ruled (id int, word text);
create rule ruled_insert as on insert to ruled do also select 1;
create type pair as (id int, word text);
create table paired of pair;
create schema attic;
create table attic.box (id int primary key, label text);
create index box_label_idx on attic.box (label);
create table attic.thing (id int primary key, box_id int references attic.box);
create sequence attic.number owned by attic.thing.id;
create function plain() returns int language sql as 'select 1';
create materialized view lend_plain as select id from lend;
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
insert into tree select n, null, 'a' || n, n, n, 'k' from generate_series(1, 100) n;
insert into leaf select n, 'a' || n, n, 'w' from generate_series(1, 100) n;
insert into shelf select n, n, 'n' from generate_series(1, 100) n;
insert into stay select n, int4range(n, n + 1) from generate_series(1, 20) n;
insert into loose select n, 'a' || n, n from generate_series(1, 100) n;
insert into mother select n, 'w', 1 from generate_series(1, 50) n;
insert into daughter select n, 'w', 1, 'm' from generate_series(1, 50) n;
insert into event select n, '2020-02-02', n, 'n' from generate_series(1, 50) n;
insert into event select 1, date '2021-01-01' + n, n, 'n' from generate_series(1, 50) n;
insert into event select n, '2030-01-01', n, 'n' from generate_series(1, 50) n;
insert into event_next select n, '2022-02-02', n, 'n' from generate_series(1, 50) n;
insert into event_later select n, '2023-02-02', n, 'n' from generate_series(1, 50) n;
insert into kinds_b select 'b', 'x' from generate_series(1, 50);
insert into attic.box select n, 'b' from generate_series(1, 50) n;
insert into attic.thing select n, n from generate_series(1, 50) n;
refresh materialized view lend_count;
refresh materialized view lend_plain;
insert into locked select n, 'w' from generate_series(1, 100) n;
${columnsGround}`;
