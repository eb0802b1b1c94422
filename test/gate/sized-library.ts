/** Tables of all kinds, with rows and without, some of which Postgres has counted. */
export const sizedLibrary = `
  create table author (id integer primary key, name text not null);
  insert into author select i, 'Ada ' || i from generate_series(1, 500) i;
  create table reader (id integer primary key);
  create schema archive;
  create table archive."odd.name" (id integer);
  create table loan (id integer, day date) partition by range (day);
  create table loan_old partition of loan for values from ('2020-01-01') to ('2025-01-01');
  create table loan_new partition of loan for values from ('2025-01-01') to ('2030-01-01') partition by range (day);
  create table loan_2025 partition of loan_new for values from ('2025-01-01') to ('2026-01-01');
  insert into loan select i, date '2024-12-01' + i from generate_series(1, 60) i;
  create table thing (id integer);
  create table map (scale integer) inherits (thing);
  insert into thing values (1); insert into map values (2, 10);
  create materialized view names as select name from author;
  create view nobody as select * from author where false;
  create temporary table basket (id integer);
  analyze author; analyze loan_old; analyze loan_2025; analyze thing; analyze map; analyze names;
`;

/** Rows of each table; -1: nobody has counted. */
export const rowsOfSizedLibrary = {
  'archive.odd\\.name': -1, 'public.author': 500, 'public.loan': 60, 'public.loan_2025': 30, 'public.loan_new': 30, 'public.loan_old': 30,
  'public.map': 1, 'public.names': 500, 'public.reader': -1, 'public.thing': 2,
};
