import { type Database, failureOf } from '../evidence/database.ts';
import { keyOf } from '../facts/names.ts';
import type { Statistics } from '../facts/statistics.ts';
import { Problem } from '../text/problem.ts';

/** A look must not wait behind a lock, nor keep a busy server at work. */
const mostMs = 10_000;

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly rows: number;
  readonly bytes: number;
}

/**
 * Every table and materialised view of the database by what Postgres's own catalog says of its size, in one read-only
 * transaction of one query; no row of any table is read. A partitioned table, and one that others inherit from, is all of
 * them together, since what is done to it is done to them; with a foreign table among them nobody knows. Throws a Problem
 * if the database does not answer.
 */
export async function tableSizes(database: Database): Promise<Statistics> {
  try {
    await database.exec(`begin read only; set local statement_timeout = ${mostMs}; set local lock_timeout = ${mostMs}`);
    const rows = await database.query<Row>(query);
    await database.exec('commit');
    return new Map(rows.map(({ schema, name, rows: count, bytes }) => [keyOf({ schema, name }), { rows: count, bytes }]));
  } catch (thrown) {
    throw new Problem(
      `The sizes of tables in ${database.place} cannot be read: ${failureOf(thrown).message}.`,
      'Any role that may connect can read them; run again, or leave the statistics out.',
    );
  }
}

/**
 * `reltuples` is -1 for a table that was never analysed (pg_class, since 14); before that both it and `relpages` were 0,
 * as they are for an empty table. A table that is dropped meanwhile has no size. Numbers as `float8`, which every driver
 * gives as numbers.
 */
const query = `
  with recursive member(root, oid) as (
    select c.oid, c.oid from pg_catalog.pg_class c
    where c.relkind in ('r', 'p', 'm') and c.relpersistence <> 't'
    union
    select m.root, i.inhrelid from member m join pg_catalog.pg_inherits i on i.inhparent = m.oid
  ), counted as (
    select m.root, c.relkind,
      case when c.relkind = 'p' then 0
        when current_setting('server_version_num')::int < 140000 and c.relpages = 0 and c.reltuples = 0 then -1
        else c.reltuples end as rows,
      pg_catalog.pg_total_relation_size(c.oid) as bytes
    from member m join pg_catalog.pg_class c on c.oid = m.oid
  )
  select n.nspname as schema, c.relname as name,
    (case when min(t.rows) < 0 then -1 else round(sum(t.rows::float8)) end)::float8 as rows, sum(t.bytes)::float8 as bytes
  from counted t join pg_catalog.pg_class c on c.oid = t.root join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
  group by n.nspname, c.relname
  having bool_and(t.relkind <> 'f') and count(t.bytes) = count(*)
  order by n.nspname, c.relname`;
