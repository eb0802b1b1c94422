import { plain, type Form } from './form.ts';

export const rows: readonly Form[] = [
  ...plain(
    'create table new (id int primary key, word text unique)', 'create table new (like lend)',
    'create table new (like lend including all)', 'create table new () inherits (mother)', 'create table new as select * from lend',
    'create table new as select * from lend with no data', 'select * into new from lend', 'create temp table new (id int)',
    'create temp table new on commit drop as select id from lend', 'create unlogged table new (id int)', 'create table new of pair',
    'create table if not exists lend (id int)',
    'create table new (id int, lend_id int references lend, foreign key (id) references lend)',
    'create table new (id int references lend (note))',
    'create table new (id int generated always as identity, note text default $$x$$, m mood)', 'truncate tree', 'truncate leaf',
    'truncate tree cascade', 'truncate tree, leaf', 'truncate fine', 'truncate lend', 'truncate lend cascade', 'truncate reader cascade',
    'truncate only log', 'truncate log restart identity', 'truncate mother', 'truncate only mother', 'truncate quiet', 'truncate stay',
    'truncate event cascade', 'truncate event', 'truncate lend_view', 'insert into lend (id, must, checked) values (1000, $$m$$, 1)',
    'insert into fine values (500, null, 1)', 'insert into fine values (1, null, 1) on conflict do nothing',
    'insert into quiet select id, word from leaf', 'update lend set number = 1 where id = 1', 'update lend set number = 1',
    'update event set note = $$x$$', 'update mother set size = 2', 'update only mother set size = 2',
    'update quiet set word = leaf.word from leaf where leaf.id = quiet.id', 'delete from quiet', 'delete from fine where id = 1',
    'delete from lend where id = 1', 'delete from tree where id = 200', 'delete from only mother', 'delete from event_1 where id = 0',
    'delete from quiet using leaf where leaf.id = quiet.id',
    'with gone as (delete from quiet returning id) insert into fine select id + 5000, null, 1 from gone',
    'with made as (insert into quiet values (1) returning id) select * from made', 'select * from lend for update',
    'select * from lend for share', 'select id from lend', 'explain select * from lend', 'update lend_view set note = $$x$$ where id = 3',
    'delete from leaf_view where id = 0', 'do $$ begin update quiet set word = $x$y$x$; end $$',
    'do $$ begin if true then delete from quiet; end if; end $$', 'lock table lend', 'lock table lend in access share mode',
    'lock table lend in row share mode', 'lock table lend in row exclusive mode', 'lock table lend in share update exclusive mode',
    'lock table lend in share mode', 'lock table lend in share row exclusive mode', 'lock table lend in exclusive mode',
    'lock table lend in access exclusive mode nowait', 'lock table event in share mode', 'lock table only event in share mode',
    'lock table mother', 'lock table only mother', 'lock table lend_view in share mode', 'lock table leaf_view_view in exclusive mode',
    'lock table lend, reader in share mode', 'lock table lend_count in share mode',
  ),
  {
    sql: `merge into quiet using leaf on leaf.id = quiet.id
      when matched then update set word = leaf.word when not matched then insert values (leaf.id, leaf.word)`,
    since: 15,
  },
  { sql: 'merge into event using leaf on leaf.id = event.id when matched then delete', since: 15 },
];
