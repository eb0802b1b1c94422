/**
 * What the forms about columns and types stand on besides the library: `book` has a column for everything that can depend on
 * a column, `kept` refers to a text key, `hist` is partitioned, `scored` has domains, and there are functions of each volatility.
 */
export const columnsGround = `
create domain named as varchar(20);
create domain must_text as text not null;
create domain score as int default 1 check (value >= 0);
create domain plain_score as int default 7;
create domain small_isbn as isbn;
create domain deep_positive as positive;
create domain rolled as float8 default random();
create domain moody as mood;
create domain unchecked as int;
alter domain unchecked add constraint later check (value > 0) not valid;
create domain spare as int;
create type couple as (a int, b text);
create function one_immutable() returns int language sql immutable as 'select 1';
create function one_volatile() returns int language sql as 'select 1';
create function one_returned() returns int language sql return 1;
create function now_volatile() returns timestamptz language sql as 'select now()';
create function dice() returns float8 language sql as 'select random()';
create function dice_stable() returns float8 language sql stable as 'select random()';
create function schemas_volatile() returns bigint language sql as 'select count(*) from pg_namespace';
create function schemas_stable() returns bigint language sql stable as 'select count(*) from pg_namespace';
create function plus(a int) returns int language sql as 'select $1 + 1';
create function twice(a int) returns int language sql as 'select a * 2';
create function one_definer() returns int language sql security definer as 'select 1';
create function one_configured() returns int language sql set search_path = '' as 'select 1';
create function pl_volatile() returns int language plpgsql as 'begin return 1; end';
create function pl_stable() returns int language plpgsql stable as 'begin return 1; end';
create function pl_immutable() returns int language plpgsql immutable as 'begin return 1; end';
create function shout(word text) returns text language plpgsql immutable as 'begin return upper(word); end';
create table blank (id int primary key, word text);
create table book (
  id int primary key, code varchar(10) unique, lowered varchar(10), part varchar(10), listed varchar(10), patterned varchar(10),
  hashed varchar(10), included varchar(10), base varchar(10), derived text generated always as (base || '!') stored,
  guarded varchar(10) constraint book_guarded_check check (guarded <> ''),
  unguarded varchar(10), constraint book_unguarded_check check (unguarded <> '') not valid,
  ruled varchar(10), watched varchar(10), conditioned varchar(10), viewed varchar(10), counted varchar(10), during int4range,
  feeling mood default 'calm', feelings mood[], plain text, words varchar(10)[], wide_words varchar[], cents numeric(8,2), stamp timestamp,
  moment timestamptz, moment3 timestamptz(3), at timetz(3), day date, flag boolean, ratio double precision, addr inet, raw bytea,
  ident int generated always as identity, auto serial, reader_code text constraint book_reader_code_fkey references reader (code),
  total int not null default 0, twice int generated always as (total * 2) stored, mixed varchar(10), named named, yes positive,
  num int, big bigint, bit8 bit(8), vb varbit, mac macaddr, cash money, doc xml, u uuid, chosen mood, defaulted text default 'x',
  counting int default 0, span3 interval(3), days interval day, unbound varchar, ob oid, fixed char(5), bare bpchar, must text not null,
  exclude using gist (during with &&)
);
create index book_lowered_idx on book (lower(lowered));
create index book_part_idx on book (id) where part <> '';
create index book_listed_idx on book (listed collate "C");
create index book_patterned_idx on book (patterned varchar_pattern_ops);
create index book_hashed_idx on book using hash (hashed);
create index book_included_idx on book (id) include (included);
create index book_mixed_idx on book (mixed, id desc);
create index book_num_idx on book (num);
create index book_addr_idx on book (addr);
create index book_chosen_idx on book (chosen);
create index book_moment_idx on book (moment);
create index book_words_idx on book using gin (words);
create index book_plain_idx on book (plain);
create index book_named_idx on book (named);
create policy book_ruled on book using (ruled <> 'x');
create function noted() returns trigger language plpgsql as 'begin return new; end';
create trigger book_watched before update of watched on book for each row execute function noted();
create trigger book_conditioned before update on book for each row when (new.conditioned is distinct from old.conditioned) execute function noted();
create view book_view as select id, viewed from book;
create materialized view book_counts as select counted, count(*) as n from book group by counted;
create table kept (id int primary key, book_code varchar(10) constraint kept_book_code_fkey references book (code), reader_id bigint references reader,
  loose varchar(10), constraint kept_loose_fkey foreign key (loose) references book (code) not valid, fresh int);
create table hist (id int not null, word varchar(10), noted timestamp, n int, must text not null) partition by range (id);
create table hist_1 partition of hist for values from (0) to (100);
create table hist_2 partition of hist for values from (100) to (1000);
create index hist_word_idx on hist (word);
create table scored (id int primary key, score positive, deep deep_positive, label named, word text, flat small_isbn, later unchecked,
  free plain_score, moodiness moody);
create table rowed (id int primary key, word varchar(10));
create table rows_kept (id int, it rowed);
create table idents (id int generated by default as identity primary key, n int not null, m int, d int not null default 1);
create table proven (a int, b int, c int, d int, e int, constraint proven_a check (a is not null), constraint proven_b check (b is not null and b > 0),
  constraint proven_c check (c is not null) not valid, constraint proven_d check (d > 0), constraint proven_e check (e is not null or d > 0));
insert into book (id, code, during, reader_code, must) select n, 'b' || n, int4range(n, n + 1), 'c' || n, 'm' from generate_series(1, 60) n;
update book set lowered = 'l', part = 'p', listed = 'l', patterned = 'p', hashed = 'h', included = 'i', base = 'b', guarded = 'g', unguarded = 'u',
  ruled = 'r', watched = 'w', conditioned = 'c', viewed = 'v', counted = 'c', feelings = '{calm}', plain = 'calm', words = '{a}', wide_words = '{a}',
  cents = 1, stamp = '2020-01-01', moment = '2020-01-01', moment3 = '2020-01-01', at = '10:00', day = '2020-01-01', flag = true, ratio = 1,
  addr = '10.0.0.1', raw = 'x', mixed = 'm', named = 'n', yes = 1, num = 1, big = 1, bit8 = b'00000001', vb = b'1', mac = '08:00:2b:01:02:03',
  cash = 1, u = '00000000-0000-0000-0000-000000000001', chosen = 'calm', span3 = '1 day', days = '1 day', unbound = 'u', ob = 1, fixed = 'f', bare = 'b';
insert into kept select n, 'b' || n, n, 'b' || n from generate_series(1, 60) n;
insert into hist select n, 'w', '2020-01-01', n, 'm' from generate_series(0, 150) n;
insert into scored select n, n, n, 'l', 'w', 'f', n, n, 'calm' from generate_series(1, 60) n;
insert into rowed select n, 'w' from generate_series(1, 20) n;
insert into idents (n) select n from generate_series(1, 20) n;
insert into proven select n, n, n, n, n from generate_series(1, 60) n;
`;
