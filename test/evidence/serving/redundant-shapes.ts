/** Indexes `i` and `j` on `loan`, and queries that `i` serves. */
export interface IndexPair {
  readonly indexes: string;
  /** By each of them `j` is to do what `i` does, if it makes `i` needless. */
  readonly queries: readonly string[];
  /** Why nothing is said of the pair, although `j` does the same in these queries. */
  readonly apart?: string;
}

const byA = ['select * from loan where a = 5', 'select * from loan where a between 5 and 6', 'select * from loan order by a limit 9', 'select * from loan order by a desc limit 9', 'select a from loan where a = 5'];
const byNullsFirst = ['select * from loan order by a nulls first limit 9', 'select * from loan order by a desc nulls last limit 9'];
const byAThenB = [...byA, 'select * from loan where a = 5 and b = 6', 'select * from loan order by a, b limit 9', 'select * from loan order by a desc, b desc limit 9', 'select a, b from loan where a = 5 and b > 6'];

/** Pairs of which nothing is known beforehand: the model says what the planner does, either way. */
export const pairs: readonly IndexPair[] = [
  { indexes: 'create index i on loan (a); create index j on loan (a, b)', queries: byA },
  { indexes: 'create index i on loan (a); create index j on loan (a)', queries: byA },
  { indexes: 'create index i on loan (a desc); create index j on loan (a, b)', queries: byA },
  { indexes: 'create index i on loan (a nulls first); create index j on loan (a)', queries: [...byA, ...byNullsFirst] },
  { indexes: 'create index i on loan (a desc nulls last); create index j on loan (a nulls first, b)', queries: byNullsFirst },
  { indexes: 'create index i on loan (a); create index j on loan (b, a)', queries: byA },
  { indexes: 'create index i on loan (a, b); create index j on loan (a, b, c)', queries: byAThenB },
  { indexes: 'create index i on loan (a, b); create index j on loan (a desc, b desc, c)', queries: byAThenB },
  { indexes: 'create index i on loan (a, b desc); create index j on loan (a, b, c)', queries: ['select * from loan order by a, b desc limit 9'] },
  { indexes: 'create index i on loan (a, b); create index j on loan (a, c, b)', queries: byAThenB },
  { indexes: 'create index i on loan (a, b); create index j on loan (b, a)', queries: byAThenB },
  { indexes: 'create index i on loan (a) include (b); create index j on loan (a, c)', queries: ['select a, b from loan where a = 5'] },
  { indexes: 'create index i on loan (a) include (b); create index j on loan (a, b)', queries: ['select a, b from loan where a = 5', ...byA] },
  { indexes: 'create index i on loan (a) include (b); create index j on loan (a, c, b)', queries: ['select a, b from loan where a = 5', ...byA] },
  { indexes: 'create index i on loan (a) include (b); create index j on loan (a) include (b, c)', queries: ['select a, b from loan where a = 5', ...byA] },
  { indexes: 'create index i on loan (a) where gone is null; create index j on loan (a, b)', queries: ['select * from loan where a = 5 and gone is null'] },
  { indexes: 'create index i on loan (a); create index j on loan (a, b) where gone is null', queries: byA },
  { indexes: 'create index i on loan (a) where gone is null; create index j on loan (a, b) where gone is null', queries: ['select * from loan where a = 5 and gone is null', 'select * from loan where gone is null order by a limit 9'] },
  { indexes: 'create index i on loan (a) where few > 1; create index j on loan (a, b) where few > 2', queries: ['select * from loan where a = 5 and few = 2'] },
  { indexes: 'create index i on loan (t text_pattern_ops); create index j on loan (t)', queries: ["select * from loan where t ~>=~ 't5' and t ~<~ 't6'"] },
  { indexes: 'create index i on loan (t); create index j on loan (t text_pattern_ops)', queries: ["select * from loan where t between 't5' and 't50'", 'select * from loan order by t limit 9'] },
  { indexes: 'create index i on loan (t text_ops); create index j on loan (t, a)', queries: ["select * from loan where t = 't5'", 'select * from loan order by t limit 9'] },
  { indexes: 'create index i on loan (v varchar_ops); create index j on loan (v, a)', queries: ["select * from loan where v = 't5'", 'select * from loan order by v limit 9'] },
  { indexes: 'create index i on loan (t collate "C"); create index j on loan (t)', queries: ['select * from loan where t collate "C" = \'t5\''] },
  { indexes: 'create index i on loan (x collate "C"); create index j on loan (x, a)', queries: ["select * from loan where x = 't5'", 'select * from loan order by x limit 9'] },
  { indexes: 'create index i on loan (lower(note)); create index j on loan (lower(note), a)', queries: ["select * from loan where lower(note) = 'x'"] },
  { indexes: 'create index i on loan (lower(t)); create index j on loan (upper(t), a)', queries: ["select * from loan where lower(t) = 't5'"] },
  { indexes: 'create index i on loan using hash (a); create index j on loan using hash (a)', queries: ['select * from loan where a = 5'] },
  { indexes: 'create index i on loan using hash (a); create index j on loan (a)', queries: ['select * from loan where a = 5'], apart: 'a hash index is smaller for long values' },
  { indexes: 'create index i on loan using gist (k); create index j on loan using gist (k)', queries: ["select * from loan where k && int4range(5, 6)"] },
  { indexes: 'create index i on loan using gist (k); create index j on loan (k)', queries: ["select * from loan where k && int4range(5, 6)"] },
  { indexes: 'create index i on loan using brin (id); create index j on loan using brin (id, a)', queries: ['select * from loan where id between 5 and 6'], apart: 'the beginning of an index is told of btree alone' },
  { indexes: 'create index i on loan (id); create index j on loan (id, a)', queries: ['select * from loan where id = 5'] },
  { indexes: 'create index i on loan (a); create unique index j on loan (a, id)', queries: byA },
  { indexes: 'create index i on loan (a); alter table loan add constraint j unique (a, id)', queries: byA },
  { indexes: 'create index i on loan (a); alter table loan add constraint j unique (a, id) deferrable', queries: byA },
];
