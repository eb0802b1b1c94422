/**
 * Tables with rows enough that a planner prefers an index. Of `loan`, `few`, `lent` and `state` have few values, every other
 * column many; no rows but those of `id` lie in the order of a column. A shape adds a foreign key from `loan` or the
 * partitioned `shelf` to one of the others.
 */
export const servingGround = `
create type state as enum ('new', 'worn', 'lost');
create domain isbn as text;
create domain rank as integer;
create table copy (a int unique, b int, c int, unique (a, b), unique (a, b, c));
create table wide (a bigint unique, b bigint, unique (a, b));
create table small (a smallint unique);
create table exact (a numeric unique, b int, r double precision unique, f real unique, unique (a, b));
create table word (t text unique, v varchar(40) unique, p char(8) unique, n name unique, s isbn unique);
create table day (d date unique, s timestamp unique, z timestamptz unique);
create table token (u uuid unique, k int4range unique, l text[] unique, o oid unique, i inet unique, ci cidr unique, g rank unique);
create table loan (
  id serial primary key, a int, b int, c int not null, few int, lent boolean, state state, many int, sm smallint, w bigint,
  n numeric, r double precision, t text, v varchar(40), p char(8), x text collate "C", sb isbn, g rank, d date, s timestamp,
  z timestamptz, u uuid, k int4range, l text[], ci cidr, gone timestamptz, note text
);
create table shelf (id int, a int, b int, year int not null, note text) partition by range (year);
create table shelf_1 partition of shelf for values from (0) to (50);
create table shelf_2 partition of shelf for values from (50) to (100);
`;

/** Statements that fill it, and tell the planner what is there. */
export const servingRows: readonly string[] = [
  'insert into copy (a, b) select i, (i * 7) % 1009 from generate_series(0, 1008) i',
  `insert into loan (a, b, c, few, lent, state, many, sm, w, n, r, t, v, p, x, sb, g, d, s, z, u, k, l, ci, gone, note)
    select one, two, (i * 17) % 997, i % 5, i % 2 = 0, (array['new', 'worn', 'lost']::state[])[1 + i % 3], (i * 31) % 20011, one, one,
      one, one, 't' || one, 't' || one, 't' || one, 't' || one, 't' || one, one, date '2000-01-01' + one,
      timestamp '2000-01-01' + one * interval '1 day', timestamptz '2000-01-01 00:00:00+00' + one * interval '1 day',
      md5(one::text)::uuid, int4range(one, one + 5), array['t' || one],
      ('10.' || one % 256 || '.' || one / 256 || '.0/24')::cidr,
      case when i % 3 = 0 then timestamptz '2000-01-01 00:00:00+00' + i * interval '1 hour' end, repeat('x', 60)
    from (select i, (i * 7919) % 1009 as one, (i::bigint * 104729) % 1013 as two from generate_series(1, 20000) i) rows`,
  `insert into shelf select i, (i * 7919) % 1009, (i * 7919 % 1009 * 7) % 1009, i % 100, repeat('x', 60)
    from generate_series(1, 20000) i`,
  'vacuum analyze loan',
  'analyze shelf',
];
