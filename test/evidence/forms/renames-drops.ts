import { plain, type Form } from './form.ts';

export const renamesDrops: readonly Form[] = [
  ...plain(
    'alter table tree rename to x', 'alter table lend rename to x', 'alter table if exists nothing rename to x',
    'alter table event rename to x', 'alter table mother rename to x', 'alter table tree set schema attic',
    'alter table attic.box set schema public', 'alter table attic.thing set schema public', 'alter table leaf set schema attic',
    'alter table event set schema attic', 'alter table if exists nothing set schema attic', 'alter type mood rename to x',
    'alter type mood set schema attic', 'alter domain isbn rename to x', 'alter type pair rename to x',
    'alter function plain() rename to x', 'alter function plain() set schema attic', 'alter schema attic rename to x', 'create schema x',
    'create schema if not exists attic', 'drop schema attic', 'drop schema attic cascade',
    'create schema x; create table x.y (id int); drop schema x cascade', 'drop table tree', 'drop table tree cascade', 'drop table leaf',
    'drop table leaf cascade', 'drop table fine', 'drop table lend', 'drop table lend cascade', 'drop table reader',
    'drop table reader cascade', 'drop table if exists nothing', 'drop table fine, lend cascade', 'drop table tree, leaf', 'drop table mother, daughter', 'drop table attic.box',
    'drop table attic.thing', 'drop table tree, leaf cascade', 'drop table mother', 'drop table mother cascade', 'drop table daughter',
    'drop table quiet', 'drop table lend_view', 'drop table event_note', 'drop table shelf', 'drop table ruled', 'drop function plain()',
    'drop function touched()', 'drop function touched() cascade', 'drop function if exists nothing()',
    'create function x() returns int language sql as $$select 1$$',
    'create or replace function plain() returns int language sql as $$select 2$$',
    'alter function plain() security definer set search_path = public', 'create extension if not exists plpgsql',
    'create type x as enum ($$a$$)', 'create type x as (a int)', 'create domain x as int check (value > 0)',
  ),
];
