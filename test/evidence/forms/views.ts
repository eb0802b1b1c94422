import { plain, type Form } from './form.ts';

export const views: readonly Form[] = [
  ...plain(
    'create view x as select * from lend', 'create or replace view lend_view as select id, note, number from lend',
    'create or replace view x as select 1 as a', 'create temp view x as select id from lend',
    'create view x with (security_barrier) as select id from lend', 'create view x as select id from lend where id > 1 with check option',
    'create recursive view x (n) as select 1 union all select n + 1 from x where n < 5', 'alter view lend_view rename to x',
    'alter view lend_view set (security_barrier = true)', 'alter view lend_view reset (security_barrier)',
    'alter view lend_view set schema attic', 'alter table lend_view rename to x', 'alter table lend_view set schema attic',
    'drop view lend_view', 'drop view leaf_view', 'drop view leaf_view cascade', 'drop view leaf_view_view, leaf_view', 'drop view leaf_view, leaf_view_view',
    'drop view if exists nothing', 'drop view lend_count', 'create materialized view x as select id from lend',
    'create materialized view x as select id from lend with no data',
    'create materialized view if not exists lend_count as select 1 as a', 'refresh materialized view lend_count',
    'refresh materialized view lend_count with no data', 'refresh materialized view concurrently lend_count',
    'refresh materialized view concurrently lend_plain', 'refresh materialized view lend_plain', 'refresh materialized view lend_view',
    'create materialized view x as select id from lend; create unique index on x (id); refresh materialized view concurrently x',
    'create unique index on lend_plain (id); refresh materialized view concurrently lend_plain',
    'create unique index on lend_plain (id) where id > 3; refresh materialized view concurrently lend_plain',
    'create index on lend_plain (id)', 'create unique index on lend_count (n, reader_id)', 'drop materialized view lend_count',
    'drop materialized view if exists nothing', 'drop materialized view lend_view', 'alter materialized view lend_count rename to x',
    'alter materialized view lend_count rename column n to x', 'alter materialized view lend_count set schema attic',
    'alter materialized view lend_count set (fillfactor = 70)', 'alter materialized view lend_count cluster on lend_count_reader_id_idx',
    'alter materialized view lend_count alter column n set statistics 5', 'comment on view lend_view is $$x$$',
    'comment on materialized view lend_count is $$x$$', 'comment on column lend_view.note is $$x$$',
  ),
];
