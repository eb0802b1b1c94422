/** How much a table holds. */
export interface TableSize {
  /** Postgres's own estimate (`pg_class.reltuples`). */
  readonly rows: number;
  /** With indexes and TOAST (`pg_total_relation_size`). */
  readonly bytes: number;
}

/** How large the tables of the database in production are, by `keyOf` their name. */
export type Statistics = ReadonlyMap<string, TableSize>;
